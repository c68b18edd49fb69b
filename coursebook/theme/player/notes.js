/* Lines to write on: text stays in the page until the reader asks to keep it on this device.
   Only the site can keep it; in a package it is forgotten when the page closes. */
(function () {
  'use strict';

  const kept = Coursebook.site && Coursebook.site.kept;
  const fields = [];

  function word(name) {
    return Coursebook.word('site.notes.' + name);
  }

  function element(name, attributes, text) {
    const made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) made.textContent = text;
    return made;
  }

  function keeping() {
    return kept.get('keep-notes') === 'yes';
  }

  function save(field) {
    if (!keeping()) return;
    if (field.area.value) kept.set(field.key, field.area.value);
    else kept.remove(field.key);
  }

  /* One choice for the whole course: all boxes show it. Unticking takes every kept note away. */
  function keep(wanted) {
    kept.set('keep-notes', wanted ? 'yes' : '');
    kept.keys().forEach(function (key) { if (!wanted && key.startsWith('note/')) kept.remove(key); });
    fields.forEach(function (field) { field.box.checked = wanted; save(field); });
    Coursebook.announce(word(wanted ? 'kept' : 'not_kept'));
  }

  function erase(field) {
    field.area.value = '';
    kept.remove(field.key);
    Coursebook.announce(word('deleted'));
    field.area.focus();
  }

  function button(name, fn) {
    const made = element('button', { type: 'button', class: 'plain' }, word(name));
    made.addEventListener('click', fn);
    return made;
  }

  function addKeeping(field, row, id) {
    const box = element('input', { type: 'checkbox', id: id + '-keep' });
    const tick = element('label', { for: id + '-keep' }, word('keep'));
    tick.prepend(box);
    field.box = box;
    box.checked = keeping();
    box.addEventListener('change', function () { keep(box.checked); });
    field.area.value = kept.get(field.key);
    field.area.addEventListener('input', function () { save(field); });
    row.prepend(tick);
    row.append(button('delete', function () { erase(field); }));
  }

  function enhance(lines) {
    const n = fields.length + 1;
    const page = lines.closest('[data-page]').dataset.page;
    const id = 'note-' + n;
    const label = element('label', { for: id, class: 'lines-hint' }, word('label'));
    label.append(element('span', { class: 'visually-hidden' }, ' ' + n));
    const area = element('textarea', { id: id, rows: lines.dataset.lines || '4', dir: 'auto', autocomplete: 'off' });
    const field = { area: area, key: 'note/' + page + '/' + n };
    const row = element('p', { class: 'lines-actions' });
    fields.push(field);
    row.append(button('export', function () {
      Coursebook.saveText(page + '-' + id + '.txt', area.value + '\n');
    }));
    if (kept) addKeeping(field, row, id);
    else row.prepend(element('span', { id: id + '-hint' }, Coursebook.word('question.stays-here')));
    if (!kept) area.setAttribute('aria-describedby', id + '-hint');
    lines.replaceChildren(label, area, row);
    lines.classList.add('is-live');
  }

  Coursebook.register('.lines', enhance);
})();
