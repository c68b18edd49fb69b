/* How sure people are: asked before the check; who was sure and wrong is told what to read again.
   Kept as one letter: a sure, b not sure; a capital once an answer was sure and wrong. */
(() => {
  'use strict';

  const tools = Coursebook.questions;

  function word(key, params) {
    return Coursebook.word('question.sure.' + key, params);
  }

  function boxes(q) {
    return tools.all(q, '.question-sure input');
  }

  function read(q) {
    const box = boxes(q).find(b => b.checked);
    return box ? box.value : '';
  }

  function taken(q) {
    if (read(q)) return true;
    tools.say(q, word('needed'), 'is-prompt');
    boxes(q)[0].focus();
    return false;
  }

  function note(q, failed) {
    q.surely = q.surely || (failed && read(q) === 'a');
  }

  function pack(q) {
    return q.surely ? read(q).toUpperCase() : read(q);
  }

  function unpack(q, letter) {
    q.surely = /[AB]/.test(letter);
    boxes(q).forEach(b => { b.checked = b.value === String(letter).toLowerCase(); });
  }

  function draw(q, failed) {
    if (failed && read(q) === 'a') q.feedback.appendChild(tools.element('p', 'sure-wrong', word('again')));
    count(q);
  }

  /* ---- At the end of the page: how many were sure and wrong, and which ---- */

  const pages = new Map();

  function count(q) {
    const page = q.root.closest('[data-page]') || document.body;
    if (!pages.has(page)) pages.set(page, { all: new Set(), box: tools.element('div', 'sure-count') });
    const kept = pages.get(page);
    kept.all.add(q);
    const tried = Array.from(kept.all).filter(one => one.attempt > 0);
    const found = tried.filter(one => one.surely);
    const asked = page.querySelectorAll('.question');
    asked[asked.length - 1].after(kept.box);
    kept.box.hidden = !tried.length;
    kept.box.textContent = '';
    kept.box.append(tools.element('p', '', word('count', { n: found.length, total: tried.length })));
    if (found.length) kept.box.append(links(found));
  }

  function links(found) {
    const list = tools.element('ul');
    found.forEach(q => {
      const link = tools.element('a', '', tools.textOf(q.root.querySelector('.question-number')));
      link.href = '#' + q.root.id;
      list.appendChild(tools.element('li')).append(link);
    });
    return list;
  }

  tools.sure = { read: read, taken: taken, note: note, pack: pack, unpack: unpack, draw: draw, count: count };
})();
