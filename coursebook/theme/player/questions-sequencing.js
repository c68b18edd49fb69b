/* Putting in order: two buttons an item, so that any keyboard and any finger will do. */
(() => {
  'use strict';

  const tools = Coursebook.questions;

  function items(q) {
    return tools.all(q, '.question-items > li');
  }

  function item(q, letter) {
    return items(q).find(li => li.dataset.letter === letter);
  }

  function itemText(li) {
    return tools.textOf(li.firstElementChild);
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
    Coursebook.announce(Coursebook.word('question.sequencing.moved', {
      n: to + 1, total: list.length, text: itemText(li),
    }));
  }

  function drawMoves(q) {
    const list = items(q);
    list.forEach((li, i) => {
      const moves = li.querySelectorAll('.move');
      // Not `disabled`: the button that was just pressed must keep the focus at the end of the list.
      if (moves.length) moves[0].setAttribute('aria-disabled', String(i === 0));
      if (moves.length) moves[1].setAttribute('aria-disabled', String(i === list.length - 1));
    });
  }

  function addMoves(q) {
    items(q).forEach(li => {
      const box = tools.element('span', 'moves');
      [['up', -1, '\u2191'], ['down', 1, '\u2193']].forEach(row => {
        const made = tools.element('button', 'move');
        made.appendChild(tools.element('span', '', row[2])).setAttribute('aria-hidden', 'true');
        made.type = 'button';
        made.setAttribute('aria-label', Coursebook.word('question.sequencing.' + row[0]) + ': ' + itemText(li));
        made.addEventListener('click', () => { move(q, li, row[1]); });
        box.appendChild(made);
      });
      li.appendChild(box);
    });
    drawMoves(q);
  }

  tools.types.sequencing = {
    start: addMoves,
    read: q => items(q).map(li => li.dataset.letter),
    show: (q, answer) => {
      const list = q.root.querySelector('.question-items');
      answer.forEach(l => { list.appendChild(item(q, l)); });
      drawMoves(q);
    },
    mark: (q, answer) => {
      const flags = answer.map((l, i) => l === q.data.key[i]);
      return { credit: tools.share(flags), parts: items(q).map((li, i) => [li, flags[i]]), say: [] };
    },
    response: (q, answer) => answer.join(','),
    pattern: q => q.data.key.join(','),
    key: q => {
      return q.data.key.map((l, i) => (i + 1) + '. ' + itemText(item(q, l)));
    },
  };
})();
