/* Browser twin of the picture in model.py; the rows were computed beforehand. */
(function () {
  'use strict';

  const C = window.Coursebook;
  const COLUMNS = { district: 20, birth: 60, gender: 2, job: 12, language: 4, children: 5 };
  const MERGED = { district: 4, birth: 10, job: 3 };
  const NAMES = Object.keys(COLUMNS);
  const tenth = (people, all) => Math.floor(1000 * people / all + 0.5) / 10;
  const figures = (share) => Math.floor(share + 0.5) || Number(share > 0);

  function combinations(p) {
    const sizes = NAMES.filter((name) => p[name])
      .map((name) => (p[name] === 2 ? Math.ceil(COLUMNS[name] / MERGED[name]) : COLUMNS[name]));
    return sizes.reduce((all, size) => all * size, 1);
  }

  /* What became of a column: solid if published, dashed if coarser, faint if left out. */
  function chip(pen, index, text, state) {
    const x = 4 + 132 * (index % 3), y = 1 + 33 * Math.floor(index / 3);
    pen.box([x, y], [128, 27], ['paper', 'solid', 'dash'][state]);
    pen.text([x + 64, y + 18], text, 13, ['muted', 'on', 'ink'][state]);
  }

  /* A head and a body, solid or hollow; or a dot for one in the crowd. */
  function figure(pen, at, word) {
    if (!at.length) return;
    const dots = (down) => at.map(([x, y]) => [[x, y + down], [x + 0.01, y + down]]);
    const bodies = at.map(([x, y]) => [[x, y + 13], [x, y + 16]]);
    if (word === 'crowd') {
      pen.strokes(dots(6), 'dots-false', { 'stroke-width': 5 });
      return;
    }
    pen.strokes(dots(0), 'dots-true', { 'stroke-width': 10 });
    pen.strokes(bodies, 'dots-true', { 'stroke-width': 13 });
    if (word === 'few') {
      pen.strokes(dots(0), 'dots-hole', { 'stroke-width': 6 });
      pen.strokes(bodies, 'dots-hole', { 'stroke-width': 9 });
    }
  }

  function wall(pen, top, alone, few) {
    const at = Array.from({ length: 100 }, (_, i) => [12 + 19.8 * (i % 20), top + 8 + 34 * Math.floor(i / 20)]);
    figure(pen, at.slice(few), 'crowd');
    figure(pen, at.slice(alone, few), 'few');
    figure(pen, at.slice(0, alone), 'alone');
  }

  function draw(svg, rows, p, words, direction) {
    const pen = C.pen(svg, direction), groups = combinations(p);
    const below = (k) => tenth(rows.find((row) => row.k === k).below, p.people);
    const alone = below(2), few = below(5);
    NAMES.forEach((name, i) => chip(pen, i, words[name + '-' + p[name]], p[name]));
    pen.text([200, 84], words.groups.replace('{n}', C.count(groups)), 14);
    const even = tenth(Math.exp(-(p.people - 1) / groups), 1);
    pen.text([200, 103], words.even.replace('{n}', C.count(even, 1)), 13, 'muted');
    wall(pen, 118, figures(alone), Math.max(figures(few), figures(alone)));
    [['alone', alone], ['few', few - alone], ['crowd', 100 - few]].forEach(([word, share], line) => {
      figure(pen, [[22, 300 + 34 * line]], word);
      const told = C.count(share, 1) + ' ' + words['of-100'] + ' ' + words[word];
      pen.text([42, 312 + 34 * line], told, 14, 'ink', 'start');
    });
    pen.done();
  }

  C.simulations.S7 = { draw };
})();
