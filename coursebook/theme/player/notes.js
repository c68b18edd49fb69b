/* Lines to write on: text stays in the page until the reader asks to keep it on this device. */
(function () {
  'use strict';

  const site = Coursebook.site;
  const kept = site.kept;
  const page = document.documentElement.dataset.page;
  const fields = [];

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
    Coursebook.announce(site.word(wanted ? 'notes.kept' : 'notes.not_kept'));
  }

  function erase(field) {
    field.area.value = '';
    kept.remove(field.key);
    Coursebook.announce(site.word('notes.deleted'));
    field.area.focus();
  }

  function button(name, fn) {
    const made = element('button', { type: 'button', class: 'plain' }, site.word('notes.' + name));
    made.addEventListener('click', fn);
    return made;
  }

  function enhance(lines) {
    const n = fields.length + 1;
    const id = 'note-' + n;
    const label = element('label', { for: id, class: 'lines-hint' }, site.word('notes.label'));
    label.append(element('span', { class: 'visually-hidden' }, ' ' + n));
    const area = element('textarea', { id: id, rows: lines.dataset.lines || '4', dir: 'auto', autocomplete: 'off' });
    const box = element('input', { type: 'checkbox', id: id + '-keep' });
    const field = { area: area, box: box, key: 'note/' + page + '/' + n };
    const row = element('p', { class: 'lines-actions' });
    const tick = element('label', { for: id + '-keep' }, site.word('notes.keep'));
    tick.prepend(box);
    fields.push(field);
    box.checked = keeping();
    box.addEventListener('change', function () { keep(box.checked); });
    area.value = kept.get(field.key);
    area.addEventListener('input', function () { save(field); });
    row.append(
      tick,
      button('export', function () { site.saveText(page + '-' + id + '.txt', area.value + '\n'); }),
      button('delete', function () { erase(field); })
    );
    lines.replaceChildren(label, area, row);
    lines.classList.add('is-live');
  }

  Coursebook.register('.lines', enhance);
})();
