/* Browser twin of model.py: the same rows, the same drawing. */
(function () {
  'use strict';

  const C = window.Coursebook;
  const MONTHS = 24, CLIPS = 1000, SHOWN = [0, 12, 24];
  const LEFT = 6, RIGHT = 394, DOT = 11.6, SPECK = 0.01;

  const posterior = (fakes, hit, wrong) => fakes * hit / (fakes * hit + (1 - fakes) * wrong);
  const unsigned = (fakes, coverage) => fakes / (fakes + (1 - fakes) * (1 - coverage));

  function simulate(p) {
    const start = Math.SQRT2 * C.normal.quantile(p.auc), line = C.normal.quantile(1 - p.fa / 100);
    const every = Math.floor(p.update), fakes = CLIPS * p.q / 100, wrong = p.fa / 100;
    const rows = Array.from({ length: MONTHS + 1 }, (_, month) => {
      const stale = every ? month % every : month;
      const apart = p.phi * start * Math.exp(-p.g * month) * Math.exp(-p.k * stale);
      const tp = fakes * C.normal.cdf(apart - line), fp = (CLIPS - fakes) * wrong, auc = C.normal.cdf(apart / Math.SQRT2);
      return {
        month: month, updated: Number(month > 0 && stale === 0), auc: auc, pairs: 100 * auc,
        fakes: fakes, tp: tp, missed: fakes - tp, fp: fp, flagged: tp + fp,
        fake_per_100: 100 * posterior(p.q / 100, tp / fakes, wrong),
        unsigned_per_100: 100 * unsigned(p.q / 100, p.c / 100),
      };
    });
    const mean = rows.reduce((sum, row) => sum + row.auc, 0) / rows.length;
    rows.forEach((row) => { row.mean_auc = mean; });
    return rows;
  }

  const x = (month) => LEFT + 8 + (RIGHT - LEFT - 16) * month / MONTHS;

  function panel(pen, top, base, values, title, tones, least) {
    const scale = (base - top - 32) / (100 - least);
    const tops = values.map((value) => base - (value - least) * scale);
    pen.text([LEFT, top], title, 15, 'ink', 'start');
    tones.forEach((tone, inset) => pen.strokes(tops.map((y, month) =>
      [[x(month), base], [x(month), Math.min(y + 1.5 * inset, base)]]), tone));
    pen.line([[LEFT, base], [RIGHT, base]]);
    ['start', 'middle', 'end'].forEach((anchor, i) => {
      const month = SHOWN[i], y = Math.min(...tops.slice(Math.max(month - 2, 0), month + 3)) - 6;
      pen.text([[LEFT, x(month), RIGHT][i], y], C.count(values[month]), 15, 'ink', anchor);
    });
  }

  function strip(pen, rows, words) {
    panel(pen, 16, 156, rows.map((row) => row.pairs), words.pairs, ['bar'], 50);
    pen.text([LEFT, 172], words.coin, 13, 'muted', 'start');
    panel(pen, 202, 322, rows.map((row) => row.fake_per_100), words.flags, ['rim', 'core'], 0);
    pen.text([LEFT, 340], words.month + ' 0', 13, 'muted', 'start');
    for (let month = 6; month <= MONTHS; month += 6) pen.text([x(month), 340], month, 13, 'muted');
    const updates = rows.filter((row) => row.updated);
    updates.forEach((row) => {
      const at = x(row.month);
      pen.line([[at, 347], [at - 4, 356], [at + 4, 356], [at, 347]], 'ink');
    });
    const told = updates.length ? words.updates.replace('{n}', updates.length) : words['no-update'];
    pen.text([LEFT, 376], told, 14, 'ink', 'start');
  }

  function dots(pen, left, top, fakes) {
    const spans = Array.from({ length: 10 }, (_, row) => [row, Math.min(Math.max(fakes - 10 * row, 0), 10)]);
    const lines = (parts) => parts.filter(([, first, last]) => last > first).map(([row, first, last]) => [
      [left + (first + 0.5) * DOT, top + (row + 0.5) * DOT], [left + (last - 0.5) * DOT + SPECK, top + (row + 0.5) * DOT],
    ]);
    const genuine = lines(spans.map(([row, solid]) => [row, solid, 10]));
    const solid = lines(spans.map(([row, end]) => [row, 0, end]));
    [['false', genuine, 9.5], ['hole', genuine, 6], ['true', solid, 9.5]].forEach(([tone, drawn, wide]) => {
      if (drawn.length) pen.strokes(drawn, 'dots-' + tone, { 'stroke-width': wide, 'stroke-dasharray': SPECK + ' ' + (DOT - SPECK) });
    });
  }

  function hundreds(pen, rows, words) {
    const first = rows[0], last = rows[MONTHS];
    [['flagged-first', first.fake_per_100], ['flagged-last', last.fake_per_100],
      ['unsigned', last.unsigned_per_100]].forEach(([word, fakes], index) => {
      const left = 4 + 138 * index;
      words[word].split('|').forEach((part, line) => pen.text([left, 16 + 18 * line], part, 14, 'ink', 'start'));
      dots(pen, left, 46, Math.floor(fakes + 0.5));
      pen.text([left, 184], words.fake.replace('{n}', C.count(fakes)), 15, 'ink', 'start');
    });
    [[12, 'true', 'key-fake'], [150, 'false', 'key-genuine']].forEach(([at, tone, word]) => {
      const dot = [[at, 212], [at + SPECK, 212]];
      pen.line(dot, 'dots-' + tone, { 'stroke-width': 9.5 });
      if (tone === 'false') pen.line(dot, 'dots-hole', { 'stroke-width': 6 });
      pen.text([at + 13, 217], words[word], 13, 'ink', 'start');
    });
  }

  function draw(svg, rows, p, words, direction, view) {
    const pen = C.pen(svg, direction);
    if (view === 'hundred') hundreds(pen, rows, words);
    else strip(pen, rows, words);
    pen.done();
  }

  C.simulations.S5 = { simulate, draw };
})();
