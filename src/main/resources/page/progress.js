// The organization's backfills as one live bar.
import { get, maybe } from './api.js';
import { h } from './dom.js';
import { count, duration } from './format.js';
import { failure } from './parts.js';
import { poll } from './poll.js';
import { to } from './router.js';
import { text } from './text.js';

const STATES = ['running', 'queued', 'pending', 'failed', 'completed', 'not_started'];
const read = (signal) => maybe(get('/api/dimensions/backfill/status/', {}, signal), 404);

/** Whether a job, or any of an organization's, is in flight. */
export const inFlight = (status) => ['RUNNING', 'QUEUED', 'PENDING'].includes(status);

/**
 * The bar, which goes on until the signal says that the view is gone.
 *
 * @param changed hears of each change
 */
export function progress(signal, changed = () => {}) {
  const bar = h('progress', { max: 1, value: 0, 'aria-label': text.backfills.progress });
  const says = h('p', { class: 'says' }, ' ');
  const states = h('ul', { class: 'states' });
  let first = null; // what the speed is measured from

  const show = (status) => {
    const data = status?.progress_data ?? {};
    const [done, all] = [data.tasks_processed ?? 0, data.tasks_total ?? 0];
    bar.max = Math.max(1, all);
    bar.value = all === 0 && status?.status === 'COMPLETED' ? 1 : done;
    if (!inFlight(status?.status)) first = null;
    else if (first === null || done < first.done) first = { done, at: performance.now() };
    const speed = first && performance.now() > first.at ? (done - first.done) / ((performance.now() - first.at) / 1000) : 0;
    says.textContent = status === null ? text.backfills.never : text.backfills.says(status, count(done), count(all), speed > 0 ? [count(Math.round(speed)), duration((all - done) / speed)] : null);
    states.replaceChildren(
      ...STATES.filter((state) => data[`${state}_projects`] > 0).map((state) =>
        h('li', {}, state === 'not_started' ? h('span', { class: 'state' }, text.backfills.state(state, count(data[`${state}_projects`]))) : h('a', { class: `state ${state}`, href: to('backfills', { status: state.toUpperCase() }) }, text.backfills.state(state, count(data[`${state}_projects`])))),
      ),
    );
    return inFlight(status?.status);
  };

  const place = h('section', { class: 'progress', 'aria-label': text.backfills.progress }, says, bar, states);
  read(signal)
    .then((status) => {
      show(status);
      poll(signal, () => read(signal), (now) => { const goesOn = show(now); changed(now); return goesOn; });
    })
    .catch((error) => { if (error.name !== 'AbortError') place.append(failure(error)); });
  return place;
}
