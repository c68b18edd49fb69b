/* Long answers stay here; the only way out is a file that the person saves. */
(() => {
  'use strict';

  const tools = Coursebook.questions;

  function exportText(q) {
    const stem = tools.textOf(q.root.querySelector('.question-stem'));
    const text = stem + '\n\n' + q.root.querySelector('textarea').value + '\n';
    Coursebook.saveText(q.data.id + '.txt', text);
  }

  function start(q) {
    const row = tools.element('div', 'question-actions');
    const button = tools.element('button', 'export', Coursebook.word('question.long.export'));
    button.type = 'button';
    button.addEventListener('click', () => { exportText(q); });
    row.append(button);
    q.root.append(row);
  }

  tools.types['long-fill-in'] = { only: start };
})();
