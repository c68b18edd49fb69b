/* Search: loaded with its index when first used. Words are folded (case, accents, Arabic forms). */
(function () {
  'use strict';

  const site = Coursebook.site;
  const word = site.word;
  // A run of signs and a run of letters are two words, also without a space between them.
  const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}])+/gu;
  const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
  const MOST = 30;
  let pages = [];
  let dialog, field, list, count, timer;

  /* One form for all spellings of a word. */
  function fold(text) {
    return text.normalize('NFKD').replace(/\p{M}|\u0640/gu, '').toLowerCase()
      .replace(/[\u0622\u0623\u0625\u0671]/g, '\u0627').replace(/\u0649/g, '\u064a').replace(/\u0629/g, '\u0647');
  }

  /* Groups of terms. A word is a group of one. Chinese has no spaces: pairs of neighbouring signs
     are one group, of which most must be found, because some pairs straddle two words. */
  function terms(query) {
    const found = [];
    (query.match(WORD) || []).forEach(function (part) {
      const folded = fold(part);
      const pairs = [];
      for (let i = 0; HAN.test(folded) && i + 1 < folded.length; i += 1) pairs.push(folded.slice(i, i + 2));
      if (folded.length > 1 || HAN.test(folded)) found.push(pairs.length ? pairs : [folded]);
    });
    return found;
  }

  /* Arabic joins "the", "and", "by", "for" to the word. */
  function matches(token, term) {
    return token.startsWith(term) || token.replace(/^(?:[\u0648\u0641])?(?:[\u0628\u0643\u0644])?\u0627\u0644|^\u0648|^\u0644\u0644/, '').startsWith(term);
  }

  /* Where the token has the term: the whole word, or each place in a run of signs. */
  function placesOf(token, term) {
    if (!HAN.test(term)) return matches(token.text, term) ? [token] : [];
    const found = [];
    for (let at = token.text.indexOf(term); at >= 0; at = token.text.indexOf(term, at + 1)) {
      found.push({ text: term, start: token.start + at, end: token.start + at + term.length });
    }
    return found;
  }

  /* In the order of the text; pairs that overlap are one place. */
  function joined(places) {
    const all = [];
    places.sort(function (a, b) { return a.start - b.start; }).forEach(function (place) {
      const last = all[all.length - 1];
      if (last && place.start < last.end) last.end = Math.max(last.end, place.end);
      else all.push(Object.assign({}, place));
    });
    return all;
  }

  function tokens(text) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      found.push({ text: fold(match[0]), start: match.index, end: match.index + match[0].length });
    }
    return found;
  }

  function prepare(page) {
    page.tokens = page.tokens || tokens(page.text);
    page.heads = page.heads || tokens(page.title);
  }

  /* Null where a group is missing; a title weighs as much as ten places. */
  function look(page, wanted) {
    prepare(page);
    let score = 0;
    let places = [];
    for (const group of wanted) {
      let hits = 0;
      group.forEach(function (term) {
        const inTitle = page.heads.some(function (token) { return placesOf(token, term).length; });
        const inText = page.tokens.reduce(function (all, token) { return all.concat(placesOf(token, term)); }, []);
        if (inTitle || inText.length) hits += 1;
        score += (inTitle ? 10 : 0) + Math.min(5, inText.length);
        places = places.concat(inText);
      });
      if (hits < Math.ceil(group.length * 0.6)) return null;
    }
    return { page: page, score: score, places: joined(places) };
  }

  /* Where the most places stand close together begins the snippet. */
  function best(places) {
    let first = 0, most = 0;
    places.forEach(function (place) {
      const near = new Set(places.filter(function (other) {
        return other.start >= place.start && other.start < place.start + 100;
      }).map(function (other) { return other.text; })).size;
      if (near > most) { most = near; first = place.start; }
    });
    return first;
  }

  /* The words around the best place, with what was found marked. */
  function snippet(result) {
    const text = result.page.text;
    const line = document.createElement('p');
    const first = best(result.places);
    let from = first < 60 ? 0 : text.indexOf(' ', first - 60) + 1;
    if (from > first) from = first - 20; // Chinese has no space to begin at
    let to = Math.min(text.length, from + 200);
    const space = text.lastIndexOf(' ', to);
    if (to < text.length && space > to - 60) to = space;
    let at = from;
    if (from > 0) line.append('… ');
    result.places.forEach(function (place) {
      if (place.start < at || place.end > to) return;
      const mark = document.createElement('mark');
      mark.textContent = text.slice(place.start, place.end);
      line.append(text.slice(at, place.start), mark);
      at = place.end;
    });
    line.append(text.slice(at, to), to < text.length ? ' …' : '');
    return line;
  }

  function item(result) {
    const made = document.createElement('li');
    const link = document.createElement('a');
    const context = document.createElement('span');
    link.href = result.page.file;
    link.textContent = result.page.title;
    context.className = 'meta';
    context.textContent = result.page.context;
    made.append(link, context, snippet(result));
    return made;
  }

  function search() {
    const wanted = terms(field.value);
    const found = wanted.length ? pages.map(function (page) { return look(page, wanted); }).filter(Boolean) : [];
    found.sort(function (a, b) { return b.score - a.score; });
    list.replaceChildren.apply(list, found.slice(0, MOST).map(item));
    if (!wanted.length) count.textContent = word('find.help');
    else count.textContent = found.length ? word('find.count', { n: found.length }) : word('find.none', { query: field.value.trim() });
  }

  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [field].concat(Array.from(list.querySelectorAll('a')));
    const to = stops.indexOf(document.activeElement) + step;
    if (stops[to]) { event.preventDefault(); stops[to].focus(); }
  }

  function build() {
    dialog = document.createElement('dialog');
    dialog.className = 'panel';
    dialog.setAttribute('aria-labelledby', 'find-title');
    dialog.innerHTML = '<form method="dialog" class="panel-head"><h2 id="find-title"></h2><button></button></form>'
      + '<label for="find"></label><input type="search" id="find" autocomplete="off" spellcheck="false" dir="auto">'
      + '<p class="meta" role="status"></p><ol class="results"></ol>';
    dialog.querySelector('h2').textContent = word('find.title');
    dialog.querySelector('button').textContent = word('find.close');
    dialog.querySelector('label').textContent = word('find.label');
    field = dialog.querySelector('input');
    list = dialog.querySelector('ol');
    count = dialog.querySelector('[role=status]');
    field.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(search, 120); });
    dialog.addEventListener('keydown', move);
    list.addEventListener('click', function (event) { if (event.target.closest('a')) dialog.close(); });
    field.addEventListener('keydown', function (event) {
      // Chromium's own answer to Escape in a search field is to empty it.
      if (event.key === 'Escape') { event.preventDefault(); dialog.close(); }
      if (event.key === 'Enter') { clearTimeout(timer); search(); }
    });
    document.body.appendChild(dialog);
    search();
  }

  site.search = function (rows) {
    pages = rows.map(function (row) { return { file: row[0], title: row[1], context: row[2], text: row[3] }; });
  };

  site.searchPanel = function () {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    field.focus();
    field.select();
  };
})();
