/* A scenario for the room: hands are counted beside each option, by buttons or number keys. */
(function () {
'use strict';

const C = window.Coursebook;
const word = (key, params) => C.word('room.' + key, params);
let hands = [], counters = [], listening = true;

function make(tag, kind, text) {
  const node = document.createElement(tag);
  node.className = 'plenary-' + kind;
  if (text) node.textContent = text;
  return node;
}

function button(kind, sign, name, fn) {
  const made = make('button', kind, sign);
  made.type = 'button';
  made.setAttribute('aria-label', name);
  made.addEventListener('click', fn);
  return made;
}

function draw() {
  const most = Math.max(...hands);
  counters.forEach((counter, i) => {
    counter.number.textContent = word('hands', { n: hands[i] });
    const leads = most > 0 && hands[i] === most;
    counter.row.classList.toggle('leads', leads);
    counter.most.textContent = leads ? word('most') : '';
  });
}

function count(i, by) {
  if (i >= hands.length) return;
  hands[i] = Math.max(0, hands[i] + by);
  draw();
  C.announce(counters[i].letter + ': ' + word('hands', { n: hands[i] }));
}

/* One option of the step with its counter. */
function counter(option, i) {
  const letter = option.querySelector('strong').textContent;
  const row = make('div', 'row'), box = make('div', 'count');
  const made = { row, letter, number: make('span', 'number'), most: make('span', 'most') };
  option.replaceWith(row);
  box.append(button('less', '\u2212', word('less', { letter }), () => count(i, -1)), made.number,
    button('more', '+', word('add', { letter }), () => count(i, 1)), made.most);
  row.append(option, box);
  return made;
}

/* Single keys must be possible to switch off (WCAG 2.1.4). */
function keys(options) {
  const line = make('p', 'keys'), box = document.createElement('input'), label = document.createElement('label');
  box.type = 'checkbox';
  box.checked = listening;
  box.addEventListener('change', () => { listening = box.checked; });
  label.append(box, ' ' + word('keys'));
  line.append(label, make('span', 'help', word('keys_help', { n: options })));
  return line;
}

C.on('scenario', ({ live, kind }) => {
  const options = kind === 'choice' ? Array.from(live.querySelectorAll('.scenario-option')) : [];
  hands = options.map(() => 0);
  counters = options.map(counter);
  if (!options.length) return;
  live.querySelector('.scenario-options').after(keys(options.length));
  draw();
});

document.addEventListener('keydown', (event) => {
  // The code, not the key: with Shift the key is another sign.
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (!digit || !listening || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  count(Number(digit[1]) - 1, event.shiftKey ? -1 : 1);
});
})();
