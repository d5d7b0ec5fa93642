// Starts the page, shows the view that the address names, and signs in and out.
import { backfills } from './backfills.js';
import { dimensions } from './dimensions.js';
import { h } from './dom.js';
import { members } from './members.js';
import { next } from './next.js';
import { failure } from './parts.js';
import { projects } from './projects.js';
import { quality } from './quality.js';
import { again, go, here, start, to } from './router.js';
import { forgetToken, signedIn, signOut } from './session.js';
import { signIn } from './sign-in.js';
import { task } from './task.js';
import { tasks } from './tasks.js';
import { text } from './text.js';
import { forget, whoami } from './whoami.js';

const VIEWS = [
  [/^$/, projects, text.projects.title],
  [/^backfills$/, backfills, text.backfills.title],
  [/^projects\/(\d+)(?:\/members)?$/, members, text.members.title],
  [/^projects\/(\d+)\/quality$/, quality, text.quality.title],
  [/^projects\/(\d+)\/tasks$/, tasks, text.tasks.title],
  [/^projects\/(\d+)\/tasks\/(\d+)$/, task, text.task.title],
  [/^projects\/(\d+)\/next$/, next, text.next.title],
  [/^projects\/(\d+)\/dimensions$/, dimensions, text.dimensions.title],
];

const main = h('main', { id: 'main', tabindex: -1 });
const account = h('div', { class: 'account' });
const navigation = h('nav', { 'aria-label': text.page.navigation });
let leaving = new AbortController();
let shown = null; // the path of the view

async function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const { path, query } = here();
  if (!signedIn()) {
    put(signIn(), null);
    return;
  }
  const [match, view, title] = find(path);
  main.setAttribute('aria-busy', 'true');
  try {
    const content = view ? await view({ project: match[1], task: match[2], query, signal }) : missing();
    if (signal.aborted) return;
    put(content, path);
    document.title = view ? `${main.querySelector('h1')?.textContent ?? title} · ${title}` : text.page.name;
  } catch (error) {
    if (signal.aborted) return;
    if (error.status === 401) {
      refused();
    } else {
      put(problem(error), path);
      document.title = text.page.name;
    }
  }
}

function find(path) {
  for (const [pattern, view, title] of VIEWS) {
    const match = pattern.exec(path);
    if (match) return [match, view, title];
  }
  return [null, null, null];
}

/** Shows it, and leaves the focus and the place where they were if it is the same view with another choice. */
function put(content, path) {
  const same = path !== null && path === shown;
  const focus = same ? document.activeElement?.id : null;
  const place = scrollY;
  main.replaceChildren(...[content].flat(Infinity).filter(Boolean));
  main.removeAttribute('aria-busy');
  frame(path);
  if (same) {
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    scrollTo({ top: place, behavior: 'instant' });
  } else {
    if (shown !== null) main.focus({ preventScroll: true });
    scrollTo({ top: 0, behavior: 'instant' });
  }
  shown = path;
}

/** What stands around all views: where one can go, and who is signed in. */
async function frame(path) {
  navigation.hidden = path === null;
  for (const link of navigation.children) {
    const current = link.dataset.path === 'backfills' ? path === 'backfills' : path !== 'backfills';
    if (current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (path === null) {
    account.replaceChildren();
    return;
  }
  const me = await whoami().catch(() => null);
  navigation.querySelector('[data-path=backfills]').hidden = !me?.administrator;
  account.replaceChildren(
    ...(me ? [h('span', { class: 'who' }, me.email)] : []),
    h('button', { class: 'button small', onclick: leave }, text.signIn.out),
  );
}

/** Asks to sign in again. A session may be there when the page is opened next. */
function refused() {
  ask(forgetToken() ? text.signIn.refused : text.signIn.noSession);
}

function leave() {
  signOut();
  ask(null);
}

function ask(says) {
  leaving.abort();
  forget();
  put(signIn(says), null);
  document.title = text.page.name;
}

const missing = () => [h('h1', {}, text.error.noView), h('p', {}, h('a', { href: to('') }, text.projects.all))];

const problem = (error) => [
  h('h1', {}, error.status === 403 ? text.error.mayNot : error.status === 404 ? text.error.missing : text.error.title),
  failure(error),
  h('p', { class: 'actions' }, h('button', { class: 'button', onclick: again }, text.error.again), h('a', { href: to('') }, text.projects.all)),
];

document.addEventListener('signed-in', () => go(here().path === '' ? to('') : location.pathname + location.search, { replace: true }));
navigation.append(h('a', { href: to(''), 'data-path': '' }, text.projects.title), h('a', { href: to('backfills'), 'data-path': 'backfills', hidden: true }, text.backfills.title));
document.body.append(
  h('a', { class: 'skip', href: '#main', onclick: (event) => { event.preventDefault(); main.focus(); } }, text.page.skip),
  h('header', { class: 'top' }, h('a', { class: 'brand', href: to('') }, h('span', { class: 'mark', 'aria-hidden': 'true' }), text.page.name), navigation, account),
  main,
  h('div', { id: 'told', 'aria-live': 'polite' }),
);
start(show);
