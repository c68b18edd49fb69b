/* SCORM 1.2: pages inside one SCO, resume to the page, best score, commit at every step.
   Written to what a real LMS was seen to do: rows 4c, 4e, 4f (vocabulary, leaving, modes). */
(function () {
  'use strict';

  const FORMAT = '2'; // of suspend_data
  const TRIED = '1';
  const LONGEST = 4096; // characters of suspend_data in the strict standard (4c)
  const ENDED = /^(completed|passed)$/;
  const BEGUN = /^(incomplete|failed|completed|passed)$/;

  function say(key, params) {
    return Coursebook.word('scorm.say.' + key, params);
  }

  function part(name) {
    return document.getElementById('package-' + name);
  }

  /* ---- The LMS ---- */

  /* Any step may throw where the LMS is of another origin or the frame is sandboxed. */
  function apiAbove(start) {
    let frame = start;
    try {
      for (let step = 0; frame && step < 500; step += 1) {
        if (frame.API && frame.API.LMSInitialize) return frame.API;
        if (frame.parent === frame) return null;
        frame = frame.parent;
      }
    } catch (error) { /* nothing to talk to: plain reading */ }
    return null;
  }

  function findApi() {
    let opener = null;
    try { opener = window.opener; } catch (error) { /* likewise */ }
    return apiAbove(window) || (opener ? apiAbove(opener) : null);
  }

  function two(number) {
    return String(number).padStart(2, '0');
  }

  /* HHHH:MM:SS of a number of seconds. */
  function span(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    return two(Math.min(9999, Math.floor(whole / 3600))) + ':' + two(Math.floor(whole / 60) % 60) + ':' + two(whole % 60);
  }

  function timeOfDay() {
    const now = new Date();
    return two(now.getHours()) + ':' + two(now.getMinutes()) + ':' + two(now.getSeconds());
  }

  /* A session with the LMS. `normal` says whether anything may be written: an LMS stores and
     grades also what comes in review and browse mode (4f). `onTrouble(whether)` after a commit. */
  function connect(api, onTrouble) {
    const began = Date.now();
    const sent = new Map();
    let waiting = false;
    let refused = false;

    function call(name, first, second) {
      try {
        const answer = second === undefined ? api[name](first) : api[name](first, second);
        return answer === null || answer === undefined ? '' : String(answer);
      } catch (error) {
        return '';
      }
    }

    const open = api !== null && call('LMSInitialize', '') === 'true';

    function get(name) {
      return open ? call('LMSGetValue', name) : '';
    }

    const normal = open && /^(normal)?$/.test(get('cmi.core.lesson_mode'));

    /* An `optional` element is one that an LMS need not have. */
    function set(name, value, optional) {
      const text = String(value);
      if (!normal || sent.get(name) === text) return;
      if (call('LMSSetValue', name, text) === 'true') {
        sent.set(name, text);
        waiting = true;
      } else if (!optional) {
        refused = true;
      }
    }

    function commit() {
      if (waiting && call('LMSCommit', '') === 'true') waiting = false;
      onTrouble(refused || waiting);
      refused = false;
    }

    function close(recording) {
      // Not in review or browse mode: a Finish alone would make the status `completed` (4c).
      if (!normal) return;
      if (recording) {
        set('cmi.core.session_time', span((Date.now() - began) / 1000));
        commit();
      }
      call('LMSFinish', '');
    }

    return { found: api !== null, open: open, normal: normal, get: get, set: set, commit: commit, close: close };
  }

  /* ---- suspend_data: format|stamp of the page list|visited pages|best score|question=answer~... ---- */

  function hex(flags) {
    let text = '';
    for (let i = 0; i < flags.length; i += 4) {
      text += flags.slice(i, i + 4).reduce(function (sum, flag, bit) { return sum + (flag ? 1 << bit : 0); }, 0).toString(16);
    }
    return text;
  }

  function unhex(text, place) {
    return Boolean((parseInt(text[Math.floor(place / 4)], 16) || 0) & (1 << place % 4));
  }

  function pack(state, config) {
    // Where only completion is tracked, no answer leaves the page: that it was tried is enough.
    const bare = config.tracking === 'completion';
    const answers = Object.keys(config.questions)
      .filter(function (id) { return bare ? state.tried.has(id) : state.values.has(id); })
      .map(function (id) { return short(id, config) + '=' + (bare ? TRIED : state.values.get(id)); });
    return [FORMAT, config.stamp, hex(config.pages.map(function (page) { return state.visited.has(page.id); })),
      state.best === null ? '' : state.best, answers.join('~')].join('|');
  }

  function unpack(text, config) {
    const state = { visited: new Set(), best: null, values: new Map(), tried: new Set() };
    const fields = text.split('|');
    if (fields[0] !== FORMAT || fields.length !== 5) return state;
    // Visited pages stand there by their place: of no use when a new release has other pages.
    if (fields[1] === config.stamp) {
      config.pages.forEach(function (page, i) { if (unhex(fields[2], i)) state.visited.add(page.id); });
    }
    if (/^(100|\d\d?)$/.test(fields[3])) state.best = Number(fields[3]);
    const kept = new Map(fields[4].split('~').map(function (pair) { return pair.split('='); }));
    Object.keys(config.questions).forEach(function (id) {
      const value = kept.get(short(id, config));
      if (value && config.tracking === 'completion') state.tried.add(id);
      else if (value) state.values.set(id, value);
    });
    return state;
  }

  function short(id, config) {
    return id.startsWith(config.prefix) ? id.slice(config.prefix.length) : id;
  }

  /* ---- What is recorded ---- */

  /* The learner's way through the package: what was seen, answered and reached. */
  function learner(lms, config) {
    const state = unpack(lms.get('cmi.suspend_data'), config);
    const status = lms.get('cmi.core.lesson_status');
    const scored = Object.keys(config.questions).filter(function (id) { return config.questions[id] > 0; });
    const credits = new Map();
    const scores = config.tracking !== 'completion' && scored.length > 0;
    // Interactions are an optional part of SCORM 1.2.
    const reports = config.tracking === 'full' && lms.get('cmi.interactions._children') !== '';
    let next = Number(lms.get('cmi.interactions._count')) || 0;
    let changed = false;

    const self = {
      ended: ENDED.test(status),
      failed: status === 'failed',
      scores: scores,
      mastery: scores ? config.mastery : null,
      best: function () { return state.best || 0; },
      bookmark: lms.get('cmi.core.lesson_location'),
      visited: function (id) { return state.visited.has(id); },
      records: function () { return lms.normal && !self.ended; },
      pagesLeft: function () {
        return config.pages.filter(function (page) { return page.required && !state.visited.has(page.id); }).length;
      },
      questionsLeft: function () { return scored.filter(function (id) { return !credits.has(id); }).length; },
      ready: function () { return self.pagesLeft() === 0 && self.questionsLeft() === 0; },
      begin: begin, visit: visit, answer: answer, finish: finish, save: save, leave: leave,
    };

    const recorded = self.records(); // time counts also after Finish, but not in a later practice
    scored.forEach(function (id) {
      const credit = Coursebook.questions.credit(state.values.get(id));
      if (credit !== null) credits.set(id, credit);
      else if (state.tried.has(id)) credits.set(id, 0);
    });

    // Only answers to questions are kept in the LMS: what a learner predicts stays in the page.
    Coursebook.store = {
      get: function (id) { return state.values.get(id) || ''; },
      set: function (id, value) {
        state.values.set(id, String(value).replace(/[|~=]/g, ''));
        changed = true;
        setTimeout(function () { if (changed) save(); }, 0); // an answer is saved with its score
      },
    };

    function begin() {
      if (!self.records()) return;
      if (!BEGUN.test(status)) lms.set('cmi.core.lesson_status', 'incomplete');
      lms.set('cmi.core.exit', 'suspend');
    }

    function save() {
      changed = false;
      if (!self.records()) return;
      const text = pack(state, config);
      if (text.length <= LONGEST) lms.set('cmi.suspend_data', text);
      lms.commit();
    }

    function visit(id) {
      state.visited.add(id);
      if (self.records()) lms.set('cmi.core.lesson_location', id);
      save();
    }

    function score() {
      const sum = function (weigh) { return scored.reduce(function (all, id) { return all + weigh(id); }, 0); };
      const got = sum(function (id) { return config.questions[id] * (credits.get(id) || 0); });
      return Math.round(100 * got / sum(function (id) { return config.questions[id]; }));
    }

    /* Always percent: an LMS does not scale by score.max (4c). */
    function sendScore() {
      lms.set('cmi.core.score.min', 0, true);
      lms.set('cmi.core.score.max', 100, true);
      lms.set('cmi.core.score.raw', state.best);
    }

    /* One interaction a try; `id` before `type`, `wrong` and never `incorrect` (4c). */
    function report(given) {
      const name = 'cmi.interactions.' + next + '.';
      next += 1;
      lms.set(name + 'id', plain(given.id));
      lms.set(name + 'objectives.0.id', plain(given.objective));
      lms.set(name + 'time', timeOfDay());
      lms.set(name + 'type', given.type);
      if (given.pattern) lms.set(name + 'correct_responses.0.pattern', sendable(given.pattern));
      lms.set(name + 'weighting', given.weight);
      lms.set(name + 'student_response', sendable(given.response));
      lms.set(name + 'result', given.result || (given.correct ? 'correct' : 'wrong'));
      lms.set(name + 'latency', span(given.latency));
    }

    function answer(given) {
      if (!(config.questions[given.id] > 0) || !given.scored) return;
      credits.set(given.id, Math.max(credits.get(given.id) || 0, given.credit));
      state.tried.add(given.id);
      if (self.records() && reports) report(given);
      if (self.records() && reports && given.sure) report(sureness(given));
      if (self.records() && scores) {
        state.best = Math.max(state.best || 0, score());
        // With a mastery score an LMS turns any score into passed or failed when the learner
        // leaves, also in the middle (4c): then the score is sent at the end only.
        if (self.mastery === null) sendScore();
      }
      save();
    }

    function finish() {
      if (!self.records() || !self.ready()) return;
      const judged = self.mastery !== null;
      if (scores) {
        state.best = Math.max(state.best || 0, score());
        sendScore();
      }
      self.failed = judged && state.best < self.mastery;
      lms.set('cmi.core.lesson_status', self.failed ? 'failed' : judged ? 'passed' : 'completed');
      if (!self.failed) lms.set('cmi.core.exit', '');
      save();
      self.ended = !self.failed;
    }

    function leave() {
      if (changed) save();
      lms.close(recorded);
    }

    return self;
  }

  /* How sure somebody was, as an interaction of its own: never right or wrong. */
  function sureness(given) {
    return {
      id: given.id + '-sure', objective: given.objective, type: 'likert', response: given.sure,
      weight: 0, result: 'neutral', latency: given.latency,
    };
  }

  function plain(id) {
    return String(id).replace(/[^A-Za-z0-9_]/g, '_');
  }

  /* At most 255 characters, and no half of a pair: an LMS could not encode it. */
  function sendable(text) {
    return String(text).slice(0, 255).replace(/[\uD800-\uDFFF]/gu, '');
  }

  /* ---- The pages ---- */

  function player(lms, me) {
    const pages = Array.from(document.querySelectorAll('[data-page]'));
    const links = Array.from(document.querySelectorAll('[data-go]'));
    const menu = part('menu');
    const narrow = window.matchMedia('(max-width: 56rem)');
    const title = document.title;
    let current = 0;

    function show(index, focus) {
      const page = pages[index];
      if (!page) return;
      const heading = page.querySelector('h2');
      current = index;
      pages.forEach(function (other) { other.hidden = other !== page; });
      document.title = heading.textContent + ' \u00b7 ' + title;
      if (focus) {
        window.scrollTo(0, 0);
        heading.focus({ preventScroll: true });
      }
      me.visit(page.dataset.page);
      draw();
    }

    function go(index) {
      if (narrow.matches) menu.open = false;
      show(index, true);
    }

    /* To a page, or to a word, fact or source on one. */
    function follow(event) {
      const link = event.target.closest && event.target.closest('a[href^="#"]');
      const target = link && document.getElementById(link.getAttribute('href').slice(1));
      const page = target && target.closest('[data-page]');
      if (!page) return;
      event.preventDefault();
      go(pages.indexOf(page));
      if (target === page) return;
      for (let box = target.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
      if (!target.matches('a[href], button, input, select, textarea, summary')) target.setAttribute('tabindex', '-1');
      target.scrollIntoView();
      target.focus({ preventScroll: true });
    }

    function finish() {
      me.finish();
      draw();
      Coursebook.announce(me.ended ? say('finished') : stateText());
    }

    function markLink(link) {
      const here = link.dataset.go === pages[current].dataset.page;
      if (here) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
      if (me.visited(link.dataset.go) && !link.classList.contains('visited')) {
        link.classList.add('visited');
        const read = document.createElement('span');
        read.className = 'visually-hidden';
        read.textContent = ' (' + say('read') + ')';
        link.append(read);
      }
      const group = link.closest('.package-group');
      if (here && group) group.open = true;
    }

    function stateText() {
      if (!lms.found) return say('no-lms');
      if (!lms.open) return say('refused');
      if (!lms.normal) return say('review');
      if (me.ended) return say('practice');
      const open = [['pages', me.pagesLeft()], ['questions', me.questionsLeft()]]
        .filter(function (row) { return row[1] > 0; })
        .map(function (row) { return say(row[0], { n: row[1] }); });
      if (open.length) return say('left') + ' ' + open.join(' \u00b7 ');
      const numbers = { score: me.best(), needed: me.mastery };
      const key = !me.scores ? 'ready' : me.mastery === null || me.best() >= me.mastery ? 'ready-score'
        : me.failed ? 'failed' : 'ready-low';
      return say(key, numbers);
    }

    function draw() {
      const button = part('finish');
      const able = me.ready() && !me.ended;
      part('previous').disabled = current === 0;
      part('next').disabled = current === pages.length - 1;
      if (able && button.getAttribute('aria-disabled') === 'true' && lms.normal) Coursebook.announce(say('ready'));
      button.hidden = !lms.normal;
      button.setAttribute('aria-disabled', String(!able));
      part('state').textContent = stateText();
      part('place').textContent = say('place', { n: current + 1, total: pages.length });
      part('progress').value = pages.filter(function (page) { return me.visited(page.dataset.page); }).length;
      links.forEach(markLink);
    }

    function fold() { menu.open = !narrow.matches; }

    document.documentElement.classList.add('playing');
    fold();
    if (narrow.addEventListener) narrow.addEventListener('change', fold); // not in old Safari
    document.addEventListener('click', follow);
    part('previous').addEventListener('click', function () { go(current - 1); });
    part('next').addEventListener('click', function () { go(current + 1); });
    part('finish').addEventListener('click', finish);
    part('progress').max = pages.length;
    const kept = pages.findIndex(function (page) { return page.dataset.page === me.bookmark; });
    show(Math.max(0, kept), false);
    return { draw: draw };
  }

  /* ---- In and out. The store must stand before core.js starts the questions, so at once. ---- */

  const config = JSON.parse(part('config').textContent);
  const lms = connect(findApi(), function (trouble) {
    const box = part('alert');
    if (trouble && box.hidden) Coursebook.announce(say('not-saved'));
    box.textContent = trouble ? say('not-saved') : '';
    box.hidden = !trouble;
  });
  const me = learner(lms, config);
  me.begin();
  const view = player(lms, me);
  Coursebook.on('answered', function (given) {
    me.answer(given);
    view.draw();
  });
  // Only `pagehide`: unload and beforeunload come in other orders, and not always (4e).
  window.addEventListener('pagehide', me.leave, { once: true });
  // Brought back by the browser's history: the session is closed, so begin a new one.
  window.addEventListener('pageshow', function (event) { if (event.persisted) location.reload(); });
})();
