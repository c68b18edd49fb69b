/* Browser twin of the picture in model.py; the rows were computed beforehand. */
(function () {
  'use strict';

  const C = window.Coursebook;
  const LEFT = 8, RIGHT = 392;
  const x = (index) => 52 + 76 * index;
  const y = (share) => 320 - share;

  /* As many dots as there are of 100, in tens; what really happens is drawn hollow. */
  function dots(pen, [left, top], share, tone) {
    const rows = [];
    for (let i = 0; i < share; i++) {
      const at = [left + 9 * (i % 10), top + 9 * Math.floor(i / 10)];
      rows.push([at, [at[0] + 0.01, at[1]]]);
    }
    if (rows.length) pen.strokes(rows, 'dots-' + tone, { 'stroke-width': 7.5 });
    if (rows.length && tone === 'false') pen.strokes(rows, 'dots-hole', { 'stroke-width': 4 });
  }

  function district(pen, left, name, [records, visits, truth], words, lifted) {
    pen.box([left, 1], [192, 175], 'paper');
    pen.text([left + 96, 22], name, 15);
    dots(pen, [left + (lifted ? 8 : 55), 34], records, 'true');
    pen.text([left + (lifted ? 49 : 96), 142], C.count(records) + ' ' + words.records, 14);
    if (lifted) {
      dots(pen, [left + 103, 34], truth, 'false');
      pen.text([left + 144, 142], C.count(truth) + ' ' + words.truth, 14);
    }
    pen.text([left + 96, 165], C.count(visits) + ' ' + words.visits, 13, 'muted');
  }

  function path(pen, rows, words, lifted) {
    pen.text([LEFT, 200], words.path, 14, 'ink', 'start');
    [0, 50, 100].forEach((share) => {
      pen.line([[34, y(share)], [RIGHT, y(share)]]);
      pen.text([LEFT, y(share) + 5], C.count(share), 13, 'muted', 'start');
    });
    const points = rows.map((row, i) => [x(i), y(row.records_a)]), spans = [];
    rows.forEach((row, i) => {
      if (row.high > row.low) spans.push([[x(i), y(row.low)], [x(i), y(row.high)]]);
    });
    pen.strokes(spans, 'rim');
    pen.strokes(spans.map(([a, b]) => [[a[0], a[1] - 1.5], [b[0], b[1] + 1.5]]), 'core');
    if (lifted) {
      const at = y(rows[rows.length - 1].truth_a);
      pen.line([[34, at], [RIGHT, at]], 'strong', { 'stroke-dasharray': '3 5' });
    }
    pen.line(points, 'curve');
    rows.forEach((row, i) => {
      pen.text([points[i][0] + 9, points[i][1] - 5], C.count(row.records_a), 15, 'note', 'start');
      pen.text([x(i), 340], i ? C.count(row.day) : words.day + ' 0', 13, 'muted');
    });
    pen.text([200, 362], words.range, 13, 'muted');
    if (lifted) pen.text([200, 382], words.line, 13, 'muted');
  }

  function draw(svg, rows, p, words, direction, view) {
    const pen = C.pen(svg, direction), row = rows[rows.length - 1], lifted = view === 'truth';
    ['a', 'b'].forEach((name, i) => {
      const shares = [row.records_a, row.visits_a, row.truth_a].map((a) => Math.floor(a + 0.5))
        .map((a) => (i ? 100 - a : a));
      district(pen, 4 + 200 * i, words['district-' + name], shares, words, lifted);
    });
    path(pen, rows, words, lifted);
    pen.done();
  }

  /* The truth stays under the cover until the learner lifts it. */
  function idle(p, view) { return view === 'truth' ? [] : ['rate_a', 'rate_b', 'truth_a']; }

  C.simulations.S3 = { idle, draw };
})();
