// What several views are made of.
import { h, measure } from './dom.js';
import { band, percent } from './format.js';
import { choosing, go, to } from './router.js';
import { text } from './text.js';

/** A part of a view under a heading. */
export const section = (title, ...content) => {
  const id = title.toLowerCase().replace(/[^a-z]+/g, '-');
  return h('section', { 'aria-labelledby': id }, h('h2', { id }, title), content);
};

/** What is to be done when there is nothing to show. */
export const nothing = (title, says, ...content) => h('div', { class: 'nothing' }, h('h2', {}, title), [says].flat().map((each) => h('p', {}, each)), content);

/** What went wrong, in a sentence. */
export const failure = (error) => h('p', { class: 'failure', role: 'alert' }, text.error.of(error));

/** A place for what a promise brings, of the height that it will have. */
export function later(promise, render, height = '12rem') {
  const place = measure(h('div', { class: 'later', 'aria-busy': 'true' }), 'height', height);
  promise
    .then((data) => place.replaceChildren(...[render(data)].flat(Infinity).filter(Boolean)))
    .catch((error) => {
      if (error.name !== 'AbortError') place.replaceChildren(failure(error));
    })
    .finally(() => {
      place.removeAttribute('aria-busy');
      place.classList.remove('later');
    });
  return place;
}

/** A share of 1 with its band: the number, and the colour that goes with it. */
export const score = (value, write = percent) => h('span', { class: `score ${band(value)}` }, write(value));

/** A choice that becomes part of the address. Its first option, whatever its name, is what is looked at without a choice. */
export function choice(name, label, options, chosen, changes = {}) {
  const id = `choose-${name}`;
  return h(
    'label',
    { class: 'choice', for: id },
    label,
    h(
      'select',
      { id, onchange: (event) => go(choosing({ ...changes, [name]: event.target.value, cursor: null, page: null })) },
      options.map(([value, title]) => h('option', { value: value ?? '', selected: String(value ?? '') === String(chosen ?? '') }, title)),
    ),
  );
}

/** A figure with its name. */
export const figure = (name, value, note = null) => h('div', { class: 'figure' }, h('dt', {}, name), h('dd', {}, value), note === null ? null : h('dd', { class: 'note' }, note));

export const figures = (...each) => h('dl', { class: 'figures' }, each);

/** Some of several, which become part of the address; what that means for it is said by address. */
export function several(name, label, options, chosen, address) {
  const boxes = options.map(([value, title]) => h('label', {}, h('input', { type: 'checkbox', value, checked: chosen.includes(String(value)) }), title));
  const apply = (event) => {
    event.preventDefault();
    go(choosing(address(boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => box.value))));
  };
  return h('details', { class: 'menu' }, h('summary', { id: `choose-${name}` }, label), h('form', { onsubmit: apply }, h('div', { class: 'boxes' }, boxes), h('button', { class: 'button small' }, text.table.apply)));
}

/** The number of a task, which leads to it. */
export const taskLink = (project, task) => h('a', { class: 'reference', href: to(`projects/${project}/tasks/${task}`) }, text.tasks.number(task));

/** What somebody is called whose names are told. */
export const fullName = (user) => [user.first_name, user.last_name].filter(Boolean).join(' ') || user.email || user.username;

/** The ground truth, a model version or a person, as people call them. */
export function nameOf({ id, name }) {
  if (id === 'ground_truth') return text.people.groundTruth;
  if (String(id).startsWith('model:')) return text.people.model(String(id).slice(6));
  return name || text.people.user(id);
}
