/* Browser twin of the picture in model.py; the rows were computed beforehand. */
(function () {
  'use strict';

  const C = window.Coursebook;
  const LEFT = 8, WIDE = 384;

  /* Slips of paper: solid, striped or empty. */
  function slip(pen, at, word) {
    if (!at.length) return;
    const frames = at.map(([x, y]) => [[x, y], [x + 15, y], [x + 15, y + 16], [x, y + 16], [x, y]]);
    pen.strokes(frames, { 'by-score': 'solid', 'by-chance': 'strong' }[word] || 'line');
    if (word !== 'by-chance') return;
    const stripes = [];
    at.forEach(([x, y]) => [4, 8, 12].forEach((d) => stripes.push([[x, y + d], [x + 15, y + d]])));
    pen.strokes(stripes, 'hatch');
  }

  function slips(pen, top, row) {
    const score = Math.floor(row.by_score + 0.5);
    const found = Math.min(Math.floor(row.by_score + row.by_chance + 0.5), row.true);
    const at = Array.from({ length: row.true }, (_, i) => [LEFT + 19.3 * (i % 20), top + 21 * Math.floor(i / 20)]);
    slip(pen, at.slice(0, score), 'by-score');
    slip(pen, at.slice(score, found), 'by-chance');
    slip(pen, at.slice(found), 'missed');
    return top + 21 * Math.ceil(row.true / 20);
  }

  function reading(pen, y, read, p, words) {
    pen.text([LEFT, y], words.week.replace('{n}', C.count(p.tips)), 14, 'ink', 'start');
    pen.box([LEFT, y + 8], [WIDE, 20], 'paper');
    pen.box([LEFT, y + 8], [WIDE * read / p.tips, 20], 'soft');
    pen.text([LEFT, y + 45], words.read.replace('{n}', C.count(read)), 14, 'ink', 'start');
  }

  function draw(svg, rows, p, words, direction) {
    const pen = C.pen(svg, direction), row = rows[0];
    pen.text([200, 18], C.count(row.true) + ' ' + words.true, 17);
    const bottom = slips(pen, 34, row);
    [['by-score', row.by_score], ['by-chance', row.by_chance], ['missed', row.missed]].forEach(([word, number], line) => {
      slip(pen, [[LEFT, bottom + 12 + 26 * line]], word);
      pen.text([40, bottom + 25 + 26 * line], C.count(number, 1) + ' ' + words[word], 14, 'ink', 'start');
    });
    reading(pen, bottom + 112, row.read, p, words);
    const queue = row.backlog ? words.backlog.replace('{n}', C.count(row.backlog))
      : words.wait.replace('{n}', C.count(row.wait, 1));
    pen.text([200, bottom + 186], queue, 15);
    pen.done();
  }

  C.simulations.S8 = { draw };
})();
