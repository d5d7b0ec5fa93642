// The organization's backfills: what runs, what has run, and starting and cancelling them.
import { get, page, post, remove } from './api.js';
import { confirm, tell } from './dialog.js';
import { h } from './dom.js';
import { ago, count, date, duration, percent } from './format.js';
import { pager } from './pager.js';
import { choice } from './parts.js';
import { inFlight, progress } from './progress.js';
import { again, to } from './router.js';
import { download, table } from './table.js';
import { text } from './text.js';

const BACKFILL = '/api/dimensions/backfill/';
const SIZE = 50;

export async function backfills({ query, signal }) {
  let jobs = await read(query, signal);
  const place = h('div', { class: 'panel' });
  const pages = h('div', {});
  const show = () => {
    const rows = jobs.items;
    place.replaceChildren(table({ caption: text.backfills.jobs, columns: COLUMNS, rows, empty: text.backfills.noJobs }));
    pages.replaceChildren(...[pager(Number(query.page ?? 1), Math.ceil(jobs.total / SIZE))].filter(Boolean));
  };
  show();
  return [
    h('h1', {}, text.backfills.title),
    progress(signal, async () => {
      jobs = await read(query, signal).catch(() => jobs);
      if (!signal.aborted) show();
    }),
    h(
      'div',
      { class: 'filters' },
      choice('status', text.backfills.show, [[null, text.backfills.every], ...Object.entries(text.state)], query.status),
      h('button', { class: 'button', id: 'start-one', onclick: startOne }, text.backfills.startOne),
      h('button', { class: 'button', id: 'start-next', onclick: startNext }, text.backfills.startNext),
      h('button', { class: 'button', id: 'start-all', onclick: startAll }, text.backfills.startAll),
      h('button', { class: 'button', id: 'cancel-all', onclick: cancelAll }, text.backfills.cancelAll),
      download('backfills', COLUMNS.filter((column) => column.value), jobs.items),
    ),
    place,
    pages,
  ];
}

/** The jobs with the titles of their projects. */
async function read(query, signal) {
  const jobs = await page(`${BACKFILL}jobs/`, { status: query.status, page: query.page, page_size: SIZE }, signal);
  const ids = [...new Set(jobs.items.map((job) => job.project_id).filter((id) => id !== null))];
  const titles = ids.length === 0 ? [] : await get('/api/agreement/projects', { ids: ids.join(','), page_size: SIZE }, signal);
  const of = new Map(titles.map((project) => [project.id, project.title]));
  return { ...jobs, items: jobs.items.map((job) => ({ ...job, title: of.get(job.project_id) ?? text.projects.untitled(job.project_id) })) };
}

const share = (job) => (job.progress_data.tasks_total > 0 ? job.progress_data.tasks_processed / job.progress_data.tasks_total : job.status === 'COMPLETED' ? 1 : 0);

/** Tasks a second since the job began. */
function speed(job) {
  if (job.started_at === null) return null;
  const seconds = (new Date(job.completed_at ?? Date.now()) - new Date(job.started_at)) / 1000;
  return seconds > 0 ? job.progress_data.tasks_processed / seconds : null;
}

function timeLeft(job) {
  const rate = speed(job);
  return job.status === 'RUNNING' && rate > 0 ? (job.progress_data.tasks_total - job.progress_data.tasks_processed) / rate : null;
}

