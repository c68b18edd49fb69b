/* Browser twin of model.py: the same rows, the same drawing. */
(function () {
  'use strict';

  const C = window.Coursebook;
  const MONTHS = 24, ALARM = 0.1, SHOWN = [0, 12, 24];
  const LEFT = 6, RIGHT = 394;
  const CUTS = [-Infinity];
  for (let tenth = 1; tenth < 10; tenth++) CUTS.push(C.normal.quantile(tenth / 10));
  CUTS.push(Infinity);

  function stability(shift) {
    let sum = 0;
    for (let i = 0; i < 10; i++) {
      const share = Math.max(C.normal.cdf(CUTS[i + 1] - shift) - C.normal.cdf(CUTS[i] - shift), 1e-12);
      sum += (share - 0.1) * Math.log(share / 0.1);
    }
    return sum;
  }

  function simulate(p) {
    const start = Math.SQRT2 * C.normal.quantile(p.auc), every = Math.floor(p.retest);
    const cases = p.N * p.base / 100;
    return Array.from({ length: MONTHS + 1 }, (_, month) => {
      const age = every ? month % every : month, normal = p.gamma * age, apart = start - p.delta * age;
      const tp = cases * C.normal.cdf(apart + normal - p.t);
      const fp = (p.N - cases) * C.normal.cdf(normal - p.t);
      return {
        month: month, alerts: tp + fp, tp: tp, fp: fp,
        precision_per_1000: tp + fp ? 1000 * tp / (tp + fp) : 0, psi: stability(normal),
      };
    });
  }

  const x = (month) => LEFT + 8 + (RIGHT - LEFT - 16) * month / MONTHS;

  function panel(pen, top, base, values, title, tones) {
    const scale = (base - top - 28) / Math.max(...values, 1e-9);
    const tops = values.map((value) => base - value * scale);
    pen.text([LEFT, top], title, 15, 'ink', 'start');
    tones.forEach((tone, inset) => pen.strokes(tops.map((y, month) =>
      [[x(month), base], [x(month), Math.min(y + 1.5 * inset, base)]]), tone));
    pen.line([[LEFT, base], [RIGHT, base]]);
    ['start', 'middle', 'end'].forEach((anchor, i) => {
      const month = SHOWN[i], y = Math.min(...tops.slice(Math.max(month - 2, 0), month + 3)) - 6;
      pen.text([[LEFT, x(month), RIGHT][i], y], C.count(values[month]), 15, 'ink', anchor);
    });
  }

  function warnings(pen, rows, words) {
    const whole = (row) => Math.floor(row.precision_per_1000 + 0.5), half = whole(rows[0]) / 2;
    const found = [rows.find((row) => whole(row) <= half), rows.find((row) => row.psi > ALARM)];
    found.forEach((row, i) => {
      if (!row) return;
      const at = x(row.month), y = 344 + 24 * i;
      pen.line([[at, 298], [at, y - 12]]);
      pen.line([[at, y - 12], [at - 5, y - 2], [at + 5, y - 2], [at, y - 12]], 'ink');
    });
    ['halved', 'rings'].forEach((word, i) => {
      const row = found[i], late = row && row.month > MONTHS / 2;
      const at = row ? x(row.month) + (late ? -12 : 12) : LEFT;
      const text = row ? words[word].replace('{n}', row.month) : words[word + '-not'];
      pen.text([at, 344 + 24 * i], text, 14, 'note', late ? 'end' : 'start');
    });
  }

  function draw(svg, rows, p, words, direction) {
    const pen = C.pen(svg, direction);
    panel(pen, 16, 140, rows.map((row) => row.tp), words.hits, ['bar']);
    panel(pen, 172, 296, rows.map((row) => row.alerts), words.alerts, ['rim', 'core']);
    pen.text([LEFT, 314], words.month + ' 0', 13, 'muted', 'start');
    for (let month = 6; month <= MONTHS; month += 6) pen.text([x(month), 314], month, 13, 'muted');
    warnings(pen, rows, words);
    pen.done();
  }

  C.simulations.S6 = { simulate, draw };
})();
