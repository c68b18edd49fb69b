/* What every part of the page shares: words, announcements, events, storage, and the start. */
(() => {
  'use strict';

  const enhancers = [];
  const listeners = new Map();
  const memory = new Map();
  let words = null;
  let region = null;

  function readWords() {
    const element = document.getElementById('coursebook-words');
    try {
      return element ? JSON.parse(element.textContent) : {};
    } catch (error) {
      console.error('Coursebook: the words of the page cannot be read', error);
      return {};
    }
  }

  /* An interface word with its {placeholders} filled; the key itself where there is no word. */
  function word(key, params) {
    words = words || readWords();
    const text = Object.prototype.hasOwnProperty.call(words, key) ? words[key] : key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      return params && name in params ? String(params[name]) : whole;
    });
  }

  /* Say something to screen readers, politely, without moving the focus. */
  function announce(text) {
    if (!region) {
      region = document.createElement('div');
      region.className = 'visually-hidden';
      region.setAttribute('role', 'status');
      document.body.appendChild(region);
    }
    region.textContent = '';
    // A pause, so that the same words said twice are heard twice.
    setTimeout(() => { region.textContent = text; }, 60);
  }

  /* One part that fails must not take the others with it. */
  function guarded(fn, argument) {
    try {
      fn(argument);
    } catch (error) {
      console.error('Coursebook:', error);
    }
  }

  /* Hand a text to the reader as a file: the only way out for what people write. */
  function saveText(name, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => { URL.revokeObjectURL(link.href); }, 10000);
  }

  function on(event, fn) {
    listeners.set(event, (listeners.get(event) || []).concat(fn));
  }

  function emit(event, detail) {
    (listeners.get(event) || []).forEach(fn => { guarded(fn, detail); });
  }

  function register(selector, fn) {
    enhancers.push({ selector: selector, fn: fn, done: new WeakSet() });
  }

  /* Run every enhancer on the elements that it has not seen; safe to call again. */
  function start(root) {
    const scope = root || document;
    enhancers.forEach(enhancer => {
      const found = Array.from(scope.querySelectorAll(enhancer.selector));
      if (scope.matches && scope.matches(enhancer.selector)) found.unshift(scope);
      found.forEach(element => {
        if (enhancer.done.has(element)) return;
        enhancer.done.add(element);
        guarded(enhancer.fn, element);
      });
    });
  }

  window.Coursebook = {
    word: word,
    announce: announce,
    saveText: saveText,
    on: on,
    emit: emit,
    register: register,
    start: start,
    /* Forgets when the page closes; the site and the SCORM package put their own in its place. */
    store: {
      get: id => memory.get(id) || '',
      set: (id, value) => { memory.set(id, value); },
    },
  };

  // Deferred scripts run before this event: a script that replaces the store does so in time.
  if (document.readyState === 'complete') setTimeout(start, 0);
  else document.addEventListener('DOMContentLoaded', () => { start(document); });
})();
