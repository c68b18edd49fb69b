/* Gaps: typed, or chosen from a list. */
(() => {
  'use strict';

  const tools = Coursebook.questions;
  const LONGEST_TEXT = 200; // characters of a typed gap that leave the page
  const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

  /* For comparing: no case, no vowel signs, one form of alif and ya, no outer punctuation. */
  function folded(text) {
    return tools.clean(text)
      .toLowerCase()
      .replace(/[\u064b-\u065f\u0670\u0640]/g, '')
      .replace(/[\u0622\u0623\u0625]/g, '\u0627')
      .replace(/\u0649/g, '\u064a')
      .replace(/[\u2018\u2019]/g, "'")
      .replace(/\s+/g, ' ')
      .replace(/^[\s.,;:!?"'()\u060c\u061b\u061f\u00ab\u00bb]+|[\s.,;:!?"'()\u060c\u061b\u061f\u00ab\u00bb]+$/g, '');
  }

  function sent(text) {
    return Array.from(tools.clean(text).trim()).slice(0, LONGEST_TEXT).join('');
  }

  /* Which accepted answer a gap holds, -1 for none. */
  function accepted(q, index, value) {
    const choose = tools.fields(q)[index].tagName === 'SELECT';
    return q.data.key[index].findIndex(k => choose ? k === value : folded(k) === folded(value));
  }

  const fillIn = tools.types['fill-in'] = {
    forgets: true,
    read: q => {
      const values = tools.fields(q).map(f => f.value);
      return values.every(v => tools.clean(v).trim()) ? values : null;
    },
    show: (q, answer) => { tools.fields(q).forEach((f, i) => { f.value = answer[i] || ''; }); },
    mark: (q, answer) => {
      const flags = answer.map((v, i) => accepted(q, i, v) >= 0);
      return {
        credit: tools.share(flags),
        parts: tools.fields(q).map((f, i) => [f, flags[i]]),
        say: answer.map((v, i) => 'g' + i),
      };
    },
    response: (q, answer) => {
      return sent(tools.fields(q).map((f, i) => {
        return f.tagName === 'SELECT' ? tools.chosen(f, answer[i]) : sent(answer[i]);
      }).join(','));
    },
    pattern: q => sent(fillIn.key(q).join(',')),
    key: q => {
      return tools.fields(q).map((f, i) => {
        return f.tagName === 'SELECT' ? tools.chosen(f, q.data.key[i][0]) : q.data.key[i][0];
      });
    },
    // A typed text is not kept, only which accepted answer it was ("-": another one).
    pack: (q, answer) => {
      return tools.fields(q).map((f, i) => {
        const found = accepted(q, i, answer[i]);
        if (f.tagName === 'SELECT') return answer[i];
        return found < 0 ? '-' : DIGITS[Math.min(found, 35)];
      }).join('');
    },
    unpack: (q, packed) => {
      return tools.fields(q).map((f, i) => {
        if (f.tagName === 'SELECT') return packed[i];
        return q.data.key[i][DIGITS.indexOf(packed[i])] || '';
      });
    },
  };

  tools.folded = folded;
})();
