/* Questions: marks answers on the page, gives feedback, remembers, and tells who listens.
   Options are known here; every other type of answer is a file of its own that adds itself. */
(() => {
  'use strict';

  const LONGEST_STATE = 24; // characters that the store keeps for one question
  const SIXTIETHS = 60; // credit is kept in sixtieths: exact for 2, 3, 4, 5 and 6 parts
  const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

  /* ---- Text and numbers as people type them ---- */

  function western(text) {
    return text
      .replace(/[\u0660-\u0669]/g, c => String(c.charCodeAt(0) - 0x660))
      .replace(/[\u06f0-\u06f9]/g, c => String(c.charCodeAt(0) - 0x6f0));
  }

  /* Without control and direction marks; NFKC makes full-width forms plain. */
  function clean(text) {
    return western(text.normalize('NFKC').replace(UNSEEN, ''));
  }

  /* ---- Controls ---- */

  function all(q, selector) {
    return Array.from(q.root.querySelectorAll(selector));
  }

  function option(q, letter) {
    return all(q, '.option').find(o => o.firstElementChild.value === letter);
  }

  function textOf(element) {
    return element.textContent.replace(/\s+/g, ' ').trim();
  }

  function fields(q) {
    return all(q, 'select, input:not([name$="-sure"]), textarea');
  }

  function share(flags) {
    return flags.filter(Boolean).length / flags.length;
  }

  function chosen(select, letter) {
    const found = Array.from(select.options).find(o => o.value === letter);
    return found ? textOf(found) : '';
  }

  /* An option without the word that marks it. */
  function optionText(option) {
    return all({ root: option }, 'b, span:not(.mark)').map(textOf).join(' ');
  }

  /* ---- The types. An answer is a list of short texts; `read` gives null when it is not whole.
     Each: read, show (put an answer into the controls), mark ({credit, parts: [[element, right]],
     say: [names of feedback]}), response and pattern (SCORM 1.2), key (lines of text),
     and where needed: pack and unpack (an answer that is not simply letters), start, needed (the
     word for an answer that cannot be read), forgets (not all of an answer is kept). ---- */

  const ticks = {
    read: q => {
      const chosen = all(q, '.option input:checked').map(i => i.value);
      return chosen.length ? chosen : null;
    },
    show: (q, answer) => {
      all(q, '.option input').forEach(i => { i.checked = answer.includes(i.value); });
    },
    mark: (q, answer) => {
      const key = q.data.key || [];
      const right = answer.filter(l => key.includes(l)).length;
      const exact = right === key.length && right === answer.length;
      const part = Math.max(0, (2 * right - answer.length) / (key.length || 1));
      return {
        credit: exact ? 1 : part,
        parts: answer.map(l => [option(q, l), key.includes(l)]),
        say: answer,
      };
    },
    response: (q, answer) => answer.join(','),
    pattern: q => (q.data.key || []).join(','),
    key: q => {
      return q.data.key.map(l => optionText(option(q, l)));
    },
  };

  const likert = Object.assign({}, ticks, {
    mark: () => { return { credit: 0, parts: [], say: [] }; },
  });

  const types = { 'choice': ticks, 'true-false': ticks, 'performance': ticks, 'likert': likert };

  /* ---- Memory: try, shown, best credit, how sure, answer; at most 4 + 20 characters ---- */

  function save(q) {
    const type = q.type;
    const credit = Math.round(q.best * SIXTIETHS);
    const packed = DIGITS[Math.min(q.attempt, 35)] + (q.shown ? 's' : q.open ? 'o' : 'c') +
      DIGITS[credit] + (q.sure ? q.sure.pack(q) : '') +
      (type.pack ? type.pack(q, q.answer) : q.answer.join(''));
    if (packed.length <= LONGEST_STATE) Coursebook.store.set(q.data.id, packed);
  }

  /* Best credit (0 to 1) in a packed state; null when the question was never answered. */
  function credit(packed) {
    if (!/^[0-9a-z][soc][0-9a-zA-Y]/.test(packed || '')) return null;
    return DIGITS.indexOf(packed[2]) / SIXTIETHS;
  }

  function restore(q) {
    const packed = Coursebook.store.get(q.data.id);
    const best = credit(packed);
    if (best === null) return;
    q.attempt = DIGITS.indexOf(packed[0]);
    q.best = best;
    q.shown = packed[1] === 's';
    if (q.sure) q.sure.unpack(q, packed[3]);
    const rest = packed.slice(q.sure ? 4 : 3);
    // Nothing has happened yet: do not read old feedback aloud on arrival.
    q.feedback.setAttribute('aria-live', 'off');
    setTimeout(() => { q.feedback.removeAttribute('aria-live'); }, 1000);
    try {
      q.answer = q.type.unpack ? q.type.unpack(q, rest) : rest.split('');
      q.type.show(q, q.answer);
      // A typed text that was wrong is not kept: its gap comes back empty.
      if (!q.type.forgets && String(q.type.read(q)) !== String(q.answer)) throw new Error('changed');
      if (packed[1] !== 'o') close(q);
    } catch (error) { // the question has changed since: ask it anew
      q.attempt = q.best = 0;
      q.shown = false;
      reopen(q);
    }
  }

  /* ---- Feedback ---- */

  function word(key, params) {
    return Coursebook.word('question.say.' + key, params);
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function say(q, text, kind) {
    q.feedback.textContent = '';
    q.feedback.className = 'question-feedback ' + kind;
    q.feedback.appendChild(element('p', 'verdict', text));
  }

  function addTemplate(q, name, lead) {
    const template = q.root.querySelector('template[data-for="' + name + '"]');
    if (!template) return;
    const box = element('div', 'said');
    box.appendChild(document.importNode(template.content, true));
    if (lead) (box.querySelector('p') || box).insertAdjacentElement('afterbegin', element('strong', '', lead + ' '));
    q.feedback.appendChild(box);
  }

  function addKey(q) {
    q.feedback.appendChild(element('p', 'right-answer', word('right-answer')));
    const list = element('ul', 'plain');
    q.type.key(q).forEach(line => { list.appendChild(element('li', '', line)); });
    q.feedback.appendChild(list);
  }

  function verdict(q, result) {
    const done = over(q, result);
    if (q.data.key === null) return ['noted', 'is-noted'];
    if (result.credit === 1) return ['correct', 'is-right'];
    if (result.credit > 0) return [q.type === ticks ? 'partly-chosen' : 'partly', 'is-partly'];
    return [done ? 'wrong-final' : 'wrong', 'is-wrong'];
  }

  function left(q) {
    return q.data.attempts ? Math.max(0, q.data.attempts - q.attempt) : Infinity;
  }

  function over(q, result) {
    return q.shown || result.credit === 1 || left(q) === 0;
  }

  function lead(q, name) {
    if (/^g\d/.test(name)) return '(' + (Number(name.slice(1)) + 1) + ')'; // a gap
    return textOf(option(q, name).querySelector('b')) + '.';
  }

  function drawFeedback(q, result) {
    const found = verdict(q, result);
    const right = result.parts.filter(p => p[1]).length;
    say(q, word(found[0], { n: right, total: result.parts.length }), found[1]);
    result.say.forEach(name => {
      addTemplate(q, name, result.say.length > 1 ? lead(q, name) : '');
    });
    const failed = q.data.key !== null && result.credit < 1;
    if (q.sure) q.sure.draw(q, failed);
    if (failed && over(q, result)) addKey(q);
    addTemplate(q, 'all', '');
    if (failed && !over(q, result) && q.data.attempts) {
      q.feedback.appendChild(element('p', '', word('attempts-left', { n: left(q) })));
    }
  }

  function drawMarks(q, parts) {
    all(q, '.mark').forEach(m => { m.remove(); });
    all(q, '.is-part').forEach(p => { p.classList.remove('is-part', 'is-right', 'is-wrong'); });
    parts.forEach(part => {
      const name = part[1] ? 'right' : 'wrong';
      part[0].classList.add('is-part', 'is-' + name);
      const mark = element('span', 'mark is-' + name, word('mark-' + name));
      part[0].matches('.gap') ? part[0].after(mark) : part[0].appendChild(mark);
    });
  }

  /* ---- Checking and trying again ---- */

  function lock(q, locked) {
    all(q, 'select, input, textarea').forEach(f => {
      if (f.tagName === 'INPUT' && f.type === 'text') f.readOnly = locked;
      else f.disabled = locked;
    });
    all(q, '.moves').forEach(box => { box.hidden = locked; });
  }

  function button(q, name, shown) {
    const found = q.root.querySelector('button.' + name);
    if (found && shown !== undefined) found.hidden = !shown;
    return found;
  }

  /* Show the state after an answer. */
  function close(q) {
    const result = q.type.mark(q, q.answer);
    const done = over(q, result);
    q.open = false;
    lock(q, true);
    drawMarks(q, result.parts);
    drawFeedback(q, result);
    button(q, 'check', false);
    button(q, 'note', false);
    button(q, 'again', q.data.key === null || !done);
    button(q, 'show', !done && !q.data.attempts);
  }

  function incomplete(q) {
    const field = fields(q).find(f => !clean(f.value).trim()) || fields(q)[0];
    const needed = q.type.needed && field.value.trim();
    say(q, needed ? Coursebook.word(q.type.needed) : word('incomplete'), 'is-prompt');
    field.focus();
  }

  function check(q) {
    const answer = q.type.read(q);
    if (!q.open) return;
    if (!answer) { incomplete(q); return; }
    if (q.sure && !q.sure.taken(q)) return;
    const result = q.type.mark(q, answer);
    q.answer = answer;
    q.attempt += 1;
    q.best = Math.max(q.best, result.credit);
    if (q.sure) q.sure.note(q, result.credit < 1);
    close(q);
    save(q);
    focusAfter(q);
    Coursebook.emit('answered', {
      id: q.data.id,
      type: q.data.type,
      sure: q.sure ? q.sure.read(q) : '',
      response: q.type.response(q, answer),
      pattern: q.type.pattern(q),
      correct: result.credit === 1,
      credit: result.credit,
      weight: q.data.weight,
      latency: Math.round((Date.now() - q.since) / 10) / 100,
      attempt: q.attempt,
      objective: q.data.objective,
      scored: q.data.scored && q.data.key !== null,
    });
    q.since = Date.now();
  }

  function focusAfter(q) {
    const again = button(q, 'again');
    (again && !again.hidden ? again : q.feedback).focus({ preventScroll: true });
  }

  function reopen(q) {
    q.open = true;
    lock(q, false);
    drawMarks(q, []);
    q.feedback.textContent = '';
    q.feedback.className = 'question-feedback';
    button(q, 'check', true);
    button(q, 'note', true);
    button(q, 'again', false);
    button(q, 'show', false);
  }

  function again(q) {
    reopen(q);
    save(q);
    Coursebook.announce(word('answer-again'));
    const first = q.root.querySelector('input:checked') || fields(q)[0] || q.root.querySelector('.move');
    if (first) first.focus();
  }

  function show(q) {
    q.shown = true;
    close(q);
    save(q);
    focusAfter(q);
  }

  /* ---- Start ---- */

  const USUAL = { scored: true, weight: 1, attempts: 0 };

  function addButton(q, row, name, fn) {
    const made = element('button', name, word(name));
    made.type = 'button';
    made.addEventListener('click', () => { fn(q); });
    row.appendChild(made);
  }

  /* The controls of a question are a group that its number and its stem name. */
  function nameGroup(root) {
    const names = ['number', 'stem'].map(part => {
      const found = root.querySelector('.question-' + part);
      return found.id = root.id + '-' + part;
    });
    root.setAttribute('role', 'group');
    root.setAttribute('aria-labelledby', names.join(' '));
  }

  /* Buttons and a place for feedback: nothing is pressed where no script answers. */
  function addFrame(q) {
    const row = element('div', 'question-actions');
    const scale = q.data.key === null;
    addButton(q, row, scale ? 'note' : 'check', check);
    addButton(q, row, 'again', again);
    if (!scale) addButton(q, row, 'show', show);
    q.feedback.setAttribute('role', 'status');
    q.feedback.tabIndex = -1;
    const key = q.root.querySelector('.question-key'); // facilitators read it below
    q.root.insertBefore(row, key);
    q.root.insertBefore(q.feedback, key);
  }

  /* Time counts from when the question is first seen, not from when the page opened. */
  function watch(q) {
    if (!window.IntersectionObserver) return;
    const observer = new IntersectionObserver(entries => {
      if (!entries.some(e => e.isIntersecting)) return;
      if (!q.attempt) q.since = Date.now();
      observer.disconnect();
    });
    observer.observe(q.root.querySelector('.question-actions'));
  }

  function enhance(root) {
    const kind = root.dataset.type;
    const data = Object.assign({ id: root.id, type: kind }, USUAL, JSON.parse(root.dataset.question));
    const sure = root.querySelector('.question-sure') ? tools.sure : null;
    const q = {
      root: root, data: data, type: types[kind], sure: sure, feedback: element('div', 'question-feedback'),
      answer: [], attempt: 0, best: 0, open: true, shown: false, since: Date.now(),
    };
    nameGroup(root);
    if (q.type.only) { q.type.only(q); return; }
    addFrame(q);
    reopen(q);
    if (q.type.start) q.type.start(q);
    root.addEventListener('keydown', event => {
      const typed = event.target.matches('input[type=text]');
      if (typed && event.key === 'Enter' && !event.isComposing) { event.preventDefault(); check(q); }
    });
    watch(q);
    restore(q);
    if (sure) sure.count(q);
  }

  const tools = Coursebook.questions = {
    types: types, credit: credit, all: all, fields: fields, element: element, textOf: textOf,
    chosen: chosen, share: share, western: western, clean: clean, say: say,
  };
  Coursebook.register('.question[data-type]', enhance);
})();
