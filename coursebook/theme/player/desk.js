/* The editor's desk: filters by module, severity and kind; copies of file and line. */
(() => {
  'use strict';

  const NAMES = ['module', 'severity', 'kind'];

  /* Printed pages show everything: the class hides on screens only. */
  function hide(element, hidden) {
    element.classList.toggle('out', hidden);
  }

  function fits(element, chosen) {
    return NAMES.every(name => {
      const value = element.dataset[name];
      return !chosen[name] || value === undefined || value.split(' ').indexOf(chosen[name]) >= 0;
    });
  }

  function apply(form) {
    const chosen = {};
    NAMES.forEach(name => { chosen[name] = form.elements[name].value; });
    document.querySelectorAll('main [data-module]').forEach(element => {
      hide(element, !fits(element, chosen));
    });
    document.querySelectorAll('[data-group]').forEach(group => {
      hide(group, !group.querySelector('[data-problem]:not(.out)'));
    });
    document.querySelectorAll('tbody').forEach(body => {
      hide(body, Boolean(body.querySelector('[data-module]'))
        && !body.querySelector('[data-module]:not(.out)'));
    });
    const all = document.querySelectorAll('[data-problem]').length;
    const left = document.querySelectorAll('[data-problem]:not(.out)').length;
    const empty = document.querySelector('[data-empty]');
    if (empty) empty.hidden = left > 0;
    form.querySelector('[data-count]').textContent =
      Coursebook.word('desk.shown', { n: left, all: all });
  }

  Coursebook.register('[data-filters]', form => {
    form.hidden = false;
    form.addEventListener('change', () => { apply(form); });
    form.addEventListener('submit', event => { event.preventDefault(); });
    form.addEventListener('reset', () => { setTimeout(() => { apply(form); }, 0); });
    apply(form);
  });

  /* Pages from a disk have no clipboard of their own in every browser: the old way is the second. */
  function copy(text) {
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'visually-hidden';
    document.body.appendChild(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }

  Coursebook.register('.copy', button => {
    button.hidden = false;
    button.addEventListener('click', () => {
      const place = button.dataset.place;
      const said = () => { Coursebook.announce(Coursebook.word('desk.copied', { place: place })); };
      const old = () => { copy(place); button.focus(); said(); };
      if (navigator.clipboard) navigator.clipboard.writeText(place).then(said, old);
      else old();
    });
  });
})();
