/* Simulations on the page: predict first, then move the numbers and see what changes. */
(function () {
'use strict';

const C = window.Coursebook;
const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 400;
const TICKS = 20; // positions of a logarithmic slider for each factor of ten
let made = 0;

function count(value, decimals = 0) {
  const language = (document.documentElement.lang || 'en') + '-u-nu-latn';
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(language, options).format(value).replace(/[-\u200e]+/, '\u2212');
}

function put(node, attributes, children = []) {
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children);
  return node;
}

/* make('p.story') is a paragraph of class explorable-story. */
function make(name, attributes, ...children) {
  const [tag, kind] = name.split('.'), more = kind ? { class: 'explorable-' + kind } : {};
  return put(document.createElement(tag), Object.assign(more, attributes), children);
}

const on = (node, event, fn) => node.addEventListener(event, fn);
const word = (key, params) => C.word('explorable.' + key, params);

// --- the normal curve, within 1e-13 of Python's ---

const density = (x) => Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);

function upperTail(x) {
  let sum = x, term = x, fraction = 0;
  if (x > 4) {
    for (let k = 60; k > 0; k--) fraction = k / (x + fraction);
    return density(x) / (x + fraction);
  }
  for (let k = 3; k < 120; k += 2) sum += term *= x * x / k;
  return 0.5 - density(x) * sum;
}

function cdf(x) {
  if (Math.abs(x) > 40) return x > 0 ? 1 : 0;
  return x < 0 ? upperTail(-x) : 1 - upperTail(x);
}

function quantile(p) {
  let x = 0;
  for (let k = 0; k < 40; k++) x -= (cdf(x) - p) / density(x);
  return x;
}

// --- the pen: twin of coursebook/drawing.py ---

function pen(svg, direction) {
  const rtl = direction === 'rtl';
  const side = (x) => (rtl ? WIDTH - x : x);
  let height = 0;
  svg.textContent = '';

  function mark(name, tone, bottom, attributes, ...text) {
    height = Math.max(height, bottom);
    svg.append(put(document.createElementNS(SVG, name), { class: 'x-' + tone, ...attributes }, text));
  }

  const self = {
    box([x, y], [w, h], tone) {
      mark('rect', tone, y + h, { x: rtl ? WIDTH - x - w : x, y, width: w, height: h, rx: 4 });
    },
    strokes(lines, tone, more) {
      const path = lines.map((points) => points.map(([x, y], i) =>
        (i ? 'L' : 'M') + side(x).toFixed(2) + ' ' + y.toFixed(2)).join('')).join('');
      mark('path', tone, Math.max(...lines.map((points) => Math.max(...points.map((p) => p[1])))), { d: path, ...more });
    },
    line(points, tone, more) { self.strokes([points], tone || 'line', more); },
    text([x, y], text, size, tone, anchor) {
      const words = rtl && /\p{L}/u.test(text)
        ? '\u2067' + text.replace(/\u2212[\d.,]+/g, '\u2066$&\u2069') + '\u2069' : String(text);
      const end = rtl ? { start: 'end', end: 'start' }[anchor] || anchor : anchor;
      const more = size >= 15 ? { 'font-weight': 700 } : {};
      mark('text', tone || 'ink', y + 6,
        { x: side(x), y, 'font-size': size || 13, 'text-anchor': end || 'middle', ...more }, words);
    },
    done() { svg.setAttribute('viewBox', '0 0 ' + WIDTH + ' ' + Math.ceil(height + 2)); },
  };
  return self;
}

// --- parameters and their sliders ---

const isSwitch = (p) => p.min === 0 && p.max === 1 && p.step === 1;
const places = (p) => (String(p.step).split('.')[1] || '').length;
const shift = (p) => (p.min > 0 ? 0 : 1); // a scale from 0 is moved by 1 to have a logarithm
const position = (p, value) => (p.scale === 'log'
  ? Math.round(TICKS * Math.log10((value + shift(p)) / (p.min + shift(p)))) : value);

/* The nearest value that the parameter can have; NaN where it is no number. */
function fit(p, value) {
  const near = p.min + Math.round((value - p.min) / p.step) * p.step;
  return Math.min(p.max, Math.max(p.min, Number(near.toFixed(places(p)))));
}

function fromSlider(p, at) {
  if (p.scale !== 'log') return fit(p, at);
  if (at >= position(p, p.max)) return p.max;
  const exact = (p.min + shift(p)) * Math.pow(10, at / TICKS) - shift(p);
  return fit(p, Number(exact.toPrecision(2)));
}

// --- one simulation on the page ---

