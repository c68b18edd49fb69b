/* SCORM 1.2: pages inside one SCO, resume to the page, best score, commit at every step.
   Written to the measured facts of a real LMS: 4c, 4e, 4f (modes, unload, vocabulary). */
(function () {
  'use strict';

  const VERSION = '1';
  const BUDGET = 4096; // suspend_data of the strict standard (4c)

  function readConfig() {
    const element = document.getElementById('coursebook-package');
    return element ? JSON.parse(element.textContent) : null;
  }

  /* Each step may throw where the LMS is of another origin (standards, section 9). */
  function findApi() {
    function inside(start) {
      let frame = start;
      for (let step = 0; step < 500; step += 1) {
        try {
          if (frame.API) return frame.API;
          if (!frame.parent || frame.parent === frame) return null;
          frame = frame.parent;
        } catch (error) {
          return null;
        }
      }
      return null;
    }
    let found = inside(window);
    try {
      if (!found && window.opener) found = inside(window.opener);
    } catch (error) {
      found = null;
    }
    return found;
  }

  /* The LMS, or silence: without an API, and in review or browse mode, nothing is written. */
  function connect(api) {
    let open = false;
    let failed = false;
    const started = Date.now();
    const lms = {
      present: Boolean(api),
      mode: 'normal',
      writes: false,
      get: function (name) { return open ? String(api.LMSGetValue(name)) : ''; },
      set: function (name, value) {
        if (!lms.writes) return;
        if (String(api.LMSSetValue(name, String(value))) !== 'true') complain();
      },
      commit: function () {
        if (lms.writes && String(api.LMSCommit('')) !== 'true') complain();
      },
      finish: function () {
        if (!lms.writes) return;
        lms.set('cmi.core.session_time', clock(Date.now() - started));
        lms.commit();
        lms.writes = false;
        api.LMSFinish('');
      },
    };
    function complain() {
      if (failed) return;
      failed = true;
      Coursebook.announce(Coursebook.word('scorm.not-saved'));
      const box = document.getElementById('package-alert');
      if (box) { box.textContent = Coursebook.word('scorm.not-saved'); box.hidden = false; }
    }
    if (api) {
      try {
        open = String(api.LMSInitialize('')) === 'true';
      } catch (error) {
        open = false;
      }
      lms.present = open;
      lms.mode = lms.get('cmi.core.lesson_mode') || 'normal';
      lms.writes = open && lms.mode === 'normal';
    }
    return lms;
  }

  /* HHHH:MM:SS of a duration in milliseconds. */
  function clock(milliseconds) {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const two = function (n) { return String(n).padStart(2, '0'); };
    return two(Math.min(9999, Math.floor(seconds / 3600))) + ':' +
      two(Math.floor(seconds / 60) % 60) + ':' + two(seconds % 60);
  }

  function timeOfDay() {
    const now = new Date();
    return [now.getHours(), now.getMinutes(), now.getSeconds()]
      .map(function (n) { return String(n).padStart(2, '0'); }).join(':');
  }

  /* suspend_data: version|visited pages (hex bits)|best score|finished|tried|key=value~key=value */
  function unpack(text, config) {
    const state = { visited: new Set(), best: null, finished: false, tried: new Set(), values: new Map() };
    const fields = text.split('|');
    if (fields[0] !== VERSION || fields.length < 6) return state;
    bits(fields[1]).forEach(function (i) { if (config.pages[i]) state.visited.add(config.pages[i].id); });
    state.best = fields[2] === '' ? null : Number(fields[2]);
    state.finished = fields[3] === '1';
    const scored = Object.keys(config.scored);
    bits(fields[4]).forEach(function (i) { if (scored[i]) state.tried.add(scored[i]); });
    fields.slice(5).join('|').split('~').forEach(function (pair) {
      const cut = pair.indexOf('=');
      if (cut > 0) state.values.set(pair.slice(0, cut), pair.slice(cut + 1));
    });
    return state;
  }

  function pack(state, config) {
    const pages = config.pages.map(function (page) { return page.id; });
    const pairs = Array.from(state.values, function (pair) { return pair[0] + '=' + pair[1]; });
    return [VERSION, hex(pages, state.visited), state.best === null ? '' : state.best,
      state.finished ? '1' : '0', hex(Object.keys(config.scored), state.tried), pairs.join('~')].join('|');
  }

  function hex(ids, chosen) {
    let text = '';
    for (let i = 0; i < ids.length; i += 4) {
      let digit = 0;
      for (let bit = 0; bit < 4; bit += 1) if (chosen.has(ids[i + bit])) digit += 1 << bit;
      text += digit.toString(16);
    }
    return text;
  }

  function bits(text) {
    const found = [];
    Array.from(text).forEach(function (digit, place) {
      for (let bit = 0; bit < 4; bit += 1) if (parseInt(digit, 16) & (1 << bit)) found.push(place * 4 + bit);
    });
    return found;
  }

  function start() {
    const config = readConfig();
    if (!config) return;
    const lms = connect(findApi());
    const full = config.tracking === 'full';
    const scores = full || config.tracking === 'score';
    const state = unpack(lms.get('cmi.suspend_data'), config);
    const status = lms.get('cmi.core.lesson_status');
    const credits = new Map();
    let next = Number(lms.get('cmi.interactions._count')) || 0;
    if (/^(completed|passed|failed)$/.test(status)) state.finished = true;
    const records = function () { return lms.writes && !state.finished; };

    Coursebook.store = {
      get: function (id) { return state.values.get(short(id)) || ''; },
      set: function (id, value) {
        state.values.set(short(id), String(value).replace(/[~|]/g, ''));
        save();
      },
    };
    function short(id) { return id.indexOf(config.prefix) === 0 ? id.slice(config.prefix.length) : id; }

    function save() {
      if (!lms.writes) return;
      const text = pack(state, config);
      if (text.length <= BUDGET) lms.set('cmi.suspend_data', text);
      lms.commit();
    }

    function score() {
      let got = 0;
      let total = 0;
      Object.keys(config.scored).forEach(function (id) {
        total += config.scored[id];
        got += config.scored[id] * (credits.get(id) || 0);
      });
      return total ? Math.round((got / total) * 100) : 0;
    }

    /* One interaction a try; `id` before `type`, `wrong` never `incorrect` (4c). */
    function interaction(answer) {
      const name = 'cmi.interactions.' + next + '.';
      next += 1;
      lms.set(name + 'id', answer.id.replace(/[^A-Za-z0-9_]/g, '_'));
      lms.set(name + 'objectives.0.id', answer.objective.replace(/[^A-Za-z0-9_]/g, '_'));
      lms.set(name + 'time', timeOfDay());
      lms.set(name + 'type', answer.type);
      if (answer.pattern) lms.set(name + 'correct_responses.0.pattern', String(answer.pattern).slice(0, 255));
      lms.set(name + 'weighting', answer.weight);
      lms.set(name + 'student_response', String(answer.response).slice(0, 255));
      lms.set(name + 'result', answer.correct ? 'correct' : 'wrong');
      lms.set(name + 'latency', clock(answer.latency * 1000));
    }

    Coursebook.on('answered', function (answer) {
      if (!answer.scored || !(answer.id in config.scored)) return;
      credits.set(answer.id, Math.max(credits.get(answer.id) || 0, answer.credit));
      state.values.set('+' + short(answer.id), String(Math.round(credits.get(answer.id) * 100)));
      state.tried.add(answer.id);
      if (records()) {
        if (full) interaction(answer);
        if (scores && (state.best === null || score() > state.best)) {
          state.best = score();
          lms.set('cmi.core.score.min', 0);
          lms.set('cmi.core.score.max', 100);
          lms.set('cmi.core.score.raw', state.best);
        }
      }
      save();
      draw();
    });
    Object.keys(config.scored).forEach(function (id) {
      const kept = state.values.get('+' + short(id));
      if (kept) credits.set(id, Number(kept) / 100);
    });

    /* --- pages ---------------------------------------------------------------------------- */
    const pages = Array.from(document.querySelectorAll('[data-page]'));
    const links = Array.from(document.querySelectorAll('[data-go]'));
    const byId = new Map(pages.map(function (page) { return [page.dataset.page, page]; }));
    let current = -1;

    function show(index, focus) {
      if (index < 0 || index >= pages.length) return;
      current = index;
      pages.forEach(function (page, i) { page.hidden = i !== index; });
      const id = pages[index].dataset.page;
      state.visited.add(id);
      links.forEach(function (link) {
        if (link.dataset.go === id) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      });
      Coursebook.start(pages[index]);
      if (focus) {
        const heading = pages[index].querySelector('h1,h2');
        window.scrollTo(0, 0);
        if (heading) heading.focus({ preventScroll: true });
      }
      lms.set('cmi.core.lesson_location', id);
      save();
      draw();
    }

    function open(id, anchor) {
      const target = byId.get(id) ? pages.indexOf(byId.get(id)) : -1;
      if (target >= 0) show(target, !anchor);
      if (anchor) anchor.scrollIntoView();
      return target >= 0;
    }

    document.addEventListener('click', function (event) {
      const link = event.target.closest ? event.target.closest('a[href^="#"]') : null;
      if (!link) return;
      const id = decodeURIComponent(link.getAttribute('href').slice(1));
      const target = document.getElementById(id);
      const page = target && target.closest('[data-page]');
      if (!page) return;
      event.preventDefault();
      open(page.dataset.page, target === page ? null : target);
      if (target !== page) { target.setAttribute('tabindex', '-1'); target.focus({ preventScroll: true }); }
    });

    const previous = document.getElementById('package-previous');
    const following = document.getElementById('package-next');
    const finish = document.getElementById('package-finish');
    previous.addEventListener('click', function () { show(current - 1, true); });
    following.addEventListener('click', function () { show(current + 1, true); });
    finish.addEventListener('click', function () {
      if (!ready() || state.finished) return;
      if (lms.writes && scores) {
        const passed = config.mastery === null ? 'completed' : (state.best || 0) >= config.mastery ? 'passed' : 'failed';
        lms.set('cmi.core.lesson_status', passed);
      } else {
        lms.set('cmi.core.lesson_status', 'completed');
      }
      state.finished = true;
      lms.set('cmi.core.exit', '');
      save();
      draw();
      Coursebook.announce(Coursebook.word('scorm.finished'));
    });

    function left() {
      return config.pages.filter(function (page) { return page.required && !state.visited.has(page.id); });
    }
    function unanswered() {
      return Object.keys(config.scored).filter(function (id) { return !state.tried.has(id); });
    }
    function ready() { return left().length === 0 && unanswered().length === 0; }

    function draw() {
      previous.disabled = current <= 0;
      following.disabled = current >= pages.length - 1;
      finish.setAttribute('aria-disabled', String(!ready() || state.finished));
      finish.hidden = !lms.present;
      links.forEach(function (link) { link.classList.toggle('visited', state.visited.has(link.dataset.go)); });
      const required = config.pages.filter(function (page) { return page.required; });
      const meter = document.getElementById('package-progress');
      meter.max = required.length;
      meter.value = required.length - left().length;
      document.getElementById('package-state').textContent = stateText();
    }

    function stateText() {
      if (!lms.present) return Coursebook.word('scorm.no-lms');
      if (!lms.writes) return Coursebook.word('scorm.review');
      if (state.finished) return Coursebook.word('scorm.practice');
      if (ready()) return Coursebook.word('scorm.ready');
      return Coursebook.word('scorm.left', { pages: left().length, questions: unanswered().length });
    }

    /* --- in and out ----------------------------------------------------------------------- */
    document.documentElement.classList.add('playing');
    if (lms.writes && (status === 'not attempted' || status === '')) {
      lms.set('cmi.core.lesson_status', 'incomplete');
    }
    if (lms.writes && !state.finished) lms.set('cmi.core.exit', 'suspend');
    const bookmark = lms.get('cmi.core.lesson_location');
    if (!open(location.hash.slice(1)) && !open(bookmark)) show(0, false);
    // `pagehide` only, and once: unload and beforeunload come in other orders (standards 2b).
    window.addEventListener('pagehide', function () { lms.finish(); });
  }

  if (document.readyState === 'complete') start();
  else document.addEventListener('DOMContentLoaded', start);
})();
