/* Browser twin of model.py: the same rows, the same drawing. */
(function () {
  'use strict';

  const C = window.Coursebook;
  const LEFT = 8, RIGHT = 392, LOW = -3.5, HIGH = 6.5;
  const GRID = Array.from({ length: 11 }, (_, i) => i / 2 - 1);
  const separation = (auc) => Math.SQRT2 * C.normal.quantile(auc);
  const above = (score, mean) => C.normal.cdf(mean - score);

  function cheapest(p) {
    const d = separation(p.auc), base = p.base / 100;
    return d / 2 + Math.log((1 - base) / (base * p.R)) / d;
  }

  function simulate(p) {
    const chosen = p.by_cost ? cheapest(p) : p.t, d = separation(p.auc), cases = p.N * p.base / 100;
    const lines = GRID.includes(chosen) ? GRID : GRID.concat(chosen).sort((a, b) => a - b);
    return lines.map((t) => {
      const caught = cases * above(t, d), wrong = (p.N - cases) * above(t, 0);
      return {
        t: t, caught: caught, missed: cases - caught, false_alarms: wrong, flagged: caught + wrong,
        precision_per_100: caught + wrong ? 100 * caught / (caught + wrong) : 0, best: Number(t === chosen),
      };
    });
  }

  function idle(p) { return p.by_cost ? ['t'] : ['R']; }

  function x(score) {
    return LEFT + (Math.min(Math.max(score, LOW), HIGH) - LOW) / (HIGH - LOW) * (RIGHT - LEFT);
  }

  function hump(pen, base, mean, line, tone) {
    const at = (score) => [x(score), base - 80 * Math.exp(-((score - mean) ** 2) / 2)];
    const scores = Array.from({ length: 65 }, (_, i) => mean + (i - 32) / 10), last = scores[64];
    const over = line < last ? [line].concat(scores.filter((s) => s > line)) : [];
    if (over.length && tone === 'solid') {
      pen.line([[x(over[0]), base], ...over.map(at), [x(last), base]], 'solid');
    } else if (over.length) {
      const start = Math.max(line, scores[0]), strokes = [];
      for (let i = 1; i < Math.floor((last - start) / 0.13); i++) {
        strokes.push([[x(start + 0.13 * i), base], at(start + 0.13 * i)]);
      }
      if (strokes.length) pen.strokes(strokes, 'hatch');
    }
    pen.line(scores.map(at), 'curve');
    pen.line([[LEFT, base], [RIGHT, base]]);
    pen.line([[x(line), base - 84], [x(line), base]], 'strong');
  }

  function scale(pen, y, line, words) {
    pen.line([[LEFT, y], [RIGHT, y]]);
    for (let score = -1; score < 5; score++) {
      pen.line([[x(score), y], [x(score), y + 5]]);
      pen.text([x(score), y + 19], C.count(score), 13, 'muted');
    }
    pen.text([LEFT, y + 19], words.lower, 13, 'muted', 'start');
    pen.text([RIGHT, y + 19], words.higher, 13, 'muted', 'end');
    const at = x(line);
    pen.line([[at, y + 23], [at - 6, y + 33], [at + 6, y + 33], [at, y + 23]], 'ink');
    pen.text([Math.min(Math.max(at, 60), 340), y + 48], words.line.replace('{n}', C.count(line, 2)), 15);
  }

  function draw(svg, rows, p, words, direction) {
    const pen = C.pen(svg, direction), row = rows.find((r) => r.best), cases = p.N * p.base / 100;
    const innocent = p.N - cases, line = row.t;
    const told = (number, word) => C.count(number) + ' ' + words[word];
    const sides = (y, below, over) => {
      pen.text([LEFT, y], told(...below), 14, 'ink', 'start');
      pen.text([RIGHT, y], told(...over), 15, 'ink', 'end');
    };
    pen.text([LEFT, 16], told(innocent, 'innocent'), 15, 'ink', 'start');
    hump(pen, 112, 0, line, 'hatch');
    sides(131, [innocent - row.false_alarms, 'alone'], [row.false_alarms, 'false']);
    pen.text([LEFT, 164], told(cases, 'cases'), 15, 'ink', 'start');
    hump(pen, 260, separation(p.auc), line, 'solid');
    sides(279, [row.missed, 'missed'], [row.caught, 'caught']);
    scale(pen, 294, line, words);
    pen.text([200, 358], words.shape, 13, 'muted');
    pen.done();
  }

  C.simulations.S2 = { simulate, idle, draw };
})();
