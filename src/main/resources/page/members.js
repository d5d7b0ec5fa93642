// The members of a project: who agrees with whom, what each has done, and how far each agrees by dimension.
import { file, get, project as at } from './api.js';
import { competence } from './competence.js';
import { h } from './dom.js';
import { ago, count, date, duration } from './format.js';
import { heatmap } from './heatmap.js';
import { choice, failure, fullName, later, nameOf, nothing, score, section, several } from './parts.js';
import { about, head } from './project.js';
import { to } from './router.js';
import { download, save, table } from './table.js';
import { text } from './text.js';

export async function members({ project: id, query, signal }) {
  const [project, participants, dimensions] = await Promise.all([
    about(id, signal),
    get(`${at(id)}/agreement/participants`, {}, signal),
    get(`${at(id)}/dimensions/`, {}, signal),
  ]);
  const top = await head(project, 'members', signal);
  if (participants.length === 0) return [...top, empty(project)];
  return [
    ...top,
    section(text.members.who, later(pairs(id, query, participants, signal), (cell) => map(id, query, participants, dimensions, cell), '28rem')),
    section(text.members.done, later(performance(id, query, signal), (rows) => done(id, query, rows))),
    section(text.competence.title, competence(project, query, signal)),
    section(text.members.byDimension, byDimension(participants, query)),
  ];
}

function empty(project) {
  if (project.job_id === null) return nothing(text.members.noBackfill, text.members.noBackfillSays);
  return nothing(text.members.alone, text.members.aloneSays);
}

/** What a cell of the heat map has, by the IDs of two: overall, in a dimension, or of a label. */
async function pairs(id, query, participants, signal) {
  const cells = new Map();
  const put = (one, other, agreement, tasks) => {
    cells.set(`${one} ${other}`, { agreement, tasks });
    cells.set(`${other} ${one}`, { agreement, tasks });
  };
  if (query.label) {
    const matrix = await get(`${at(id)}/stats/IAA`, { per_label: true }, signal);
    const [agreement, tasks] = [matrix.IAA[query.label] ?? [], matrix.common_tasks[query.label] ?? []];
    agreement.forEach((row, i) => row.forEach((value, j) => i < j && value !== null && put(matrix.users[i].id, matrix.users[j].id, value, tasks[i][j])));
  } else {
    for (const pair of await get(`${at(id)}/agreement/pairs`, {}, signal)) {
      const of = query.dimension ? pair.dimensions.find((each) => String(each.id) === query.dimension) : pair;
      if (of && of.agreement !== null) put(...pair.participants, of.agreement, of.tasks);
    }
  }
  return (one, other) => cells.get(`${one} ${other}`) ?? null;
}

function map(id, query, participants, dimensions, cell) {
  const named = new Map(participants.map((one) => [String(one.id), one]));
  const chosen = query.who ? query.who.split(',').filter((one) => named.has(one)) : [...named.keys()];
  const people = chosen.map((one) => named.get(one));
  const labels = [...new Set(dimensions.filter((each) => each.is_active).flatMap((each) => each.values_enum ?? []))];
  const link = (one, other) =>
    typeof one === 'number' && typeof other === 'number' ? to(`projects/${id}/tasks`, { annotators: [one, other].sort((a, b) => a - b).join(','), ordering: 'agreement', dimension: query.dimension, label: query.label }) : null;
  return [
    h(
      'div',
      { class: 'filters' },
      choice('dimension', text.members.dimension, [[null, text.members.overall], ...dimensions.filter((each) => each.is_active).map((each) => [each.id, each.name])], query.dimension, { label: null }),
      labels.length === 0 ? null : choice('label', text.members.label, [[null, text.members.anyLabel], ...labels.map((label) => [label, label])], query.label, { dimension: null }),
      chooser(participants, chosen),
    ),
    heatmap({ people, cell, link }),
  ];
}

