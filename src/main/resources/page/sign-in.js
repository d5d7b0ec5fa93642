// Signing in: with a token, as a user of the demo, or with the session that Label Studio has.
import { h } from './dom.js';
import { demo, sessions, signIn as enter } from './session.js';
import { text } from './text.js';

/** @param says why it is asked again, or null */
export function signIn(says = null) {
  const field = h('input', { id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'token-hint' });
  const done = (token) => {
    enter(token);
    document.dispatchEvent(new CustomEvent('signed-in'));
  };
  return h(
    'div',
    { class: 'sign-in' },
    h('h1', {}, text.signIn.title),
    h('p', {}, text.signIn.says),
    says === null ? null : h('p', { class: 'failure', role: 'alert' }, says),
    h(
      'form',
      { onsubmit: (event) => { event.preventDefault(); done(field.value); } },
      h('label', { for: 'token' }, text.signIn.token),
      field,
      h('p', { id: 'token-hint', class: 'note' }, text.signIn.hint),
      h('button', { class: 'button primary' }, text.signIn.enter),
    ),
    sessions ? h('p', { class: 'or' }, h('button', { class: 'button', onclick: () => done(null) }, text.signIn.session)) : null,
    demo.length === 0
      ? null
      : h('section', { class: 'demo', 'aria-labelledby': 'demo' }, h('h2', { id: 'demo' }, text.signIn.demo), h('div', { class: 'actions' }, demo.map((token) => h('button', { class: 'button', 'data-token': token, onclick: () => done(token) }, text.signIn.users[token] ?? token)))),
  );
}
