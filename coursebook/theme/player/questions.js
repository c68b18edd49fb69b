/* Questions: marks answers on the page, gives feedback, remembers, and tells who listens. */
(function () {
  'use strict';

  const LONGEST_STATE = 24; // characters that the store keeps for one question
  const LONGEST_TEXT = 200; // characters of a typed gap that leave the page
  const SIXTIETHS = 60; // credit is kept in sixtieths: exact for 2, 3, 4, 5 and 6 parts
  const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

  /* ---- Text and numbers as people type them ---- */

  function western(text) {
    return text
      .replace(/[\u0660-\u0669]/g, function (c) { return String(c.charCodeAt(0) - 0x660); })
      .replace(/[\u06f0-\u06f9]/g, function (c) { return String(c.charCodeAt(0) - 0x6f0); });
  }

  /* Without control and direction marks; NFKC makes full-width forms plain. */
  function clean(text) {
    return western(text.normalize('NFKC').replace(UNSEEN, ''));
  }

  /* For comparing: no case, no vowel signs, one form of alif and ya, no outer punctuation. */
  function folded(text) {
    return clean(text)
      .toLowerCase()
      .replace(/[\u064b-\u065f\u0670\u0640]/g, '')
      .replace(/[\u0622\u0623\u0625]/g, '\u0627')
      .replace(/\u0649/g, '\u064a')
      .replace(/[\u2018\u2019]/g, "'")
      .replace(/\s+/g, ' ')
      .replace(/^[\s.,;:!?"'()\u060c\u061b\u061f\u00ab\u00bb]+|[\s.,;:!?"'()\u060c\u061b\u061f\u00ab\u00bb]+$/g, '');
  }

  /* The numbers that a text can mean, the likelier first: "1,234" is 1234 or 1.234. */
  function numbers(text, unit) {
    let plain = clean(text.slice(0, 100)).replace(/[\s'\u2019\u066c_]/g, '');
    plain = plain.replace(/\u066b/g, '.').replace(/\u060c/g, ',').replace(/[\u2212\u2013]/g, '-');
    plain = plain.replace(/[%\u066a]$/, '');
    const ending = clean(unit || '').replace(/\s/g, '');
    if (ending && plain.toLowerCase().endsWith(ending.toLowerCase())) {
      plain = plain.slice(0, -ending.length);
    }
    if (!/^[+-]?(\d[\d.,]*|[.,]\d+)$/.test(plain) || plain.replace(/\D/g, '').length > 15) return [];
    return readings(plain).map(Number).filter(Number.isFinite);
  }

  function readings(plain) {
    const points = plain.split('.').length - 1;
    const commas = plain.split(',').length - 1;
    const mark = plain.lastIndexOf(',') > plain.lastIndexOf('.') ? ',' : '.';
    const bare = plain.replace(/[.,]/g, '');
    if (points + commas === 0) return [bare];
    const last = plain.lastIndexOf(mark);
    const decimal = plain.slice(0, last).replace(/[.,]/g, '') + '.' + plain.slice(last + 1);
    const grouped = /^[+-]?[1-9]\d{0,2}([.,]\d{2,3})*[.,]\d{3}$/.test(plain);
    if (points && commas) return (mark === ',' ? commas : points) === 1 ? [decimal] : [];
    if (points + commas > 1) return grouped ? [bare] : [];
    if (!grouped) return [decimal];
    return mark === ',' ? [bare, decimal] : [decimal, bare];
  }

  /* A decimal number as SCORM wants it: no exponent, at most six places. */
  function decimal(value) {
    return Number(value.toPrecision(12)).toFixed(6).replace(/\.?0+$/, '');
  }

  function near(value, target, percent) {
    return Math.abs(value - target) <= Math.abs(target) * percent / 100 + 1e-9;
  }

  function sent(text) {
    return Array.from(clean(text).trim()).slice(0, LONGEST_TEXT).join('');
  }

  /* ---- Controls ---- */

  function all(q, selector) {
    return Array.from(q.root.querySelectorAll(selector));
  }

  function option(q, letter) {
    return all(q, '.option').find(function (o) { return o.firstElementChild.value === letter; });
  }

  function textOf(element) {
    return element.textContent.replace(/\s+/g, ' ').trim();
  }

  function fields(q) {
    return all(q, 'select, input, textarea');
  }

  function share(flags) {
    return flags.filter(Boolean).length / flags.length;
  }

  /* ---- The types. An answer is a list of short texts; `read` gives null when it is not whole.
     Each: read, show (put an answer into the controls), mark ({credit, parts: [[element, right]],
     say: [names of feedback]}), response and pattern (SCORM 1.2), key (lines of text),
     and pack and unpack where the answer is not simply letters. ---- */

  const ticks = {
    read: function (q) {
      const chosen = all(q, '.option input:checked').map(function (i) { return i.value; });
      return chosen.length ? chosen : null;
    },
    show: function (q, answer) {
      all(q, '.option input').forEach(function (i) { i.checked = answer.includes(i.value); });
    },
    mark: function (q, answer) {
      const key = q.data.key || [];
      const right = answer.filter(function (l) { return key.includes(l); }).length;
      const exact = right === key.length && right === answer.length;
      const part = Math.max(0, (2 * right - answer.length) / (key.length || 1));
      return {
        credit: exact ? 1 : part,
        parts: answer.map(function (l) { return [option(q, l), key.includes(l)]; }),
        say: answer,
      };
    },
    response: function (q, answer) { return answer.join(','); },
    pattern: function (q) { return (q.data.key || []).join(','); },
    key: function (q) {
      return q.data.key.map(function (l) { return textOf(option(q, l).querySelector('label')); });
    },
  };

  const likert = Object.assign({}, ticks, {
    mark: function () { return { credit: 0, parts: [], say: [] }; },
  });

  const numeric = {
    read: function (q) {
      const found = numbers(fields(q)[0].value, q.data.unit);
      if (!found.length) return null;
      const wanted = [q.data.key].concat(q.data.wrong);
      const meant = found.find(function (n) {
        return wanted.some(function (target) { return near(n, target, q.data.tolerance); });
      });
      return [decimal(meant === undefined ? found[0] : meant)];
    },
    show: function (q, answer) { fields(q)[0].value = answer[0]; },
    mark: function (q, answer) {
      const value = Number(answer[0]);
      const right = near(value, q.data.key, q.data.tolerance);
      const known = q.data.wrong.map(function (w, i) { return [Math.abs(value - w), i, w]; })
        .filter(function (row) { return near(value, row[2], q.data.tolerance); })
        .sort(function (a, b) { return a[0] - b[0]; });
      return {
        credit: right ? 1 : 0,
        parts: [[q.root.querySelector('.number-field'), right]],
        say: right || !known.length ? [] : ['w' + known[0][1]],
      };
    },
    response: function (q, answer) { return answer[0]; },
    pattern: function (q) { return decimal(q.data.key); },
    key: function (q) { return [(decimal(q.data.key) + ' ' + (q.data.unit || '')).trim()]; },
    pack: function (q, answer) { return answer[0]; },
    unpack: function (q, packed) { return [packed]; },
  };

  const sequencing = {
    read: function (q) { return items(q).map(function (li) { return li.dataset.letter; }); },
    show: function (q, answer) {
      const list = q.root.querySelector('.question-items');
      answer.forEach(function (l) { list.appendChild(item(q, l)); });
      drawMoves(q);
    },
    mark: function (q, answer) {
      const flags = answer.map(function (l, i) { return l === q.data.key[i]; });
      return { credit: share(flags), parts: items(q).map(function (li, i) { return [li, flags[i]]; }), say: [] };
    },
    response: function (q, answer) { return answer.join(','); },
    pattern: function (q) { return q.data.key.join(','); },
    key: function (q) {
      return q.data.key.map(function (l, i) { return (i + 1) + '. ' + itemText(item(q, l)); });
    },
  };

  function pairs(letters) {
    return letters.map(function (l, i) { return (i + 1) + '.' + l; }).join(',');
  }

  function chosen(select, letter) {
    const found = Array.from(select.options).find(function (o) { return o.value === letter; });
    return found ? textOf(found) : '';
  }

  const matching = {
    read: function (q) {
      const values = fields(q).map(function (s) { return s.value; });
      return values.every(Boolean) ? values : null;
    },
    show: function (q, answer) { fields(q).forEach(function (s, i) { s.value = answer[i] || ''; }); },
    mark: function (q, answer) {
      const flags = answer.map(function (l, i) { return l === q.data.key[i]; });
      return { credit: share(flags), parts: all(q, '.pair').map(function (p, i) { return [p, flags[i]]; }), say: [] };
    },
    response: function (q, answer) { return pairs(answer); },
    pattern: function (q) { return pairs(q.data.key); },
    key: function (q) {
      return all(q, '.pair').map(function (pair, i) {
        const left = textOf(pair.querySelector('.option-text'));
        return (i + 1) + '. ' + left + ' \u2013 ' + chosen(pair.querySelector('select'), q.data.key[i]);
      });
    },
  };

  /* Which accepted answer a gap holds, -1 for none. */
  function accepted(q, index, value) {
    const choose = fields(q)[index].tagName === 'SELECT';
    return q.data.key[index].findIndex(function (k) { return choose ? k === value : folded(k) === folded(value); });
  }

  const fillIn = {
    read: function (q) {
      const values = fields(q).map(function (f) { return f.value; });
      return values.every(function (v) { return clean(v).trim(); }) ? values : null;
    },
    show: function (q, answer) { fields(q).forEach(function (f, i) { f.value = answer[i] || ''; }); },
    mark: function (q, answer) {
      const flags = answer.map(function (v, i) { return accepted(q, i, v) >= 0; });
      return {
        credit: share(flags),
        parts: fields(q).map(function (f, i) { return [f, flags[i]]; }),
        say: answer.map(function (v, i) { return 'g' + i; }),
      };
    },
    response: function (q, answer) {
      return sent(fields(q).map(function (f, i) {
        return f.tagName === 'SELECT' ? chosen(f, answer[i]) : sent(answer[i]);
      }).join(','));
    },
    pattern: function (q) { return sent(fillIn.key(q).join(',')); },
    key: function (q) {
      return fields(q).map(function (f, i) {
        return f.tagName === 'SELECT' ? chosen(f, q.data.key[i][0]) : q.data.key[i][0];
      });
    },
    // A typed text is not kept, only which accepted answer it was ("-": another one).
    pack: function (q, answer) {
      return fields(q).map(function (f, i) {
        const found = accepted(q, i, answer[i]);
        if (f.tagName === 'SELECT') return answer[i];
        return found < 0 ? '-' : DIGITS[Math.min(found, 35)];
      }).join('');
    },
    unpack: function (q, packed) {
      return fields(q).map(function (f, i) {
        if (f.tagName === 'SELECT') return packed[i];
        return q.data.key[i][DIGITS.indexOf(packed[i])] || '';
      });
    },
  };

  const TYPES = {
    'choice': ticks,
    'true-false': ticks,
    'likert': likert,
    'numeric': numeric,
    'sequencing': sequencing,
    'matching': matching,
    'fill-in': fillIn,
  };

  /* ---- Memory: try, shown, best credit, answer; at most 3 + 20 characters ---- */

  function save(q) {
    const type = q.type;
    const credit = Math.round(q.best * SIXTIETHS);
    const packed = DIGITS[Math.min(q.attempt, 35)] + (q.shown ? 's' : q.open ? 'o' : 'c') +
      DIGITS[credit] + (type.pack ? type.pack(q, q.answer) : q.answer.join(''));
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
    const rest = packed.slice(3);
    // Nothing has happened yet: do not read old feedback aloud on arrival.
    q.feedback.setAttribute('aria-live', 'off');
    setTimeout(function () { q.feedback.removeAttribute('aria-live'); }, 1000);
    try {
      q.answer = q.type.unpack ? q.type.unpack(q, rest) : rest.split('');
      q.type.show(q, q.answer);
      // A typed text that was wrong is not kept: its gap comes back empty.
      if (q.type !== fillIn && String(q.type.read(q)) !== String(q.answer)) throw new Error('changed');
      if (packed[1] !== 'o') close(q);
    } catch (error) { // the question has changed since: ask it anew
      q.attempt = q.best = 0;
      q.shown = false;
      reopen(q);
    }
  }

  /* ---- Feedback ---- */

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
    q.feedback.appendChild(element('p', 'right-answer', Coursebook.word('question.right-answer')));
    const list = element('ul', 'plain');
    q.type.key(q).forEach(function (line) { list.appendChild(element('li', '', line)); });
    q.feedback.appendChild(list);
  }

  function verdict(q, result) {
    const done = over(q, result);
    if (q.data.key === null) return ['question.noted', 'is-noted'];
    if (result.credit === 1) return ['question.correct', 'is-right'];
    if (result.credit > 0) {
      return [q.data.type === 'choice' ? 'question.partly-chosen' : 'question.partly', 'is-partly'];
    }
    return [done ? 'question.wrong-final' : 'question.wrong', 'is-wrong'];
  }

  function left(q) {
    return q.data.attempts ? Math.max(0, q.data.attempts - q.attempt) : Infinity;
  }

  function over(q, result) {
    return q.shown || result.credit === 1 || left(q) === 0;
  }

  function lead(q, name) {
    if (q.data.type === 'choice') return textOf(option(q, name).querySelector('.letter')) + '.';
    if (q.data.type === 'fill-in' && q.data.key.length > 1) return '(' + (Number(name.slice(1)) + 1) + ')';
    return '';
  }

  function drawFeedback(q, result) {
    const found = verdict(q, result);
    const right = result.parts.filter(function (p) { return p[1]; }).length;
    say(q, Coursebook.word(found[0], { n: right, total: result.parts.length }), found[1]);
    result.say.forEach(function (name) {
      addTemplate(q, name, result.say.length > 1 ? lead(q, name) : '');
    });
    const failed = q.data.key !== null && result.credit < 1;
    if (failed && over(q, result)) addKey(q);
    addTemplate(q, 'all', '');
    if (failed && !over(q, result) && q.data.attempts) {
      q.feedback.appendChild(element('p', '', Coursebook.word('question.attempts-left', { n: left(q) })));
    }
  }

  function drawMarks(q, parts) {
    all(q, '.mark').forEach(function (m) { m.remove(); });
    all(q, '.is-part').forEach(function (p) { p.classList.remove('is-part', 'is-right', 'is-wrong'); });
    parts.forEach(function (part) {
      const name = part[1] ? 'right' : 'wrong';
      part[0].classList.add('is-part', 'is-' + name);
      const mark = element('span', 'mark is-' + name, Coursebook.word('question.mark-' + name));
      part[0].matches('.gap') ? part[0].after(mark) : part[0].appendChild(mark);
    });
  }

  /* ---- Checking and trying again ---- */

  function lock(q, locked) {
    fields(q).forEach(function (f) {
      if (f.tagName === 'INPUT' && f.type === 'text') f.readOnly = locked;
      else f.disabled = locked;
    });
    all(q, '.moves').forEach(function (box) { box.hidden = locked; });
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
    const field = fields(q).find(function (f) { return !clean(f.value).trim() || q.data.type === 'numeric'; });
    const typed = q.data.type === 'numeric' && fields(q)[0].value.trim();
    say(q, Coursebook.word(typed ? 'question.number-needed' : 'question.incomplete'), 'is-prompt');
    (field || fields(q)[0]).focus();
  }

  function check(q) {
    const answer = q.type.read(q);
    if (!q.open) return;
    if (!answer) { incomplete(q); return; }
    const result = q.type.mark(q, answer);
    q.answer = answer;
    q.attempt += 1;
    q.best = Math.max(q.best, result.credit);
    close(q);
    save(q);
    focusAfter(q);
    Coursebook.emit('answered', {
      id: q.data.id,
      type: q.data.type,
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
    Coursebook.announce(Coursebook.word('question.answer-again'));
    const first = q.root.querySelector('input:checked') || fields(q)[0] || q.root.querySelector('.move');
    if (first) first.focus();
  }

  function show(q) {
    q.shown = true;
    close(q);
    save(q);
    focusAfter(q);
  }

  /* ---- Putting in order: two buttons an item, so that any keyboard and any finger will do ---- */

  function items(q) {
    return all(q, '.question-items > li');
  }

  function item(q, letter) {
    return items(q).find(function (li) { return li.dataset.letter === letter; });
  }

  function itemText(li) {
    return textOf(li.querySelector('.item-text'));
  }

  function move(q, li, step) {
    const list = items(q);
    const to = list.indexOf(li) + step;
    if (to < 0 || to >= list.length) return;
    const focused = document.activeElement;
    if (step < 0) list[to].before(li);
    else list[to].after(li);
    drawMoves(q);
    focused.focus(); // moving an element in the page takes its focus away
    Coursebook.announce(Coursebook.word('question.moved', {
      n: to + 1, total: list.length, text: itemText(li),
    }));
  }

  function drawMoves(q) {
    const list = items(q);
    list.forEach(function (li, i) {
      const moves = li.querySelectorAll('.move');
      // Not `disabled`: the button that was just pressed must keep the focus at the end of the list.
      if (moves.length) moves[0].setAttribute('aria-disabled', String(i === 0));
      if (moves.length) moves[1].setAttribute('aria-disabled', String(i === list.length - 1));
    });
  }

  function addMoves(q) {
    items(q).forEach(function (li) {
      const box = element('span', 'moves');
      [['up', -1, '\u2191'], ['down', 1, '\u2193']].forEach(function (row) {
        const made = element('button', 'move');
        made.appendChild(element('span', '', row[2])).setAttribute('aria-hidden', 'true');
        made.type = 'button';
        made.setAttribute('aria-label', Coursebook.word('question.move-' + row[0]) + ': ' + itemText(li));
        made.addEventListener('click', function () { move(q, li, row[1]); });
        box.appendChild(made);
      });
      li.appendChild(box);
    });
    drawMoves(q);
  }

  /* ---- Long answers stay here; the only way out is a file that the person saves ---- */

  function exportText(q) {
    const stem = textOf(q.root.querySelector('.question-stem'));
    const text = stem + '\n\n' + q.root.querySelector('textarea').value + '\n';
    Coursebook.saveText(q.data.id + '.txt', text);
  }

  /* ---- Start ---- */

  function press(q, name, fn) {
    const found = button(q, name);
    if (found) found.addEventListener('click', function () { fn(q); });
  }

  /* Time counts from when the question is first seen, not from when the page opened. */
  function watch(q) {
    if (!window.IntersectionObserver) return;
    const observer = new IntersectionObserver(function (entries) {
      if (!entries.some(function (e) { return e.isIntersecting; })) return;
      if (!q.attempt) q.since = Date.now();
      observer.disconnect();
    });
    observer.observe(q.root.querySelector('.question-actions'));
  }

  function enhance(root) {
    const data = JSON.parse(root.querySelector('.question-data').textContent);
    const q = {
      root: root, data: data, type: TYPES[data.type], feedback: root.querySelector('.question-feedback'),
      answer: [], attempt: 0, best: 0, open: true, shown: false, since: Date.now(),
    };
    root.querySelector('.question-actions').hidden = false;
    press(q, 'export', exportText);
    if (!q.type) return;
    if (data.type === 'sequencing') addMoves(q);
    press(q, 'check', check);
    press(q, 'note', check);
    press(q, 'again', again);
    press(q, 'show', show);
    root.addEventListener('keydown', function (event) {
      const typed = event.target.matches('input[type=text]');
      if (typed && event.key === 'Enter' && !event.isComposing) { event.preventDefault(); check(q); }
    });
    watch(q);
    restore(q);
  }

  Coursebook.questions = { credit: credit, numbers: numbers, folded: folded };
  Coursebook.register('.question[data-type]', enhance);
})();