/** Which participants are shown. */
const chooser = (participants, chosen) =>
  several('who', text.members.participants(chosen.length, participants.length), participants.map((one) => [one.id, nameOf(one)]), chosen, (ticked) => ({
    who: ticked.length === participants.length ? null : ticked.join(','),
  }));

const performance = (id, query, signal) =>
  get(`${at(id)}/stats/member_performance_rows/`, { ordering: query.ordering, page: query.page, page_size: 100 }, signal);

function done(id, query, { count: total, results }) {
  const hidden = (query.hide ?? '').split(',');
  const columns = MEMBERS.filter((column) => column.head || !hidden.includes(column.key));
  const everything = async () => save(`members-${id}.csv`, await file(`${at(id)}/stats/member_performance_rows/`, { ordering: query.ordering }));
  return [
    h(
      'div',
      { class: 'filters' },
      columnChooser(hidden),
      h('button', { class: 'button small', onclick: (event) => everything().catch((error) => event.target.after(failure(error))) }, text.table.csv),
      total > results.length ? h('p', { class: 'note' }, text.members.first(results.length, total)) : null,
    ),
    table({ caption: text.members.done, columns, rows: results, ordering: query.ordering }),
  ];
}

function columnChooser(hidden) {
  const keys = MEMBERS.filter((column) => !column.head).map((column) => column.key);
  const options = MEMBERS.filter((column) => !column.head).map((column) => [column.key, column.label]);
  return several('columns', text.table.columns, options, keys.filter((key) => !hidden.includes(key)), (ticked) => ({ hide: keys.filter((key) => !ticked.includes(key)).join(',') }));
}

const person = (row) => (String(row.id).startsWith('model:') ? text.people.model(row.username) : fullName(row));
const column = (key, label, write, more = {}) => ({ key, label, number: true, sortable: true, value: (row) => row[key], cell: (row) => write(row[key]), ...more });

const MEMBERS = [
  { key: 'username', label: text.members.member, head: true, sortable: true, value: person, cell: (row) => h('span', { title: row.email }, person(row)) },
  column('agreement', text.members.agreement, (value) => score(value)),
  column('ground_truth_agreement', text.members.withGroundTruth, (value) => score(value)),
  column('prediction_agreement', text.members.withModels, (value) => score(value)),
  column('finished', text.members.finished, count),
  column('skipped', text.members.skipped, count),
  column('sum_lead_time', text.members.totalTime, duration),
  column('mean_time', text.members.meanTime, duration),
  column('median_time', text.members.medianTime, duration),
  column('last_active', text.members.lastActive, (value) => (value === null ? '–' : h('time', { datetime: value, title: date(value) }, ago(value)))),
];

/** How far each agrees in each dimension with all annotators, the ground truth or models. */
function byDimension(participants, query) {
  const against = ['annotators', 'ground_truth', 'models'].includes(query.against) ? query.against : 'annotators';
  const dimensions = new Map(participants.flatMap((one) => one.dimensions.map((dimension) => [dimension.id, dimension.name])));
  const mean = (row, dimension) => row.dimensions.find((each) => each.id === dimension)?.means[against] ?? null;
  const columns = [
    { key: 'participant', label: text.members.member, head: true, value: nameOf, cell: nameOf },
    { key: 'overall', label: text.members.overall, number: true, value: (row) => row.overall[against].agreement, cell: (row) => told(row.overall[against]) },
    ...[...dimensions].map(([id, name]) => ({ key: `d${id}`, label: name, number: true, value: (row) => mean(row, id)?.agreement ?? null, cell: (row) => told(mean(row, id)) })),
  ];
  return [
    h(
      'div',
      { class: 'filters' },
      choice('against', text.members.against, [[null, text.members.annotators], ['ground_truth', text.people.groundTruth], ['models', text.members.models]], query.against),
      download('by-dimension', columns, participants),
    ),
    table({ caption: text.members.byDimension, columns, rows: participants }),
  ];
}

const told = (mean) => (mean === null || mean.agreement === null ? '–' : [score(mean.agreement), h('span', { class: 'basis' }, text.members.comparisons(count(mean.comparisons)))]);