const COLUMNS = [
  { key: 'project', label: text.projects.project, head: true, value: (job) => job.title, cell: (job) => h('a', { href: to(`projects/${job.project_id}/members`) }, job.title) },
  { key: 'status', label: text.backfills.status, value: (job) => job.status, cell: (job) => h('span', { class: `state ${job.status.toLowerCase()}` }, text.state[job.status]) },
  {
    key: 'progress',
    label: text.backfills.done,
    value: (job) => share(job),
    cell: (job) => (job.started_at === null ? '–' : h('span', { class: 'done' }, h('progress', { max: 1, value: share(job), 'aria-label': job.title }), ` ${percent(share(job))} `, h('span', { class: 'quiet' }, text.backfills.of(count(job.progress_data.tasks_processed), count(job.progress_data.tasks_total))))),
  },
  { key: 'rate', label: text.backfills.rate, number: true, value: speed, cell: (job) => (speed(job) === null ? '–' : text.backfills.perSecond(count(Math.round(speed(job))))) },
  { key: 'left', label: text.backfills.left, number: true, value: timeLeft, cell: (job) => duration(timeLeft(job)) },
  { key: 'who', label: text.backfills.who, value: (job) => job.triggered_by, cell: (job) => job.triggered_by },
  { key: 'when', label: text.backfills.when, value: (job) => job.created_at, cell: (job) => h('time', { datetime: job.created_at, title: date(job.created_at) }, ago(job.created_at)) },
  {
    key: 'errors',
    label: text.backfills.errors,
    value: (job) => [job.error_message, job.progress_data.last_error].filter(Boolean).join('; '),
    cell: (job) => [
      job.error_message ? h('p', { class: 'reason' }, job.error_message) : null,
      job.progress_data.errors > 0 ? h('p', { class: 'reason' }, text.backfills.tasksFailed(count(job.progress_data.errors), job.progress_data.last_error)) : null,
      job.error_message || job.progress_data.errors > 0 ? null : '–',
    ],
  },
  { key: 'act', label: text.backfills.actions, cell: (job) => (inFlight(job.status) ? h('button', { class: 'button small', 'aria-label': text.backfills.cancelOf(job.title), onclick: () => cancel(job) }, text.backfills.cancel) : '') },
];

/** Does it after a question, and tells what came of it. */
async function act(question, action, says) {
  if (!(await confirm(question))) return;
  try {
    tell(says(await action()));
  } catch (error) {
    tell(text.error.of(error), { failed: true });
  }
  again();
}

/** Starts the backfill of a project, after a question. */
export const start = (project, title) => act({ title: text.backfills.start, says: text.backfills.startSays(title), action: text.backfills.start }, () => post(BACKFILL, { project_id: Number(project) }), () => text.backfills.started(1));

async function startOne() {
  const list = await get('/api/agreement/projects', { ordering: 'title', page_size: 500 });
  const select = h('select', { id: 'which' }, list.map((project) => h('option', { value: project.id }, project.title || text.projects.untitled(project.id))));
  await act(
    { title: text.backfills.startOne, says: text.backfills.startOneSays, action: text.backfills.start, content: h('label', { class: 'choice', for: 'which' }, text.projects.project, select) },
    () => post(BACKFILL, { project_id: Number(select.value) }),
    () => text.backfills.started(1),
  );
}

async function startNext() {
  const field = h('input', { id: 'many', type: 'number', min: 1, max: 1_000_000, value: 10, required: true });
  await act(
    { title: text.backfills.startNext, says: text.backfills.startNextSays, action: text.backfills.start, content: h('label', { class: 'choice', for: 'many' }, text.backfills.howMany, field) },
    () => post(BACKFILL, { num_projects: Number(field.value) }),
    (answer) => text.backfills.startedNext(answer.jobs_queued, answer.projects_remaining),
  );
}

const startAll = () =>
  act({ title: text.backfills.startAll, says: text.backfills.startAllSays, action: text.backfills.startAll, danger: true }, () => post(BACKFILL, { all_projects: true }), (answer) => text.backfills.started(answer.jobs_queued));

const cancelAll = () =>
  act({ title: text.backfills.cancelAll, says: text.backfills.cancelAllSays, action: text.backfills.cancelAll, danger: true }, () => remove(BACKFILL), (answer) => text.backfills.cancelled(answer.cancelled_count));

const cancel = (job) =>
  act({ title: text.backfills.cancel, says: text.backfills.cancelSays(job.title), action: text.backfills.cancel, danger: true }, () => remove(BACKFILL, { job_id: job.job_id }), (answer) => text.backfills.cancelled(answer.cancelled_count));
