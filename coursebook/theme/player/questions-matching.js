/* Pairs: a list of partners for each. */
(() => {
  'use strict';

  const tools = Coursebook.questions;

  function pairs(letters) {
    return letters.map((l, i) => (i + 1) + '.' + l).join(',');
  }

  tools.types.matching = {
    start: q => {
      const lists = tools.fields(q);
      lists.slice(1).forEach(list => { list.innerHTML = lists[0].innerHTML; });
    },
    read: q => {
      const values = tools.fields(q).map(s => s.value);
      return values.every(Boolean) ? values : null;
    },
    show: (q, answer) => { tools.fields(q).forEach((s, i) => { s.value = answer[i] || ''; }); },
    mark: (q, answer) => {
      const flags = answer.map((l, i) => l === q.data.key[i]);
      return { credit: tools.share(flags), parts: tools.all(q, '.pair').map((p, i) => [p, flags[i]]), say: [] };
    },
    response: (q, answer) => pairs(answer),
    pattern: q => pairs(q.data.key),
    key: q => {
      return tools.all(q, '.pair').map((pair, i) => {
        const left = tools.textOf(pair.querySelector('span'));
        return (i + 1) + '. ' + left + ' \u2013 ' + tools.chosen(pair.querySelector('select'), q.data.key[i]);
      });
    },
  };
})();
