// The organization: how far its backfills are, and its projects with their agreement.
import { page } from './api.js';
import { h } from './dom.js';
import { ago, count } from './format.js';
import { progress } from './progress.js';
import { nothing, score } from './parts.js';
import { pager } from './pager.js';
import { choosing, go, to } from './router.js';
import { table } from './table.js';
import { text } from './text.js';
import { whoami } from './whoami.js';

const SIZE = 50;

export async function projects({ query, signal }) {
  const asked = { ordering: query.ordering ?? 'agreement', search: query.search, page: query.page, page_size: SIZE };
  const [{ items, total }, me] = await Promise.all([page('/api/agreement/projects', asked, signal), whoami()]);
  return [
    h('h1', {}, text.projects.title),
    me.administrator ? progress(signal) : null,
    h(
      'form',
      { class: 'filters', role: 'search', onsubmit: (event) => { event.preventDefault(); go(choosing({ search: event.target.elements.search.value, page: null })); } },
      h('label', { for: 'search', class: 'choice' }, text.projects.search, h('input', { id: 'search', name: 'search', type: 'search', maxlength: 255, value: query.search ?? '' })),
      h('button', { class: 'button' }, text.projects.find),
      h('p', { class: 'note', role: 'status' }, text.projects.many(total)),
    ),
    total === 0 && !query.search ? nothing(text.projects.none, text.projects.noneSays) : table({ caption: text.projects.title, columns: COLUMNS, rows: items, ordering: asked.ordering, empty: text.projects.notFound }),
    pager(Number(query.page ?? 1), Math.ceil(total / SIZE)),
  ].filter(Boolean);
}

const COLUMNS = [
  { key: 'title', label: text.projects.project, head: true, sortable: true, cell: (row) => h('a', { href: to(`projects/${row.id}/members`) }, row.title || text.projects.untitled(row.id)) },
  { key: 'agreement', label: text.projects.agreement, number: true, sortable: true, cell: (row) => (row.agreement === null ? h('span', { class: 'quiet' }, row.job_status === 'COMPLETED' ? text.projects.noPairs : text.projects.noBackfill) : score(row.agreement)) },
  { key: 'compared_tasks', label: text.projects.compared, number: true, sortable: true, cell: (row) => count(row.compared_tasks) },
  { key: 'tasks', label: text.projects.tasks, number: true, sortable: true, cell: (row) => count(row.tasks) },
  { key: 'out_of_date_tasks', label: text.projects.outOfDate, number: true, sortable: true, cell: (row) => (row.out_of_date_tasks === 0 ? '0' : h('strong', { class: 'attention' }, count(row.out_of_date_tasks))) },
  { key: 'job', label: text.projects.backfill, cell: (row) => (row.job_status === null ? '–' : h('span', { class: 'done' }, h('span', { class: `state ${row.job_status.toLowerCase()}` }, text.state[row.job_status]), ' ', h('span', { class: 'quiet' }, ago(row.job_completed_at ?? row.job_created_at)))) },
];
