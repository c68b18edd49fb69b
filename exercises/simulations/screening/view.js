/* Browser twin of model.py: the same rows, the same drawing. */
(function () {
  'use strict';

  const C = window.Coursebook;
  const WIDTH = 400;
  const WORKDAY = 420;
  const ratio = (part, whole) => (whole ? part / whole : 0);

  function simulate(p) {
    const people = p.N, cases = Math.min(p.n, people), innocent = people - cases;
    const tp = cases * p.se / 100, fp = innocent * p.fa / 100;
    const tp2 = p.second ? tp * p.se2 / 100 : tp;
    const fp2 = p.second && p.independent ? fp * p.fa2 / 100 : fp;
    const alerts = p.probes * (1 - Math.pow(1 - p.fmr / 1e6, p.names));
    const alarms = p.list ? alerts : tp + fp;
    return [{
      people: people, cases: cases, innocent: innocent, flagged: tp + fp, tp: tp, fp: fp, fn: cases - tp,
      one_in: ratio(tp + fp, tp), false_per_true: ratio(fp, tp), true_per_100: 100 * ratio(tp, tp + fp),
      staff_days: alarms * p.minutes / WORKDAY,
      flagged2: tp2 + fp2, tp2: tp2, fp2: fp2, one_in2: ratio(tp2 + fp2, tp2), list_alerts: alerts,
    }];
  }

  /* Controls and numbers that mean nothing under these values. */
  function idle(p) {
    const screening = ['N', 'n', 'se', 'fa', 'second'], second = ['se2', 'fa2', 'independent'];
    const numbers = ['people', 'cases', 'flagged', 'tp', 'fp', 'fn', 'one_in', 'true_per_100'];
    if (p.list) return screening.concat(second, numbers);
    return ['probes', 'names', 'fmr'].concat(p.second ? (p.independent ? [] : ['fa2']) : second);
  }

  const BRANCHES = [
    [200, 100, 49], [200, 300, 49], [100, 47, 115], [100, 149, 115], [300, 251, 115], [300, 353, 115],
  ];
  const NODES = [
    [110, 1, 180, 'paper', 'people'],
    [12, 67, 176, 'dash', 'cases'], [212, 67, 176, 'paper', 'innocent'],
    [1, 133, 92, 'dash', 'missed'], [103, 133, 92, 'solid', 'caught'],
    [205, 133, 92, 'soft', 'false'], [307, 133, 92, 'paper', 'alone'],
    [90, 215, 220, 'paper', 'flagged'],
  ];

  function wrap(text, letters) {
    const lines = [''];
    text.split(' ').forEach((word) => {
      const last = lines[lines.length - 1];
      if (last && last.length + word.length >= letters) lines.push(word);
      else lines[lines.length - 1] = last ? last + ' ' + word : word;
    });
    return lines;
  }

  function paragraph(pen, [x, y], text) {
    wrap(text, 46).forEach((line, i) => pen.text([x, y + 20.25 * i], line, 15));
  }

  /* A box with a number and its label. */
  function node(pen, [x, y], width, tone, number, label) {
    const lines = wrap(label, Math.max(11, Math.floor(width / 7.2))).slice(0, 2);
    const ink = tone === 'solid' ? 'on' : 'ink', middle = x + width / 2;
    pen.box([x, y], [width, 32 + 16 * Math.max(lines.length, width < 100 ? 2 : 1)], tone);
    pen.text([middle, y + 21], number, number.length < 8 || width > 100 ? 17 : 15, ink);
    lines.forEach((line, i) => pen.text([middle, y + 39 + 15 * i], line, 13, ink));
  }

  function oneIn(value, decimals, words, word) {
    return value ? words[word].replace('{n}', C.count(value, decimals)) : words.none;
  }

  function tree(pen, row, p, words) {
    const numbers = Object.assign({}, row, {
      missed: row.fn, caught: row.tp, false: row.fp, alone: row.innocent - row.fp,
    });
    BRANCHES.forEach(([from, to, y]) => pen.line([[from, y], [from, y + 9], [to, y + 9], [to, y + 18]]));
    pen.line([[149, 197], [149, 206], [251, 206], [251, 197]]);
    pen.line([[200, 206], [200, 215]]);
    NODES.forEach(([x, y, width, tone, word]) => {
      node(pen, [x, y], width, tone, C.count(numbers[word]), words[word]);
    });
    paragraph(pen, [200, 284], oneIn(row.one_in, 0, words, 'one-in'));
    if (!p.second) return;
    pen.line([[200, 292], [200, 308]]);
    node(pen, [90, 308], 220, 'paper', C.count(row.flagged2), words['flagged-again']);
    paragraph(pen, [200, 377], oneIn(row.one_in2, 1, words, 'one-in-again'));
  }

  function personsADot(people) {
    const least = Math.max(people / 10500, 1);
    const power = Math.pow(10, Math.floor(Math.log10(least)));
    return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= least);
  }

  function dottedLines(first, last, columns, step, top) {
    const rows = [];
    while (first < last) {
      const column = first % columns, here = Math.min(columns - column, last - first);
      const x = (column + 0.5) * step, y = top + (Math.floor(first / columns) + 0.5) * step;
      rows.push([[x, y], [x + (here - 1) * step + 0.01, y]]);
      first += here;
    }
    return rows;
  }

  function dots(pen, top, total, cases) {
    const columns = Math.min(Math.max(Math.floor(Math.sqrt(Math.max(total, 1) * WIDTH / 240)), 20), 100);
    const step = WIDTH / columns;
    [['false', cases, total, 0.75], ['true', 0, cases, 0.95]].forEach(([tone, first, last, wide]) => {
      const rows = dottedLines(first, last, columns, step, top);
      const round = (width) => ({ 'stroke-width': step * width, 'stroke-dasharray': '0 ' + step });
      if (rows.length) pen.strokes(rows, 'dots-' + tone, round(wide));
      if (rows.length && tone === 'false' && step > 7) pen.strokes(rows, 'dots-hole', round(0.42));
    });
    return top + Math.ceil(Math.max(total, 1) / columns) * step;
  }

  function pile(pen, row, words) {
    pen.text([200, 18], C.count(row.flagged) + ' ' + words.flagged, 17);
    const each = personsADot(row.flagged);
    const cases = Math.floor(row.tp / each + 0.5) || Number(row.tp > 0);
    const bottom = dots(pen, 32, Math.floor(row.flagged / each + 0.5), cases);
    [[30, 'true', 'tp', 'cases'], [205, 'false', 'fp', 'innocent']].forEach(([x, tone, column, word]) => {
      const dot = [[x, bottom + 17], [x + 0.01, bottom + 17]];
      pen.line(dot, 'dots-' + tone, { 'stroke-width': 14 });
      if (tone === 'false') pen.line(dot, 'dots-hole', { 'stroke-width': 8 });
      pen.text([x + 13, bottom + 22], C.count(row[column]) + ' ' + words[word], 14, 'ink', 'start');
    });
    pen.text([200, bottom + 46], words.dot.replace('{n}', C.count(each)), 13, 'muted');
  }

  function list(pen, row, p, words) {
    node(pen, [1, 1], 180, 'paper', C.count(p.probes), words.probes);
    node(pen, [219, 1], 180, 'paper', C.count(p.names), words.names);
    pen.text([200, 32], '×', 17);
    pen.line([[91, 49], [91, 62], [309, 62], [309, 49]]);
    pen.line([[200, 62], [200, 75]]);
    node(pen, [90, 75], 220, 'soft', C.count(row.list_alerts), words.alerts);
    const each = personsADot(row.list_alerts);
    const bottom = dots(pen, 136, Math.floor(row.list_alerts / each + 0.5), 0);
    pen.text([200, bottom + 22], words['dot-alert'].replace('{n}', C.count(each)), 13, 'muted');
  }

  function draw(svg, rows, p, words, direction, view) {
    const pen = C.pen(svg, direction);
    if (p.list) list(pen, rows[0], p, words);
    else if (view === 'dots') pile(pen, rows[0], words);
    else tree(pen, rows[0], p, words);
    pen.done();
  }

  C.simulations.S1 = { simulate, idle, draw };
})();