function explorable(section) {
  const data = JSON.parse(section.querySelector('.explorable-data').textContent);
  const model = C.simulations[data.id];
  if (!model) return; // the still picture stays
  const direction = getComputedStyle(section).direction;
  const find = (name) => section.querySelector('.explorable-' + name);
  const still = find('still'), insight = find('insight'), work = find('questions');
  const answers = Array.from(still.querySelectorAll('.explorable-answers li'), (li) => li.textContent);
  const home = Math.max(0, data.presets.findIndex((p) => p.id === section.dataset.preset));
  const live = make('div.live', {});
  const result = make('p.result', { tabindex: -1 });
  const story = make('p.story', {});
  const body = make('tbody');
  const svg = put(document.createElementNS(SVG, 'svg'), { role: 'img', direction: 'ltr' }); // the pen mirrors
  const columns = data.columns.filter((column) => column.label);
  const sides = direction === 'rtl' ? '\u2066\u2069' : ['', '']; // isolate numbers in Arabic
  const controls = {}, rowsOfButtons = [];
  let guess = -1, preset = home, values = valuesOf(home), view = data.views[0], timer;

  function valuesOf(index) {
    const base = data.params.map((p) => [p.id, p.default]);
    return Object.assign(Object.fromEntries(base), data.presets[index].values);
  }

  const number = (value, decimals) => sides[0] + count(value, decimals) + sides[1];
  const exact = (p, value) => number(value, value % 1 ? places(p) : 0);
  const inWords = (p, value) => (p.labels ? p.labels[value - p.min]
    : exact(p, value) + (p.unit ? ' ' + p.unit : ''));

  function sentence(rows) {
    const chosen = rows.find((row) => row.best) || rows[rows.length - 1];
    let text = data.sentence;
    Object.entries(data.words).forEach(([key, words]) => {
      if (key.startsWith('sentence-') && values[key.slice(9)]) text = words;
    });
    return text.replace(/\{(\w+)(?:@([\d.-]+))?\}/g, (all, name, at) => {
      const row = at ? rows.find((r) => r[data.key] === Number(at)) : chosen;
      const column = data.columns.find((c) => c.id === name);
      return column ? number(row[name], column.round)
        : exact(data.params.find((p) => p.id === name), values[name]);
    });
  }

  // --- memory in 40 characters: page's preset; prediction; preset; changed values ---

  function save() {
    const base = valuesOf(preset), start = home + ';' + guess + ';' + preset + ';';
    const changed = data.params.map((p, i) => (values[p.id] === base[p.id] ? ''
      : i.toString(36) + ':' + Number(values[p.id].toPrecision(6)))).filter(Boolean).join(',');
    C.store.set(data.id, (start + changed).length > 40 ? start : start + changed);
  }

  function restore() {
    const [page, answer, index, changed] = String(C.store.get(data.id) || '').split(';');
    if (changed === undefined || !answers[answer] || !data.presets[index]) return;
    guess = Number(answer);
    if (Number(page) !== home) return;
    preset = Number(index);
    values = valuesOf(preset);
    changed.split(',').forEach((pair) => {
      const [at, value] = pair.split(':'), p = data.params[parseInt(at, 36)];
      if (p && !isNaN(fit(p, Number(value)))) values[p.id] = fit(p, Number(value));
    });
  }

  // --- predict ---

  function gate() {
    const name = 'explorable-' + (made += 1);
    const button = make('button', { type: 'button', class: 'main', disabled: '' }, word('show'));
    const field = make('fieldset', {}, make('legend', {},
      make('span', { class: 'rubric' }, word('predict')), find('ask')));
    work.hidden = true;
    answers.forEach((answer, i) => {
      const radio = make('input', { type: 'radio', name, value: i });
      on(radio, 'change', () => { guess = i; button.disabled = false; });
      field.append(make('label.answer', {}, radio, make('span', {}, answer)));
    });
    on(button, 'click', () => { save(); open(); result.focus(); });
    live.append(field, make('p.hint', {}, word('private')), button);
  }

  // --- explore ---

  function open() {
    const again = make('button', { type: 'button' }, word('reset'));
    on(again, 'click', () => tell(home));
    const stories = buttons('stories', data.presets.map((p) => p.label), (i) => i === preset, tell);
    const views = buttons('views', data.views.map((v) => data.words['view-' + v]),
      (i) => data.views[i] === view, (i) => { view = data.views[i]; draw(); });
    views.hidden = data.views.length < 2;
    live.textContent = '';
    live.append(
      make('p.hint', {}, word('expected', { answer: answers[guess] })),
      stories, story,
      make('div.stage', {},
        make('div.picture', {}, views, svg, result),
        make('div.panel', { role: 'group', 'aria-label': word('change') },
          ...data.params.map(control), again)),
      numbers(), insight
    );
    work.hidden = false;
    draw();
    C.emit('explored', { id: data.id });
  }

  function tell(index) {
    preset = index;
    values = valuesOf(index);
    update(data.presets[index].label + '. ');
  }

  /* Buttons of which one is pressed. */
  function buttons(label, names, isPressed, press) {
    const all = names.map((name, i) => {
      const button = make('button', { type: 'button' }, name);
      on(button, 'click', () => press(i));
      return button;
    });
    rowsOfButtons.push(() => all.forEach((button, i) => button.setAttribute('aria-pressed', isPressed(i))));
    return make('div.row', { role: 'group', 'aria-label': word(label) }, ...all);
  }

  function control(p) {
    const id = 'explorable-' + (made += 1), label = make('label', { for: id }, p.label);
    if (isSwitch(p)) {
      const box = make('input', { type: 'checkbox', id });
      on(box, 'change', () => change(p, Number(box.checked)));
      const block = make('div.switch', {}, box, label);
      controls[p.id] = { block, show(value) { box.checked = value === 1; } };
      return block;
    }
    if (p.labels) {
      const menu = make('select', { id }, ...p.labels.map((text) => make('option', {}, text)));
      on(menu, 'change', () => change(p, p.min + menu.selectedIndex));
      const block = make('div.choice', {}, label, menu);
      controls[p.id] = { block, show(value) { menu.selectedIndex = value - p.min; } };
      return block;
    }
    const log = p.scale === 'log';
    const slider = make('input', { type: 'range', id, min: log ? 0 : p.min, max: position(p, p.max), step: log ? 1 : p.step });
    const typed = make('input', { type: 'number', min: p.min, max: p.max, step: 'any', dir: 'ltr',
      'aria-label': word('exact', { label: p.label }) });
    on(slider, 'input', () => change(p, fromSlider(p, Number(slider.value)), slider));
    on(typed, 'change', () => {
      const wanted = typed.value === '' ? NaN : fit(p, Number(typed.value));
      change(p, isNaN(wanted) ? values[p.id] : wanted);
    });
    const value = make('span.value', { 'aria-hidden': true }); // the slider says it
    const block = make('div.control', {}, label, value, slider, typed);
    controls[p.id] = { block, show(now, source) {
      if (source !== slider) slider.value = position(p, now);
      slider.setAttribute('aria-valuetext', inWords(p, now));
      value.textContent = inWords(p, now);
      typed.value = now;
    } };
    return block;
  }

  function numbers() {
    const heads = data.key ? columns.map((column) => column.label)
      : ['quantity', 'start', 'now'].map((key) => word(key));
    const title = word('numbers');
    return make('details', data.key ? {} : { open: '' }, make('summary', {}, title),
      make('div', { class: 'table-scroll', role: 'region', tabindex: 0, 'aria-label': title }, make('table', {},
        make('thead', {}, make('tr', {}, ...heads.map((head) => make('th', { scope: 'col' }, head)))), body)));
  }

  const line = (marked, head, ...cells) => body.append(make(marked ? 'tr.chosen' : 'tr', {},
    make('th', { scope: 'row' }, head), ...cells.map((cell) => make('td', { class: 'number' }, cell))));

  function fill(rows, hidden) {
    body.textContent = '';
    if (data.key) {
      rows.forEach((row) => {
        const [head, ...cells] = columns.map((column) => number(row[column.id], column.round));
        line(row.best, head + (row.best ? ' (' + word('chosen') + ')' : ''), ...cells);
      });
      return;
    }
    const before = model.simulate(valuesOf(preset))[0];
    columns.filter((column) => !hidden.includes(column.id)).forEach((column) => {
      const [old, now] = [before, rows[0]].map((row) => number(row[column.id], column.round));
      line(old !== now, column.label, old, now);
    });
  }

  function change(p, value, source) {
    values[p.id] = value;
    const said = isSwitch(p) ? '' : inWords(p, value);
    update(word('changed', { label: p.label, value: said }) + ' ', source);
  }

  /* Draw now; say and keep it when the hand rests. */
  function update(what, source) {
    draw(source);
    clearTimeout(timer);
    timer = setTimeout(() => { C.announce(what + result.textContent); save(); }, 500);
  }

  function draw(source) {
    const rows = model.simulate(values), hidden = model.idle ? model.idle(values) : [];
    data.params.forEach((p) => {
      controls[p.id].show(values[p.id], source);
      controls[p.id].block.hidden = hidden.includes(p.id);
    });
    rowsOfButtons.forEach((mark) => mark());
    story.textContent = data.presets[preset].story;
    result.textContent = sentence(rows);
    model.draw(svg, rows, values, data.words, direction, view);
    svg.setAttribute('aria-label', data.words['view-' + view] + '. ' + result.textContent);
    fill(rows, hidden);
  }

  restore();
  (guess < 0 ? gate : open)(); // takes the question or the insight out of the still part
  still.replaceWith(live);
}

Object.assign(C, { simulations: C.simulations || {}, normal: { cdf, quantile }, pen, count });
C.register('.explorable[data-preset]', explorable);
})();
