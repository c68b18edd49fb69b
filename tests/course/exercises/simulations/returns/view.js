/* Browser twin of model.py: the same row, the same drawing. */
(function () {
  'use strict';

  const C = window.Coursebook;

  function simulate(p) {
    const late = Math.min(p.late, p.books);
    return [{ books: p.books, late: late, flagged: late + (p.books - late) * p.miss / 100, hits: late }];
  }

  const idle = () => [];

  function draw(svg, rows, p, words, direction) {
    const pen = C.pen(svg, direction), row = rows[0];
    ['flagged', 'hits'].forEach((key, line) => {
      const y = 10 + 60 * line;
      pen.box([10, y], [Math.max(4, 300 * row[key] / Math.max(row.flagged, 1)), 24], 'soft');
      pen.text([10, y + 42], C.count(row[key]) + ' ' + words[key], 13, 'ink', 'start');
    });
    pen.done();
  }

  C.simulations.S9 = { simulate, idle, draw };
})();
