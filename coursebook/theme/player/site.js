/* The site: what is remembered on this device, theme, length, contents, keys, and parts on demand. */
(() => {
  'use strict';

  const root = document.documentElement;
  const course = root.dataset.course || 'course';
  const page = root.dataset.page || '';
  const prefix = 'coursebook/' + course + '/';
  const memory = new Map();
  const words = {};
  const loaded = {};

  root.classList.add('js');

  /* ---- What is kept: only in this browser, and in memory where the browser keeps nothing ---- */

  const kept = {
    get: key => {
      try { return localStorage.getItem(prefix + key) || ''; } catch (error) { return memory.get(key) || ''; }
    },
    set: (key, value) => {
      try { localStorage.setItem(prefix + key, value); } catch (error) { memory.set(key, value); }
    },
    remove: key => {
      memory.delete(key);
      try { localStorage.removeItem(prefix + key); } catch (error) { /* nothing was kept */ }
    },
    keys: () => {
      try {
        return Object.keys(localStorage).filter(name => name.startsWith(prefix))
          .map(name => name.slice(prefix.length)).sort();
      } catch (error) {
        return Array.from(memory.keys()).sort();
      }
    },
  };

  Coursebook.store = {
    get: id => kept.get('answer/' + id),
    set: (id, value) => { kept.set('answer/' + id, value); },
  };

  function all(selector, scope) {
    return Array.from((scope || document).querySelectorAll(selector));
  }

  function word(key, params) {
    const text = words['site.' + key];
    if (!text) return Coursebook.word('site.' + key, params);
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      return params && name in params ? String(params[name]) : whole;
    });
  }

  /* A part that is fetched when first used: a script, because a page on a disk may fetch no data. */
  function open(name) {
    if (site[name + 'Panel']) { site[name + 'Panel'](); return; }
    if (loaded[name]) return;
    loaded[name] = true;
    load('link', { rel: 'stylesheet', href: 'panel.css' }, () => {
      load('script', { src: name + '.js' }, event => {
        if (event.type === 'load') site[name + 'Panel']();
        else loaded[name] = false;
      });
    });
  }

  /* The same style sheet twice costs nothing: the browser has it. */
  function load(name, attributes, then) {
    const made = Object.assign(document.createElement(name), attributes);
    made.onload = then;
    made.onerror = then;
    document.head.appendChild(made);
  }

  /* ---- Theme and length ---- */

  function theme(value) {
    if (value !== undefined) kept.set('theme', value);
    const chosen = kept.get('theme');
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    return chosen;
  }

  function length(value) {
    if (value) { kept.set('length', value); drawLength(); }
    return kept.get('length') || 'core';
  }

  /* The page as that length shows it; `whole` unfolds this page only. */
  function drawLength(whole) {
    const chosen = length();
    const lesson = document.querySelector('.lesson');
    if (!lesson) return;
    const short = chosen === 'express' && !whole && lesson.querySelector('.part.express') !== null;
    lesson.classList.toggle('is-short', short);
    all('details.deep', lesson).forEach(part => { part.open = chosen === 'deep'; });
    all('[data-folded]').forEach(line => {
      line.hidden = !(line.dataset.folded === 'some' ? short : chosen === 'express');
    });
    all('[data-length]').forEach(button => {
      button.setAttribute('aria-pressed', String(button.dataset.length === chosen));
    });
  }

  /* A link may point into something folded. */
  function showTarget() {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { return; }
    if (!target || !target.closest('.lesson')) return;
    if (target.closest('.is-short') && !target.closest('.part.express')) drawLength(true);
    for (let part = target.closest('details'); part; part = part.parentElement.closest('details')) part.open = true;
    target.scrollIntoView();
  }

  function startLength() {
    all('.lengths').forEach(group => { group.hidden = false; });
    all('[data-length]').forEach(button => {
      button.addEventListener('click', () => { length(button.dataset.length); });
    });
    all('[data-folded] button').forEach(button => {
      button.addEventListener('click', () => {
        drawLength(true);
        document.getElementById('main').focus({ preventScroll: true });
      });
    });
    drawLength();
    showTarget();
    window.addEventListener('hashchange', showTarget);
  }

  /* ---- Progress: seen when opened, read when its end was on the screen ---- */

  function ids(key) {
    return kept.get(key).split(' ').filter(Boolean);
  }

  function add(key, id) {
    if (ids(key).indexOf(id) < 0) kept.set(key, ids(key).concat(id).join(' '));
  }

  function drawProgress() {
    const read = ids('read');
    const seen = ids('seen');
    all('.side a, .pages a').forEach(link => {
      const id = link.getAttribute('href').replace(/\.html$/, '');
      if (seen.indexOf(id) >= 0) link.classList.add('is-seen');
      if (read.indexOf(id) < 0 || link.classList.contains('is-read')) return;
      link.classList.add('is-read');
      const said = document.createElement('span');
      said.className = 'visually-hidden';
      said.textContent = ' (' + word('ui.read') + ')';
      link.appendChild(said);
    });
    all('[data-progress]').forEach(line => {
      const pages = line.dataset.progress.split(' ').filter(Boolean);
      const n = pages.filter(id => read.indexOf(id) >= 0).length;
      line.hidden = n === 0;
      line.textContent = word('ui.progress', { n: n, total: pages.length });
      line.style.setProperty('--part', Math.round(100 * n / Math.max(1, pages.length)) + '%');
    });
  }

  function startProgress() {
    const heading = document.querySelector('h1');
    const end = document.querySelector('.pager');
    if (page && end) {
      add('seen', page);
      kept.set('last', page + '.html ' + (heading ? heading.textContent : ''));
      if (window.IntersectionObserver) {
        new IntersectionObserver((entries, observer) => {
          if (!entries.some(entry => entry.isIntersecting)) return;
          add('read', page);
          drawProgress();
          observer.disconnect();
        }).observe(end);
      }
    }
    drawProgress();
    const last = /^([\w-]+\.html) (.*)$/.exec(kept.get('last'));
    all('[data-start]').forEach(link => {
      if (!last) return;
      link.href = last[1];
      link.textContent = word('ui.continue', { title: last[2] });
    });
  }

  /* ---- Header and keys ---- */

  function startTools() {
    const side = document.querySelector('.side');
    const contents = document.querySelector('[data-tool=contents]');
    const here = side.querySelector('[aria-current]');
    if (here) side.scrollTop = here.offsetTop - side.clientHeight / 3;
    all('.tools').forEach(tools => { tools.hidden = false; });
    all('[data-tool]').forEach(button => {
      button.addEventListener('click', () => {
        if (button !== contents) { open(button.dataset.tool); return; }
        const shown = side.classList.toggle('is-open');
        contents.setAttribute('aria-expanded', String(shown));
        if (shown) side.querySelector('a').focus();
      });
    });
    side.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || !side.classList.contains('is-open')) return;
      side.classList.remove('is-open');
      contents.setAttribute('aria-expanded', 'false');
      contents.focus();
    });
  }

  /* Keys with a modifier only (WCAG 2.1.4); not Alt+Shift, which changes the keyboard's language. */
  function onKey(event) {
    if ((event.ctrlKey !== event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      open('search');
    }
    const rel = { PageDown: 'next', PageUp: 'prev' }[event.key];
    if (!rel || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = document.querySelector('.pager .' + rel);
    if (link) { event.preventDefault(); link.click(); }
  }

  const site = window.Coursebook.site = {
    kept: kept, word: word, theme: theme, length: length, saveText: Coursebook.saveText, open: open,
    say: more => { Object.assign(words, more); },
  };

  theme();
  document.addEventListener('DOMContentLoaded', () => {
    startTools();
    startLength();
    startProgress();
    document.addEventListener('keydown', onKey);
    let open = [];
    window.addEventListener('beforeprint', () => {
      open = all('details:not([open])');
      open.forEach(part => { part.open = true; });
    });
    window.addEventListener('afterprint', () => {
      open.forEach(part => { part.open = false; });
    });
  });
})();
