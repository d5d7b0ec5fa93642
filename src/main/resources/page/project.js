// What stands above every view of a project: its title, how it stands, and the way to the other views.
import { get, ApiError } from './api.js';
import { start } from './backfills.js';
import { h } from './dom.js';
import { ago, count, duration } from './format.js';
import { score } from './parts.js';
import { poll } from './poll.js';
import { inFlight } from './progress.js';
import { again, to } from './router.js';
import { text } from './text.js';
import { whoami } from './whoami.js';

/** Seconds from which on being behind is worth saying. */
const LATE = 20;

const TABS = ['members', 'quality', 'tasks', 'next', 'dimensions'];

/** The project as the list of projects has it. */
export async function about(id, signal) {
  const [project] = await get('/api/agreement/projects', { ids: id }, signal);
  if (!project) throw new ApiError(404, { detail: text.error.noProject });
  return project;
}

/** The head of a view, beneath which it goes on. While a backfill is under way it tells how far, and the view is shown again when it ends. */
export async function head(project, tab, signal) {
  const me = await whoami();
  const title = project.title || text.projects.untitled(project.id);
  return [
    h('p', { class: 'path' }, h('a', { href: to('') }, text.projects.title)),
    h(
      'div',
      { class: 'head' },
      h('h1', {}, title),
      h('dl', {}, h('div', {}, h('dt', {}, text.projects.agreement), h('dd', {}, score(project.agreement))), h('div', {}, h('dt', {}, text.projects.compared), h('dd', {}, count(project.compared_tasks)))),
      freshness(project, signal),
      me.administrator && !inFlight(project.job_status) ? h('button', { class: 'button', id: 'start', onclick: () => start(project.id, title) }, text.backfills.start) : null,
    ),
    h('nav', { class: 'tabs', 'aria-label': text.page.views }, TABS.map((each) => h('a', { href: to(`projects/${project.id}/${each}`), 'aria-current': each === tab ? 'page' : null }, text[each].title))),
    inFlight(project.job_status) && me.administrator ? underWay(project, signal) : notice(project),
  ].filter(Boolean);
}

/** How far the figures follow what people save, as far as that says something. */
function freshness(project, signal) {
  const says = h('p', { class: 'note fresh', id: 'freshness' });
  poll(
    signal,
    async () => {
      const { live, reason, behind_seconds: behind, recomputing } = await get(`/api/projects/${project.id}/agreement/freshness`, {}, signal);
      return { live, reason, recomputing, behind: behind > LATE ? Math.round(behind / LATE) * LATE : 0 };
    },
    ({ live, reason, recomputing, behind }) => {
      says.classList.toggle('attention', reason === 'no_worker' || behind > 0);
      if (!live) says.textContent = reason === 'no_worker' ? text.projects.nobodyFollows : '';
      else if (recomputing) says.textContent = text.projects.recomputing;
      else says.textContent = behind > 0 ? text.projects.behind(duration(behind)) : text.projects.follows;
      return recomputing || behind > 0;
    },
  );
  return says;
}

function notice(project) {
  if (project.out_of_date_tasks > 0) return h('p', { class: 'notice' }, text.projects.outOfDateSays(count(project.out_of_date_tasks)));
  if (project.job_status === 'FAILED') return h('p', { class: 'notice' }, text.projects.failedSays(ago(project.job_completed_at)));
  return null;
}

function underWay(project, signal) {
  const bar = h('progress', { max: 1, value: 0, 'aria-label': text.backfills.progress });
  const says = h('p', { class: 'says' }, text.projects.underWay);
  poll(
    signal,
    () => get('/api/dimensions/backfill/status/', { job_id: project.job_id }, signal),
    (job) => {
      const { tasks_processed: done = 0, tasks_total: all = 0 } = job.progress_data;
      bar.max = Math.max(1, all);
      bar.value = done;
      says.textContent = all > 0 ? text.projects.computing(count(done), count(all)) : text.projects.underWay;
      if (!inFlight(job.status)) again();
      return true;
    },
  );
  return h('div', { class: 'progress', id: 'under-way' }, says, bar);
}
