/* The run screen of a tabletop: a clock by the wall, injects on time, and a record of the run. */
(function () {
  'use strict';

  const C = window.Coursebook;
  const word = C.word;
  const HIGHEST = 10;
  const SHORTCUTS = 'QWERTYIOPASFGHJKLZXCVBM'; /* without D, N, U: they act */
  let data = null;
  let state = null;
  let timetable = [];
  let shown = '';
  const due = new Set();
  const panel = {};

  /* ---- the run: a list of entries; everything else is computed from it ---- */

  function fresh(variant) {
    return { variant: variant, ran: 0, since: null, offset: 0, entries: [], draft: '', keys: true };
  }

  function ran() {
    return state.ran + (state.since === null ? 0 : Math.max(0, Date.now() - state.since));
  }

  function elapsed() {
    return Math.max(0, ran() + state.offset);
  }

  function place() {
    return 'coursebook-run-' + data.id + '-' + document.documentElement.lang;
  }

  function keep() {
    try {
      localStorage.setItem(place(), JSON.stringify(state));
    } catch (error) {
      panel.memory.hidden = false;
    }
  }

  function remembered() {
    try {
      const found = JSON.parse(localStorage.getItem(place()) || 'null');
      const fits = found && Array.isArray(found.entries) && variantOf(found.variant);
      if (!fits) return null;
      /* An edition may have lost an event since. */
      found.entries = found.entries.filter(function (entry) {
        return (!entry.event || data.events[entry.event]) &&
          (!entry.decision || data.decisions[entry.decision]);
      });
      return Object.assign(fresh(found.variant), found);
    } catch (error) {
      return null;
    }
  }

  function variantOf(id) {
    return data.variants.find(function (variant) { return variant.id === id; });
  }

  function add(kind, more) {
    const entry = Object.assign({ kind: kind, at: elapsed(), ran: ran(), wall: Date.now() }, more);
    state.entries.push(entry);
    keep();
    draw();
    return entry;
  }

  function last(kind, key, value) {
    for (let n = state.entries.length - 1; n >= 0; n -= 1) {
      const entry = state.entries[n];
      if (entry.kind === kind && entry[key] === value) return entry;
    }
    return null;
  }

  function wayOf(decision, id) {
    return decision.ways.find(function (way) { return way.id === id; });
  }

  function decided() {
    return Object.keys(data.decisions).map(function (id) {
      const entry = last('decide', 'decision', id);
      const way = entry && wayOf(data.decisions[id], entry.way);
      return way ? { decision: data.decisions[id], way: way } : null;
    }).filter(Boolean);
  }

  function meters() {
    const values = {};
    data.meters.forEach(function (meter) { values[meter.id] = meter.start; });
    function change(effects) {
      Object.keys(effects).forEach(function (id) {
        values[id] = Math.min(HIGHEST, Math.max(0, values[id] + effects[id]));
      });
    }
    /* In the order of the log, the last word on each: a limit of 0 or 10 is met as it happened. */
    state.entries.forEach(function (entry) {
      if (entry.kind === 'decide' && last('decide', 'decision', entry.decision) === entry) {
        const way = wayOf(data.decisions[entry.decision], entry.way);
        if (way) change(way.effects);
      }
      if (entry.kind === 'assess' && last('assess', 'event', entry.event) === entry &&
          entry.result === 'not') {
        change(data.events[entry.event].missed);
      }
    });
    return values;
  }

  function speaking() {
    const totals = {};
    let who = '';
    let from = 0;
    function close(until) {
      if (who) totals[who] = (totals[who] || 0) + Math.max(0, until - from);
    }
    state.entries.forEach(function (entry) {
      if (entry.kind !== 'speak') return;
      close(entry.ran);
      who = entry.role;
      from = entry.ran;
    });
    close(ran());
    return { totals: totals, who: who };
  }

  /* ---- words ---- */

  function clock(ms) {
    const seconds = Math.floor(Math.abs(ms) / 1000);
    return Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');
  }

  function countdown(ms) {
    return clock(Math.ceil(ms / 1000) * 1000);
  }

  /* Digits are read from left to right inside any text. */
  function isolated(text) {
    return '\u2066' + text + '\u2069';
  }

  function titleOf(id) {
    const event = data.events[id];
    return event.label ? event.label + ' · ' + event.title : event.title;
  }

  function told(entry) {
    switch (entry.kind) {
      case 'jump': return word('run.logged.jump', { clock: isolated(clock(entry.to)) });
      case 'deliver': return word('run.logged.deliver', { title: titleOf(entry.event) });
      case 'assess':
        return word('run.logged.assess', {
          title: titleOf(entry.event), result: word('run.' + entry.result),
        });
      case 'decide': {
        const decision = data.decisions[entry.decision];
        const way = wayOf(decision, entry.way);
        return word('run.logged.decide', {
          title: decision.title, way: (way ? way.text : '') + changes(way),
        });
      }
      case 'speak':
        return entry.role ? word('run.logged.speak', { name: nameOf(entry.role) })
          : word('run.logged.silent');
      case 'note': return word('run.logged.note', { text: entry.text });
      default: return word('run.logged.' + entry.kind);
    }
  }

  function changes(way) {
    if (!way) return '';
    const parts = Object.keys(way.effects).map(function (id) {
      return isolated(id + '\u00a0' + signed(way.effects[id]));
    });
    return parts.length ? ' (' + parts.join(', ') + ')' : '';
  }

  function signed(change) {
    return change > 0 ? '+' + change : change < 0 ? '\u2212' + -change : '0';
  }

  function nameOf(role) {
    const found = data.roles.find(function (one) { return one.id === role; });
    return found ? found.name : role;
  }

  /* ---- building blocks ---- */

  function make(tag, options, children) {
    const element = document.createElement(tag);
    Object.keys(options || {}).forEach(function (name) {
      const value = options[name];
      if (name === 'text') element.textContent = value;
      else if (name === 'click') element.addEventListener('click', value);
      else if (value !== false) element.setAttribute(name, value === true ? '' : value);
    });
    (children || []).forEach(function (child) { if (child) element.appendChild(child); });
    return element;
  }

  function button(key, text, click, options) {
    return make('button', Object.assign({ type: 'button', 'data-key': key, text: text,
      click: click }, options));
  }

  function copyOf(id) {
    const own = document.getElementById('text-' + state.variant + '-' + id);
    const source = own || document.getElementById('text-' + id);
    const copy = make('div', { class: 'handed' });
    Array.from((own ? own.content : source).childNodes).forEach(function (node) {
      copy.appendChild(node.cloneNode(true));
    });
    return copy;
  }

  function line(key, text, name) {
    return make('p', { class: name || '' }, [
      make('strong', { text: word(key) + ': ' }), make('span', { text: text }),
    ]);
  }

  /* Put new content into a panel; the focus stays on the same button, or goes to the heading. */
  function fill(box, children) {
    const active = document.activeElement;
    const had = box.contains(active);
    const key = had ? active.getAttribute('data-key') : null;
    box.textContent = '';
    children.forEach(function (child) { if (child) box.appendChild(child); });
    if (!had) return;
    const again = key && Array.from(box.querySelectorAll('[data-key]')).find(function (element) {
      return element.getAttribute('data-key') === key;
    });
    const heading = box.closest('section').querySelector('h2');
    (again || heading).focus();
  }

  /* ---- panels ---- */

  function nextInject() {
    return timetable.find(function (slot) {
      return data.events[slot.id].kind === 'inject' && !last('deliver', 'event', slot.id);
    });
  }

  function drawNext() {
    const slot = nextInject();
    if (!slot) {
      fill(panel.next, [make('p', { text: word('run.none_next') })]);
      return;
    }
    const event = data.events[slot.id];
    fill(panel.next, [
      make('p', { class: 'when' }, [
        make('bdi', { dir: 'ltr', text: 'T+' + slot.at }),
        make('strong', { class: 'countdown' }),
      ]),
      make('h3', { text: titleOf(slot.id) }),
      line('tabletop.deliver', event.by),
      event.to ? line('tabletop.receives', event.to) : null,
      copyOf(slot.id),
      line('tabletop.expected', event.expected, 'expected'),
      event.droppable ? make('p', { class: 'hint', text: word('tabletop.droppable') }) : null,
      button('deliver', word('run.deliver_button'), deliver, { class: 'main' }),
    ]);
  }

  function open() {
    const now = elapsed();
    return timetable.filter(function (slot) {
      const event = data.events[slot.id];
      const begun = event.kind === 'inject' ? last('deliver', 'event', slot.id)
        : slot.at * 60000 <= now && (state.since !== null || state.entries.length);
      const judged = last('assess', 'event', slot.id);
      const settled = !event.decision || last('decide', 'decision', event.decision);
      return begun && event.expected && !(judged && settled);
    }).reverse();
  }

  function drawOpen() {
    const items = open().map(function (slot) {
      const event = data.events[slot.id];
      const judged = last('assess', 'event', slot.id);
      const title = titleOf(slot.id);
      return make('div', { class: 'watched' }, [
        make('h3', { text: title }),
        line('tabletop.expected', event.expected, 'expected'),
        make('div', { class: 'buttons', role: 'group', 'aria-label': word('run.assess') + ' ' + title },
          ['seen', 'partly', 'not'].map(function (result) {
            return button('assess-' + slot.id + result, word('run.' + result), function () {
              add('assess', { event: slot.id, result: result });
            }, { 'aria-pressed': String(Boolean(judged && judged.result === result)) });
          })),
        event.decision ? ways(event.decision) : null,
      ]);
    });
    panel.watch.hidden = items.length === 0;
    fill(panel.open, items);
  }

  function ways(id) {
    const decision = data.decisions[id];
    const made = last('decide', 'decision', id);
    return make('div', { class: 'ways', role: 'group', 'aria-label': decision.title }, [
      make('p', { text: decision.title }),
    ].concat(decision.ways.map(function (way) {
      return button('way-' + id + way.id, way.text + changes(way), function () {
        add('decide', { decision: id, way: way.id });
        C.announce(way.consequence);
      }, { 'aria-pressed': String(Boolean(made && made.way === way.id)) });
    })));
  }

  function drawConsequences() {
    const made = decided().filter(function (pair) { return pair.way.consequence; });
    panel.told.hidden = made.length === 0;
    fill(panel.consequences, made.reverse().map(function (pair) {
      return make('p', {}, [
        make('strong', { text: pair.way.text + ': ' }),
        make('span', { text: pair.way.consequence }),
      ]);
    }));
  }

  function drawMeters() {
    const values = meters();
    fill(panel.meters, data.meters.map(function (meter) {
      const value = values[meter.id];
      const text = word('run.meter_text', { label: meter.label, value: value });
      const changed = value === meter.start ? ''
        : ' (' + word('run.changed', { value: meter.start }) + ')';
      return make('li', {}, [
        make('span', { text: text + changed }),
        make('progress', { max: HIGHEST, value: value, 'aria-hidden': 'true' }),
      ]);
    }));
  }

  function keyFor(index) {
    return index < 9 ? String(index + 1) : SHORTCUTS[index - 9] || '';
  }

  function speakers() {
    return data.roles.filter(function (role) { return role.kind !== 'staff'; });
  }

  function speak(role) {
    if (speaking().who !== role) add('speak', { role: role });
  }

  function drawSpeaking() {
    const who = speaking().who;
    const shownKeys = state.keys;
    fill(panel.speakers, speakers().map(function (role, index) {
      const found = button('speak-' + role.id, '', function () { speak(role.id); }, {
        'aria-pressed': String(who === role.id), 'data-role': role.id,
      });
      if (shownKeys && keyFor(index)) {
        found.appendChild(make('kbd', { text: keyFor(index), 'aria-hidden': 'true' }));
      }
      found.appendChild(make('span', { text: role.name }));
      found.appendChild(make('bdi', { dir: 'ltr', class: 'spent' }));
      return found;
    }).concat([
      button('speak-', '', function () { speak(''); }, { 'aria-pressed': String(who === '') }),
    ]));
    const silent = panel.speakers.lastChild;
    if (shownKeys) silent.appendChild(make('kbd', { text: '0', 'aria-hidden': 'true' }));
    silent.appendChild(make('span', { text: word('run.speak_stop') }));
  }

  function timeOfDay(ms) {
    const date = new Date(ms);
    return [date.getHours(), date.getMinutes(), date.getSeconds()].map(function (part) {
      return String(part).padStart(2, '0');
    }).join(':');
  }

  function drawLog() {
    const items = state.entries.slice().reverse().map(function (entry) {
      return make('li', {}, [
        make('bdi', { dir: 'ltr', class: 'stamp', text: 'T+' + clock(entry.at) }),
        make('bdi', { dir: 'ltr', class: 'stamp day', text: timeOfDay(entry.wall) }),
        make('span', { dir: 'auto', class: 'said', text: told(entry) }),
      ]);
    });
    fill(panel.log, items);
    panel.empty.hidden = items.length > 0;
    panel.undo.disabled = !undoable();
  }

  function drawEvents() {
    const listed = new Map(timetable.map(function (slot) { return [slot.id, slot.at]; }));
    document.querySelectorAll('[data-event]').forEach(function (item) {
      const at = listed.get(item.getAttribute('data-event'));
      item.hidden = at === undefined;
      if (at !== undefined) item.querySelector('.at').textContent = 'T+' + at;
    });
  }

  function draw() {
    drawNext();
    drawOpen();
    drawConsequences();
    drawMeters();
    drawSpeaking();
    drawLog();
    shown = signature();
    tick();
  }

  /* ---- what the time changes ---- */

  function signature() {
    return open().map(function (slot) { return slot.id; }).join(' ');
  }

  function phaseNow(now) {
    let found = null;
    timetable.forEach(function (slot) {
      if (slot.minutes && slot.at * 60000 <= now) found = slot;
    });
    return found;
  }

  function tickPhase(now) {
    const total = variantOf(state.variant).minutes * 60000;
    const begun = state.since !== null || state.entries.length > 0;
    const slot = phaseNow(now);
    panel.phase.textContent = now >= total ? word('run.finished')
      : begun && slot ? titleOf(slot.id) : word('run.before');
    const left = now >= total ? total - now : slot ? (slot.at + slot.minutes) * 60000 - now : 0;
    const key = left < 0 ? 'run.over' : 'run.left';
    panel.left.textContent = begun && slot
      ? word(key, { clock: isolated(left < 0 ? clock(left) : countdown(left)) }) : '';
  }

  function tickNext(now) {
    const box = panel.next.querySelector('.countdown');
    const slot = nextInject();
    if (!box || !slot) return;
    const left = slot.at * 60000 - now;
    const isDue = left <= 0 && (state.since !== null || state.entries.length > 0);
    box.textContent = isDue ? word('run.due')
      : word('run.in', { clock: isolated(countdown(Math.max(0, left))) });
    panel.next.classList.toggle('due', isDue);
    if (isDue && !due.has(slot.id)) {
      due.add(slot.id);
      C.announce(word('run.due') + ': ' + titleOf(slot.id));
    }
  }

  function tick() {
    const now = elapsed();
    panel.time.textContent = clock(now);
    tickPhase(now);
    tickNext(now);
    const totals = speaking().totals;
    panel.speakers.querySelectorAll('[data-role]').forEach(function (element) {
      const spent = totals[element.getAttribute('data-role')] || 0;
      element.querySelector('.spent').textContent = clock(spent);
    });
    if (signature() !== shown) {
      shown = signature();
      drawOpen();
    }
  }

  /* ---- acts ---- */

  function startOrPause() {
    if (state.since === null) {
      add('start');
      state.since = Date.now();
    } else {
      const entry = { kind: 'pause', at: elapsed(), ran: ran(), wall: Date.now() };
      state.ran = entry.ran;
      state.since = null;
      state.entries.push(entry);
    }
    keep();
    draw();
    showClockButton();
  }

  function showClockButton() {
    const key = state.since !== null ? 'run.pause' : state.entries.length ? 'run.resume' : 'run.start';
    panel.start.textContent = word(key);
  }

  function jumpTo(ms) {
    const wanted = Math.max(0, ms);
    const delta = wanted - elapsed();
    const entry = { kind: 'jump', at: elapsed(), ran: ran(), wall: Date.now(), to: wanted, by: delta };
    state.offset += delta;
    state.entries.push(entry);
    keep();
    draw();
  }

  function deliver() {
    const slot = nextInject();
    if (slot) add('deliver', { event: slot.id });
  }

  function note() {
    const text = panel.note.value.trim();
    if (!text) {
      panel.note.focus();
      return;
    }
    panel.note.value = '';
    state.draft = '';
    add('note', { text: text });
    panel.note.focus();
  }

  function undoable() {
    return state.entries.filter(function (entry) {
      return entry.kind !== 'start' && entry.kind !== 'pause';
    }).pop();
  }

  function undo() {
    const entry = undoable();
    if (!entry) return;
    state.entries.splice(state.entries.lastIndexOf(entry), 1);
    if (entry.kind === 'jump') state.offset -= entry.by;
    if (entry.kind === 'deliver') due.delete(entry.event);
    keep();
    C.announce(word('run.undone', { text: told(entry) }));
    draw();
  }

  function restart(variant) {
    state = fresh(variant);
    due.clear();
    timetable = variantOf(variant).events;
    panel.note.value = '';
    panel.variant.value = variant;
    keep();
    drawEvents();
    draw();
    showClockButton();
  }

  /* ---- the record ---- */

  function oneLine(text) {
    return text.replace(/\s*\n\s*/g, ' / ');
  }

  function meterText() {
    const values = meters();
    return data.meters.map(function (meter) {
      return word('run.meter_text', { label: meter.label, value: values[meter.id] });
    });
  }

  function spoken() {
    const totals = speaking().totals;
    return speakers().filter(function (role) { return totals[role.id]; }).map(function (role) {
      return role.name + ': ' + clock(totals[role.id]);
    });
  }

  function logLines() {
    return state.entries.map(function (entry) {
      return 'T+' + clock(entry.at) + '  ' + timeOfDay(entry.wall) + '  ' + oneLine(told(entry));
    });
  }

  function head() {
    const first = state.entries[0];
    const variant = variantOf(state.variant);
    const day = first ? new Date(first.wall) : new Date();
    const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map(function (part) {
      return String(part).padStart(2, '0');
    });
    return [word('run.report.date', { date: parts.join('-') }),
      word('run.report.version', { title: variant.title, n: variant.minutes })];
  }

  function block(key, lines) {
    return ['', '## ' + word(key), ''].concat(lines.length ? lines : ['-']);
  }

  function saveText() {
    const lines = [data.code + ' ' + data.title].concat(head(), [''], logLines(),
      block('run.report.meters', meterText()), block('run.report.speaking', spoken()));
    C.saveText(data.id + '-log.txt', lines.join('\r\n') + '\r\n');
  }

  /* A spreadsheet takes a cell that begins like a formula for one: an apostrophe keeps it text. */
  function cell(text) {
    const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return '"' + safe.replace(/"/g, '""') + '"';
  }

  function saveCsv() {
    const rows = [['minute', 'time', 'kind', 'text'].map(function (key) {
      return word('run.csv.' + key);
    })];
    state.entries.forEach(function (entry) {
      rows.push([clock(entry.at), timeOfDay(entry.wall), entry.kind, told(entry)]);
    });
    const text = rows.map(function (row) { return row.map(cell).join(','); }).join('\r\n');
    C.saveText(data.id + '-log.csv', '\ufeff' + text + '\r\n');
  }

  function seenFor(objective) {
    return timetable.filter(function (slot) {
      return data.events[slot.id].objectives.indexOf(objective) >= 0;
    }).map(function (slot) {
      const entry = last('assess', 'event', slot.id);
      const result = entry ? word('run.' + entry.result) : word('run.report.not_assessed');
      return '- ' + titleOf(slot.id) + ': ' + result;
    });
  }

  function saveReport() {
    let lines = ['# ' + word('run.report.title', { title: data.title }),
      word('run.report.draft')].concat(head());
    lines = lines.concat(['', '## ' + word('run.report.objectives')]);
    data.objectives.forEach(function (goal) {
      lines = lines.concat(['', goal.id + ' ' + goal.text], seenFor(goal.id));
    });
    lines = lines.concat(block('run.report.decisions', decided().map(function (pair) {
      return '- ' + pair.decision.title + ' ' + pair.way.text + changes(pair.way);
    })));
    lines = lines.concat(block('run.report.meters', meterText()),
      block('run.report.speaking', spoken()));
    lines = lines.concat(block('run.report.notes', state.entries.filter(function (entry) {
      return entry.kind === 'note';
    }).map(function (entry) { return '- T+' + clock(entry.at) + ' ' + oneLine(entry.text); })));
    data.review.forEach(function (question) { lines = lines.concat(['', '## ' + question, '', '...']); });
    lines = lines.concat(['', '## ' + word('run.report.findings'), '']);
    for (let n = 1; n <= data.rows; n += 1) lines.push(n + '.  ... | ... | ... | ...');
    lines = lines.concat(block('run.report.log', logLines()));
    C.saveText(data.id + '-after-action.txt', lines.join('\r\n') + '\r\n');
  }

  /* ---- keys ---- */

  function act(code) {
    const index = code.indexOf('Digit') === 0 ? Number(code.slice(5)) - 1
      : code.indexOf('Key') === 0 && SHORTCUTS.indexOf(code.slice(3)) >= 0
        ? 9 + SHORTCUTS.indexOf(code.slice(3)) : -2;
    if (code === 'Space') startOrPause();
    else if (code === 'KeyD') deliver();
    else if (code === 'KeyN') panel.note.focus();
    else if (code === 'KeyU') undo();
    else if (code === 'Digit0') speak('');
    else if (index >= 0 && speakers()[index]) speak(speakers()[index].id);
    else return false;
    return true;
  }

  function onKey(event) {
    const target = event.target;
    const writes = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    const presses = /^(BUTTON|SUMMARY|A)$/.test(target.tagName) && event.code === 'Space';
    if (!state.keys || writes || presses || event.ctrlKey || event.altKey || event.metaKey) return;
    if (act(event.code)) event.preventDefault();
  }

  /* ---- the start ---- */

  function wire(root) {
    const acts = {
      start: startOrPause, undo: undo, note: note, print: function () { window.print(); },
      back: function () { jumpTo(elapsed() - 60000); },
      on: function () { jumpTo(elapsed() + 60000); },
      text: saveText, csv: saveCsv, report: saveReport,
      full: function () {
        if (document.fullscreenElement) document.exitFullscreen();
        else document.documentElement.requestFullscreen();
      },
      forget: function () {
        if (window.confirm(word('run.delete_ask'))) restart(state.variant);
      },
    };
    root.querySelectorAll('[data-act]').forEach(function (element) {
      element.addEventListener('click', acts[element.getAttribute('data-act')]);
    });
    root.querySelector('[data-jump]').addEventListener('submit', function (event) {
      event.preventDefault();
      const minute = Number(event.target.elements[0].value);
      if (event.target.elements[0].value !== '' && minute >= 0) jumpTo(minute * 60000);
    });
    panel.variant.addEventListener('change', function () {
      const wanted = panel.variant.value;
      if (state.entries.length && !window.confirm(word('run.variant_change'))) {
        panel.variant.value = state.variant;
      } else {
        restart(wanted);
      }
    });
    panel.note.addEventListener('input', function () {
      state.draft = panel.note.value;
      keep();
    });
    panel.note.addEventListener('keydown', function (event) {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) note();
    });
    panel.keys.addEventListener('change', function () {
      state.keys = panel.keys.checked;
      keep();
      drawSpeaking();
      tick();
    });
    document.addEventListener('keydown', onKey);
    document.addEventListener('visibilitychange', tick);
  }

  function begin(root) {
    data = JSON.parse(document.getElementById('run-data').textContent);
    root.querySelectorAll('[data-panel]').forEach(function (element) {
      panel[element.getAttribute('data-panel')] = element;
    });
    state = remembered() || fresh(data.variants[0].id);
    timetable = variantOf(state.variant).events;
    panel.variant.value = state.variant;
    panel.note.value = state.draft;
    panel.keys.checked = state.keys;
    panel.undo = root.querySelector('[data-act="undo"]');
    panel.start = root.querySelector('[data-act="start"]');
    wire(root);
    root.hidden = false;
    drawEvents();
    draw();
    showClockButton();
    keep();
    setInterval(tick, 250);
  }

  C.register('.run', begin);
})();
