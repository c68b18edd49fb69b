/* Settings and help: loaded when first opened. */
(function () {
  'use strict';

  const site = Coursebook.site;
  const kept = site.kept;
  let dialog;

  function element(name, attributes, children) {
    const made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    made.append.apply(made, children || []);
    return made;
  }

  function word(key) {
    return site.word('set.' + key);
  }

  function choices(name, title, values, chosen, fn) {
    const rows = values.map(function (pair) {
      const radio = element('input', { type: 'radio', name: name, value: pair[0] });
      radio.checked = pair[0] === chosen;
      radio.addEventListener('change', function () { fn(pair[0]); });
      return element('label', {}, [radio, element('span', {}, [word(pair[1])])]);
    });
    return element('fieldset', {}, [element('legend', {}, [word(title)])].concat(rows));
  }

  function keys() {
    const command = /Mac|iP(hone|ad)/.test(navigator.platform) ? '\u2318' : 'Ctrl';
    const rows = [
      [[command, 'K'], 'keys_search'], [['Alt', 'Page Down'], 'keys_next'],
      [['Alt', 'Page Up'], 'keys_previous'], [['Esc'], 'keys_close'],
    ];
    return element('dl', { class: 'keys' }, rows.map(function (row) {
      const caps = [];
      row[0].forEach(function (cap, i) { caps.push(i ? ' + ' : '', element('kbd', {}, [cap])); });
      return element('div', {}, [element('dt', { dir: 'ltr' }, caps), element('dd', {}, [word(row[1])])]);
    }));
  }

  function noteKeys() {
    return kept.keys().filter(function (key) { return key.startsWith('note/'); });
  }

  function exportNotes(said) {
    const text = noteKeys().map(function (key) {
      return key.split('/').slice(1).join(' ') + '\n' + kept.get(key) + '\n';
    }).join('\n');
    if (text) site.saveText('notes.txt', text);
    else said.textContent = word('no_notes');
  }

  /* The page is read anew, so that nothing of what was deleted stays in it. */
  function forget(button, said) {
    if (!button.dataset.sure) {
      button.dataset.sure = 'yes';
      button.textContent = word('forget_sure');
      return;
    }
    kept.keys().forEach(kept.remove);
    said.textContent = word('forgotten');
    setTimeout(function () { location.reload(); }, 600);
  }

  function device() {
    const said = element('p', { role: 'status', class: 'meta' });
    const save = element('button', { type: 'button' }, [word('export')]);
    const drop = element('button', { type: 'button' }, [word('forget')]);
    save.addEventListener('click', function () { exportNotes(said); });
    drop.addEventListener('click', function () { forget(drop, said); });
    return [
      element('h3', {}, [word('device')]), element('p', {}, [word('device_text')]),
      element('p', { class: 'actions' }, [save, drop]), said,
    ];
  }

  function build() {
    const close = element('button', {}, [word('close')]);
    const head = element('form', { method: 'dialog', class: 'panel-head' }, [
      element('h2', { id: 'set-title' }, [word('title')]), close,
    ]);
    const themes = [['', 'theme_auto'], ['light', 'theme_light'], ['dark', 'theme_dark']];
    const lengths = [['express', 'depth_express'], ['core', 'depth_core'], ['deep', 'depth_deep']];
    dialog = element('dialog', { class: 'panel', 'aria-labelledby': 'set-title' }, [
      head,
      choices('set-theme', 'theme', themes, site.theme(), site.theme),
      choices('set-length', 'depth', lengths, site.length(), site.length),
      element('h3', {}, [word('keys')]), keys(),
    ].concat(device()));
    dialog.addEventListener('close', function () { dialog.remove(); dialog = null; });
    document.body.appendChild(dialog);
  }

  site.settingsPanel = function () {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
  };
})();
