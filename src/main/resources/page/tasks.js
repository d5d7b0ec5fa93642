// The tasks of a project, the least agreed first: what to look at.
import { file, get, project as at } from './api.js';
import { h } from './dom.js';
import { ago, count, date } from './format.js';
import { choice, failure, nothing, score, taskLink } from './parts.js';
import { about, head } from './project.js';
import { choosing, go } from './router.js';
import { save, table } from './table.js';
import { text } from './text.js';
import { labelStudio } from './whoami.js';

const SIZE = 50;

export async function tasks({ project: id, query, signal }) {
  const asked = {
    ordering: query.ordering ?? 'agreement',
    min: query.min,
    max: query.max,
    dimension: query.dimension,
    annotators: query.annotators,
    label: query.label,
  };
  const [project, list, dimensions, participants, link] = await Promise.all([
    about(id, signal),
    get(`${at(id)}/agreement/tasks`, { ...asked, cursor: query.cursor, page_size: SIZE }, signal),
    get(`${at(id)}/dimensions/`, {}, signal),
    get(`${at(id)}/agreement/participants`, {}, signal),
    labelStudio(id),
  ]);
  const top = await head(project, 'tasks', signal);
  if (participants.length === 0) return [...top, nothing(text.tasks.none, project.job_id === null ? text.members.noBackfillSays : text.members.aloneSays)];
  const active = dimensions.filter((dimension) => dimension.is_active);
  const columns = [
    { key: 'id', label: text.tasks.task, head: true, sortable: true, cell: (row) => taskLink(id, row.id) },
    { key: 'agreement', label: text.projects.agreement, number: true, sortable: true, cell: (row) => score(row.agreement) },
    ...active.map((dimension) => ({ key: `d${dimension.id}`, label: dimension.name, number: true, cell: (row) => score(row.dimensions[dimension.name] ?? null) })),
    { key: 'annotators', label: text.tasks.annotators, number: true, cell: (row) => count(row.annotators) },
    { key: 'updated_at', label: text.tasks.changed, cell: (row) => h('time', { datetime: row.updated_at, title: date(row.updated_at) }, ago(row.updated_at)) },
    ...(link(0) === null ? [] : [{ key: 'open', label: text.tasks.open, cell: (row) => h('a', { href: link(row.id), 'aria-label': text.tasks.openOf(row.id) }, text.tasks.openShort) }]),
  ];
  const everything = async () => save(`tasks-${id}.csv`, await file(`${at(id)}/agreement/tasks`, asked));
  return [
    ...top,
    h(
      'div',
      { class: 'filters' },
      choice('ordering', text.tasks.order, [['agreement', text.tasks.least], ['-agreement', text.tasks.most], ['id', text.tasks.byNumber]], asked.ordering),
      choice('dimension', text.members.dimension, [[null, text.members.overall], ...active.map((dimension) => [dimension.id, dimension.name])], query.dimension),
      choice('annotators', text.tasks.between, pairs(participants, query.annotators), query.annotators),
      choice('label', text.members.label, [[null, text.members.anyLabel], ...labels(active, query.label).map((label) => [label, label])], query.label),
      range(query),
      h('button', { class: 'button small', onclick: (event) => everything().catch((error) => event.target.after(failure(error))) }, text.table.csv),
    ),
    table({ caption: text.tasks.title, columns, rows: list.results, ordering: asked.ordering, empty: list.next === null ? text.tasks.notFound : text.tasks.goOn }),
    h(
      'nav',
      { class: 'pager', 'aria-label': text.table.pages },
      query.cursor ? h('a', { href: choosing({ cursor: null }) }, text.table.first) : null,
      list.next === null ? null : h('a', { href: choosing({ cursor: list.next }), rel: 'next' }, text.table.next),
    ),
  ];
}

const labels = (dimensions, chosen) => [...new Set([...dimensions.flatMap((dimension) => dimension.values_enum ?? []), ...(chosen ? [chosen] : [])])];

/** Every two annotators; of very many only the chosen ones, whom the heat map leads to. */
function pairs(participants, chosen) {
  const people = participants.filter((one) => typeof one.id === 'number');
  const all = people.length > 15 ? [] : people.flatMap((one, i) => people.slice(i + 1).map((other) => [one, other]));
  const options = all.map(([one, other]) => [`${one.id},${other.id}`, text.tasks.pair(one.name ?? one.id, other.name ?? other.id)]);
  if (chosen && !options.some(([value]) => value === chosen)) {
    const name = (id) => people.find((one) => String(one.id) === id)?.name ?? id;
    const [one, other] = chosen.split(',');
    options.push([chosen, text.tasks.pair(name(one), name(other))]);
  }
  return [[null, text.members.annotators], ...options];
}

/** From which agreement to which. */
function range(query) {
  const field = (name) => h('input', { id: `${name}-agreement`, name, type: 'number', min: 0, max: 100, step: 'any', value: query[name] === undefined ? '' : Number((query[name] * 100).toFixed(4)), 'aria-label': text.tasks[name] });
  const value = (input) => (input.value === '' ? null : input.value / 100);
  const apply = (event) => {
    event.preventDefault();
    const { min, max } = event.target.elements;
    go(choosing({ min: value(min), max: value(max), cursor: null }));
  };
  return h('form', { class: 'range', onsubmit: apply }, h('span', { class: 'choice' }, text.tasks.range, h('span', {}, field('min'), ' – ', field('max'))), h('button', { class: 'button small' }, text.table.apply));
}
