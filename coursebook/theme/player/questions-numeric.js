/* Numbers, as people write them in any language. */
(() => {
  'use strict';

  const tools = Coursebook.questions;

  /* The numbers that a text can mean, the likelier first: "1,234" is 1234 or 1.234. */
  function numbers(text, unit) {
    let plain = tools.clean(text.slice(0, 100)).replace(/[\s'\u2019\u066c_]/g, '');
    plain = plain.replace(/\u066b/g, '.').replace(/\u060c/g, ',').replace(/[\u2212\u2013]/g, '-');
    plain = plain.replace(/[%\u066a]$/, '');
    const ending = tools.clean(unit || '').replace(/\s/g, '');
    if (ending && plain.toLowerCase().endsWith(ending.toLowerCase())) {
      plain = plain.slice(0, -ending.length);
    }
    if (!/^[+-]?(\d[\d.,]*|[.,]\d+)$/.test(plain) || plain.replace(/\D/g, '').length > 15) return [];
    return readings(plain).map(Number).filter(Number.isFinite);
  }

  function readings(plain) {
    const points = plain.split('.').length - 1;
    const commas = plain.split(',').length - 1;
    const mark = plain.lastIndexOf(',') > plain.lastIndexOf('.') ? ',' : '.';
    const bare = plain.replace(/[.,]/g, '');
    if (points + commas === 0) return [bare];
    const last = plain.lastIndexOf(mark);
    const decimal = plain.slice(0, last).replace(/[.,]/g, '') + '.' + plain.slice(last + 1);
    const grouped = /^[+-]?[1-9]\d{0,2}([.,]\d{2,3})*[.,]\d{3}$/.test(plain);
    if (points && commas) return (mark === ',' ? commas : points) === 1 ? [decimal] : [];
    if (points + commas > 1) return grouped ? [bare] : [];
    if (!grouped) return [decimal];
    return mark === ',' ? [bare, decimal] : [decimal, bare];
  }

  /* A decimal number as SCORM wants it: no exponent, at most six places. */
  function decimal(value) {
    return Number(value.toPrecision(12)).toFixed(6).replace(/\.?0+$/, '');
  }

  function near(value, target, percent) {
    return Math.abs(value - target) <= Math.abs(target) * percent / 100 + 1e-9;
  }

  tools.types.numeric = {
    needed: 'question.numeric.needed',
    read: q => {
      const found = numbers(tools.fields(q)[0].value, q.data.unit);
      if (!found.length) return null;
      const wanted = [q.data.key].concat(q.data.wrong);
      const meant = found.find(n => {
        return wanted.some(target => near(n, target, q.data.tolerance));
      });
      return [decimal(meant === undefined ? found[0] : meant)];
    },
    show: (q, answer) => { tools.fields(q)[0].value = answer[0]; },
    mark: (q, answer) => {
      const value = Number(answer[0]);
      const right = near(value, q.data.key, q.data.tolerance);
      const known = q.data.wrong.map((w, i) => [Math.abs(value - w), i, w])
        .filter(row => near(value, row[2], q.data.tolerance))
        .sort((a, b) => a[0] - b[0]);
      return {
        credit: right ? 1 : 0,
        parts: [[q.root.querySelector('.number-field'), right]],
        say: right || !known.length ? [] : ['w' + known[0][1]],
      };
    },
    response: (q, answer) => answer[0],
    pattern: q => decimal(q.data.key),
    key: q => [(decimal(q.data.key) + ' ' + (q.data.unit || '')).trim()],
    pack: (q, answer) => answer[0],
    unpack: (q, packed) => [packed],
  };

  tools.numbers = numbers;
})();
