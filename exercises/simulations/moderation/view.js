/* Browser twin of model.py: the same rows, the same drawing. */
(function () {
  'use strict';

  const C = window.Coursebook;
  const LANGUAGES = ['alpha', 'beta', 'gamma', 'delta'];
  const REMOVE = 0, LEAVE = 1, LIMIT = 2;
  const ratio = (part, whole) => (whole ? part / whole : 0);
  const whole = (value) => Math.floor(value + 0.5);

  function language(p, name, checks) {
    const shares = LANGUAGES.reduce((sum, each) => sum + p['share_' + each], 0);
    const posts = p.N * p['share_' + name] / shares, harmful = posts * p.harmful / 10000;
    const hits = harmful * p['hit_' + name] / 100, wrongly = (posts - harmful) * p['ff_' + name] / 100;
    const checked = Math.min(checks, hits + wrongly), seen = ratio(checked, hits + wrongly), error = p.error / 100;
    const unseenHits = hits * (1 - seen), unseenFalse = wrongly * (1 - seen);
    const wrong = wrongly * seen * error + (p.policy === REMOVE ? unseenFalse : 0);
    const up = hits * seen * error + (p.policy === LEAVE ? unseenHits : 0);
    const limited = p.policy === LIMIT ? unseenFalse : 0, limitedHarmful = p.policy === LIMIT ? unseenHits : 0;
    return {
      posts: posts, harmful: harmful, lawful: posts - harmful, hits: hits, false: wrongly, flagged: hits + wrongly,
      checked: checked, missed: harmful - hits, wrong: wrong, limited: limited, kept: posts - harmful - wrong - limited,
      up: up, limited_harmful: limitedHarmful, removed: hits - up - limitedHarmful,
    };
  }

  function simulate(p) {
    const plan = LANGUAGES.reduce((sum, name) => sum + p[name], 0), fits = plan ? Math.min(1, p.budget / plan) : 0;
    const row = {}, all = (key) => LANGUAGES.map((name) => row[key + '_' + name]);
    LANGUAGES.forEach((name) => {
      const part = language(p, name, p[name] * fits);
      Object.entries(part).forEach(([key, value]) => {
        row[key] = (row[key] || 0) + value;
        row[key + '_' + name] = value;
      });
      row['per_' + name] = ratio(1000 * part.wrong, part.lawful);
      row['limited_per_' + name] = ratio(1000 * part.limited, part.lawful);
      row['true_per_100_' + name] = ratio(100 * part.hits, part.flagged);
    });
    return [Object.assign(row, {
      plan: plan, right_per_10000: 10000 * (1 - (row.false + row.missed) / row.posts),
      per_1000: ratio(1000 * row.wrong, row.lawful),
      worst: Math.max(...all('per')), best_served: Math.min(...all('per')),
    })];
  }

  /* The twelve numbers of the machine show only when they are asked for. */
  function idle(p) {
    const machine = ['share_', 'hit_', 'ff_'].map((kind) => LANGUAGES.map((name) => kind + name));
    return (p.machine ? [] : [].concat(...machine)).concat(p.policy === LIMIT ? [] : ['limited', 'limited_harmful']);
  }

  const STEP = 3.9, COLUMNS = 50, PANEL = 94, SPECK = 0.01, BAR = 396;

  function dotted(pen, top, first, last, tone, wide) {
    const lines = [];
    while (first < last) {
      const column = first % COLUMNS, here = Math.min(COLUMNS - column, last - first);
      const x = (column + 0.5) * STEP, y = top + (Math.floor(first / COLUMNS) + 0.5) * STEP;
      lines.push([[x, y], [x + (here - 1) * STEP + SPECK, y]]);
      first += here;
    }
    if (lines.length) pen.strokes(lines, tone, { 'stroke-width': STEP * wide, 'stroke-dasharray': SPECK + ' ' + (STEP - SPECK) });
  }

  function key(pen, x, y, tone, text) {
    const dot = [[x, y], [x + SPECK, y]];
    pen.line(dot, tone === 'true' ? 'dots-true' : 'dots-false', { 'stroke-width': tone === 'rest' ? 3 : 9 });
    if (tone === 'ring') pen.line(dot, 'dots-hole', { 'stroke-width': 5 });
    pen.text([x + 11, y + 5], text, 13, 'ink', 'start');
  }

  function thousands(pen, row, p, words) {
    LANGUAGES.forEach((name, index) => {
      const top = index * PANEL, wrong = whole(row['per_' + name]), limited = wrong + whole(row['limited_per_' + name]);
      dotted(pen, top + 4, limited, 1000, 'dots-false', 0.4);
      dotted(pen, top + 4, wrong, limited, 'dots-false', 0.95);
      dotted(pen, top + 4, wrong, limited, 'dots-hole', 0.5);
      dotted(pen, top + 4, 0, wrong, 'dots-true', 1);
      pen.text([210, top + 19], words[name], 17, 'ink', 'start');
      pen.text([210, top + 36], C.count(row['posts_' + name]) + ' ' + words.posts, 13, 'muted', 'start');
      pen.text([210, top + 58], C.count(row['per_' + name], 1) + ' ' + words['of-1000'], 15, 'ink', 'start');
      pen.text([210, top + 75], words['lawful-removed'], 13, 'ink', 'start');
    });
    const y = LANGUAGES.length * PANEL + 14;
    key(pen, 8, y, 'true', words.removed);
    if (p.policy === LIMIT) key(pen, 210, y, 'ring', words.limited);
    key(pen, 8, y + 22, 'rest', words.kept);
  }

  function filled(pen, top, checked, flagged) {
    if (checked >= 1) pen.box([4, top], [checked, 20], 'solid');
    const lines = [];
    for (let i = 0; i < Math.floor((flagged - checked) / 6); i++) {
      lines.push([[4 + checked + 6 * i, top + 19], [10 + checked + 6 * i, top + 1]]);
    }
    if (lines.length) pen.strokes(lines, 'hatch');
  }

  const filledIn = (text, n, m) => text.replace('{n}', C.count(n)).replace('{m}', C.count(m));

  function bars(pen, row, p, words) {
    const scale = (BAR - 4) / Math.max(...LANGUAGES.map((name) => row['flagged_' + name]), 1);
    LANGUAGES.forEach((name, index) => {
      const top = index * 78, flagged = row['flagged_' + name], checked = row['checked_' + name];
      pen.text([4, top + 16], words[name] + ': ' + filledIn(words.checked, checked, flagged), 15, 'ink', 'start');
      pen.box([4, top + 25], [Math.max(flagged * scale, 1), 20], 'paper');
      filled(pen, top + 25, checked * scale, flagged * scale);
      pen.text([4, top + 62], words.true.replace('{n}', C.count(row['true_per_100_' + name], 1)), 13, 'muted', 'start');
    });
    pen.text([4, 326], words['policy-' + p.policy], 14, 'ink', 'start');
    const over = row.plan > p.budget;
    pen.text([4, 347], filledIn(over ? words.over : words.used, over ? row.plan : row.checked, p.budget), 14, 'ink', 'start');
  }

  function draw(svg, rows, p, words, direction, view) {
    const pen = C.pen(svg, direction);
    if (view === 'checks') bars(pen, rows[0], p, words);
    else thousands(pen, rows[0], p, words);
    pen.done();
  }

  C.simulations.S4 = { simulate, idle, draw };
})();
