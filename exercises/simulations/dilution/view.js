/* Browser twin of model.py: the same rows, the same drawing. */
(function () {
  'use strict';

  const C = window.Coursebook;
  const CUP = 60, BASE = 186, THING = 1.2, FULL = 100, WIDTH = 400;

  function simulate(p) {
    const keeps = Math.min(p.kept + p.support, FULL), taught = p.trainers * p.deliveries * p.people;
    return Array.from({ length: Math.floor(p.levels) + 1 }, (_, level) => ({
      level, left: FULL * Math.pow(keeps / FULL, level),
      people: level ? taught : p.trainers, reached: taught * level, keeps,
    }));
  }

  function cup(pen, x, left) {
    const side = x - CUP / 2, top = BASE - FULL * THING;
    pen.box([side, top], [CUP, FULL * THING], 'soft');
    pen.box([side, BASE - left * THING], [CUP, left * THING], 'solid');
    pen.text([x, top - 10], C.count(left), 17);
    pen.strokes([20, 40, 60, 80].map((things) => BASE - things * THING)
      .map((y) => [[side, y], [side - 5, y]]), 'line');
  }

  function people(pen, x, row, words) {
    pen.text([x, BASE + 19], row.level ? words.level.replace('{n}', C.count(row.level)) : words.start, 13);
    pen.text([x, BASE + 38], C.count(row.people), 15);
    if (row.level) pen.text([x, BASE + 55], words.people, 13);
  }

  function key(pen, last, words) {
    [[6, 'solid', 'left'], [226, 'soft', 'lost']].forEach(([x, tone, word]) => {
      pen.box([x, 6], [16, 16], tone);
      pen.text([x + 24, 19], words[word], 14, 'ink', 'start');
    });
    pen.text([WIDTH / 2, BASE + 85], words.keeps.replace('{n}', C.count(last.keeps)), 14);
    pen.text([WIDTH / 2, BASE + 108], words.reached.replace('{n}', C.count(last.reached)), 15);
  }

  function draw(svg, rows, p, words, direction) {
    const pen = C.pen(svg, direction);
    rows.forEach((row) => {
      const x = WIDTH * (row.level + 0.5) / rows.length;
      cup(pen, x, row.left);
      people(pen, x, row, words);
    });
    rows.slice(1).forEach((row) => {
      const x = WIDTH * row.level / rows.length;
      pen.line([[x - 5, 120], [x + 5, 126], [x - 5, 132], [x - 5, 120]], 'ink');
    });
    key(pen, rows[rows.length - 1], words);
    pen.done();
  }

  C.simulations.S9 = { simulate, draw };
})();
