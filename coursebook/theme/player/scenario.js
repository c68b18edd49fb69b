/* Branching scenarios: one step at a time, meters in words and as bars, two runs side by side.
   Every text is that of the paper edition on the page, which gives way to the game. */
(function () {
'use strict';

const C = window.Coursebook;
const LETTERS = 'abcdefghi';
const HIGHEST = 10;
const RUNS = '-'; // between the run before and this one

const word = (key, params) => C.word('scenario.' + key, params);

/* make('p.hint') is a paragraph of class scenario-hint. */
function make(name, attributes, ...children) {
  const [tag, kind] = name.split('.'), node = document.createElement(tag);
  if (kind) node.className = 'scenario-' + kind;
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children);
  return node;
}

function press(name, text, fn) {
  const button = make(name, { type: 'button' }, text);
  button.addEventListener('click', fn);
  return button;
}

function scenario(section) {
  const data = JSON.parse(section.querySelector('.scenario-data').textContent);
  const key = section.dataset.scenario;
  const find = (name) => section.querySelector('.scenario-' + name);
  const paper = find('paper'), opening = find('opening'), debrief = find('debrief');
  const heading = 'h' + (Number(section.querySelector('h1, h2, h3, h4, h5').tagName[1]) + 1);
  const labels = Array.from(paper.querySelectorAll('.scenario-track tbody th'), textOf);
  const live = make('div.live', {});
  let before = '', path = '';

  // --- what the paper edition says ---

  function textOf(node) { return node.textContent.replace(/\s+/g, ' ').trim(); }
  const said = (selector) => textOf(paper.querySelector(selector));
  const situation = (node, name) => said('[data-node="' + node + '"] .scenario-' + name);
  const consequence = (step) => said('[data-after="' + step.node + '.' + step.letter + '"] .scenario-text');
  const choices = (node) => Array.from(paper.querySelectorAll('[data-node="' + node + '"] .scenario-choice'), textOf);
  const chosen = (step) => choices(step.node)[LETTERS.indexOf(step.letter)];
  const ending = (id, name) => said('[data-ending="' + id + '"] .scenario-' + name);

  // --- the rules ---

  const move = (levels, effects) => levels.map((level, i) => Math.min(HIGHEST, Math.max(0, level + effects[i])));

  /* The steps of a run and where it stands; null where the letters are no path. */
  function walk(letters) {
    let node = data.first, levels = data.start;
    const steps = [];
    for (const letter of letters) {
      const way = (data.nodes[node] || [])[LETTERS.indexOf(letter)];
      if (!way) return null;
      const after = move(levels, way[0]);
      steps.push({ node, letter, effects: way[0], from: levels, to: after });
      [levels, node] = [after, way[1]];
    }
    return { steps, node, levels };
  }

  const holds = (levels) => ([i, sign, value]) => (sign === '>=' ? levels[i] >= value : levels[i] <= value);

  function outcome(levels) {
    return data.endings.find(([, all, any]) =>
      all.every(holds(levels)) && (!any.length || any.some(holds(levels))))[0];
  }

  /* What a step did to the meters, each in a sentence. */
  function changes(step) {
    const told = labels.map((meter, i) => {
      const by = step.to[i] - step.from[i], level = step.to[i];
      if (!by) return step.effects[i] ? word('stays', { meter, level }) : '';
      return word(by > 0 ? 'rises' : 'falls', { meter, n: Math.abs(by), level });
    }).filter(Boolean);
    return told.length ? told : [word('no_effect')];
  }

  // --- memory: the run before and this one, as letters ---

  const save = () => C.store.set(key, before ? before + RUNS + path : path);

  function restore() {
    const parts = String(C.store.get(key) || '').split(RUNS);
    const [old, now] = parts.length > 1 ? parts : ['', parts[0]];
    const first = walk(old);
    before = first && !first.node ? old : '';
    path = walk(now) ? now : '';
  }

  // --- the screens ---

  function bars(levels, old) {
    return make('ul.meters', { 'aria-label': word('meters') }, ...labels.map((label, i) => {
      const by = old ? levels[i] - old[i] : 0;
      const sign = by ? make('span.by', { 'aria-hidden': 'true', dir: 'ltr' }, (by > 0 ? '+' : '\u2212') + Math.abs(by)) : '';
      const bar = make('span.bar', { 'aria-hidden': 'true' }, make('span.fill', {}));
      bar.firstChild.style.inlineSize = levels[i] * HIGHEST + '%';
      return make('li', {}, make('span.label', {}, label),
        make('span.level', {}, word('level', { n: levels[i] }), ' ', sign), bar);
    }));
  }

  function list(run) {
    if (!run.steps.length) return '';
    return make('details', {}, make('summary', {}, word('path')),
      make('ol', {}, ...run.steps.map((step) => make('li', {},
        make('bdi', {}, situation(step.node, 'time')), ': ' + chosen(step)))));
  }

  /* Put a screen in place; `focus` is false on arrival. */
  function show(kind, title, focus, ...parts) {
    const head = make(heading + '.head', { tabindex: -1 }, title);
    live.replaceChildren(head, ...parts.filter(Boolean));
    section.dataset.screen = kind;
    debrief.hidden = kind !== 'end';
    began.hidden = false;
    began.lastChild.append(opening);
    if (focus) head.focus();
    C.emit('scenario', { section, live, kind });
  }

  function ready() {
    live.replaceChildren(make('p.hint', {}, word('device') + ' ' + word('private')),
      press('button.main', word('start'), () => ask(true)));
    section.dataset.screen = 'start';
    began.hidden = debrief.hidden = true;
  }

  function ask(focus) {
    const run = walk(path), options = choices(run.node);
    const title = word('step', { n: run.steps.length + 1, time: situation(run.node, 'time') });
    show('choice', title, focus, make('p.now', {}, situation(run.node, 'text')), bars(run.levels),
      make('div.options', { role: 'group', 'aria-label': word('choose') }, ...options.map((text, i) => {
        const button = press('button.option', make('span', {}, text), () => choose(i));
        button.prepend(make('strong', {}, LETTERS[i].toUpperCase()));
        return button;
      })), list(run));
  }

  function choose(index) {
    path += LETTERS[index];
    save();
    tell(true);
  }

  function tell(focus) {
    const run = walk(path), step = run.steps[run.steps.length - 1], told = changes(step);
    show('after', word('happens'), focus, make('p.chosen', {}, word('chosen', { text: chosen(step) })),
      make('p.now', {}, consequence(step)), make('ul.changes', {}, ...told.map((line) => make('li', {}, line))),
      bars(step.to, step.from),
      press('button.main', word(run.node ? 'continue' : 'end'), () => (run.node ? ask(true) : finish(true))), list(run));
    if (focus) C.announce(told.join(' '));
  }

  function finish(focus) {
    const run = walk(path), id = outcome(run.levels);
    show('end', word('ends', { title: ending(id, 'title') }), focus, make('p.now', {}, ending(id, 'text')),
      bars(run.levels), before ? compared(walk(before), run) : list(run),
      press('button', word('again'), () => { before = path; path = ''; save(); ask(true); }));
  }

  function compared(old, run) {
    const nodes = Object.keys(data.nodes).filter((node) => [old, run].some((r) => r.steps.some((s) => s.node === node)));
    const cell = (r, node) => {
      const step = r.steps.find((s) => s.node === node);
      return step ? chosen(step) : '\u2013';
    };
    const rows = nodes.map((node) => [make('bdi', {}, situation(node, 'time')), cell(old, node), cell(run, node)]);
    labels.forEach((label, i) => rows.push([label, word('level', { n: old.levels[i] }), word('level', { n: run.levels[i] })]));
    rows.push([word('how_it_ends'), ...[old, run].map((r) => ending(outcome(r.levels), 'title'))]);
    const title = word('compare');
    return make('div', { class: 'table-scroll', role: 'region', tabindex: 0, 'aria-label': title },
      make('table.compare', {}, make('caption', {}, title),
        make('thead', {}, make('tr', {}, ...['compared', 'before', 'now'].map((name) => make('th', { scope: 'col' }, word(name))))),
        make('tbody', {}, ...rows.map(([head, one, two]) => make(one === two ? 'tr' : 'tr.differs', {},
          make('th', { scope: 'row' }, head), make('td', {}, one), make('td', {}, two))))));
  }

  const began = make('details.began', {}, make('summary', {}, word('began')), make('div', {}));
  opening.after(began, live);
  paper.remove();
  restore();
  const run = walk(path);
  (!path ? ready : run.node ? tell : finish)(false);
}

C.register('.scenario[data-scenario]', scenario);
})();
