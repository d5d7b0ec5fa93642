// What to look at next: tasks of which another answer would tell most, answers that surprise, and what is probably right.
import { file, get, maybe, project as at } from './api.js';
import { awaited } from './competence.js';
import { h } from './dom.js';
import { ago, count, percent, percentExact } from './format.js';
import { choice, failure, nameOf, nothing, score, section, taskLink } from './parts.js';
import { about, head } from './project.js';
import { download, save, table } from './table.js';
import { text } from './text.js';
import { labelStudio } from './whoami.js';

export async function next({ project: id, query, signal }) {
  const [project, dimensions, participants, link] = await Promise.all([
    about(id, signal),
    get(`${at(id)}/dimensions/`, {}, signal),
    get(`${at(id)}/agreement/participants`, {}, signal),
    labelStudio(id),
  ]);
  const top = await head(project, 'next', signal);
  const categorical = dimensions.filter((dimension) => dimension.is_active && dimension.is_categorical);
  if (participants.length === 0) return [...top, nothing(text.tasks.none, project.job_id === null ? text.members.noBackfillSays : text.members.aloneSays)];
  if (project.consensus_computed_at === null) return [...top, awaited(project, signal)];
  if (categorical.length === 0) return [...top, nothing(text.next.none, text.competence.noCategories), answers(id, null)];
  const dimension = categorical.find((each) => String(each.id) === query.dimension)?.id ?? categorical[0].id;
  const found = await maybe(get(`${at(id)}/agreement/next`, { dimension, annotator: query.annotator, limit: 25 }, signal), 404);
  const people = participants.filter((one) => typeof one.id === 'number');
  const chosen = [
    choice('dimension', text.members.dimension, categorical.map((each) => [each.id, each.name]), dimension),
    choice('annotator', text.next.from, [[null, text.members.annotators], ...people.map((one) => [one.id, nameOf(one)])], query.annotator),
  ];
  if (found === null) return [...top, h('div', { class: 'filters' }, chosen), h('p', { class: 'note' }, text.next.notYet)];
  const columns = taskColumns(id, link);
  const surprising = answerColumns(id, link);
  return [
    ...top,
    h('div', { class: 'filters' }, chosen, h('p', { class: 'note' }, text.competence.computed(ago(found.computed_at), found.out_of_date))),
    h(
      'div',
      { class: 'columns' },
      section(text.next.tasks, h('p', { class: 'note' }, text.next.tasksSay), download(`next-${id}`, columns, found.tasks), table({ caption: text.next.tasks, columns, rows: found.tasks, empty: text.next.noTasks })),
      section(text.next.surprises, h('p', { class: 'note' }, text.next.surprisesSay), download(`surprises-${id}`, surprising, found.surprises), table({ caption: text.next.surprises, columns: surprising, rows: found.surprises, empty: text.next.noSurprises })),
    ),
    answers(id, dimension),
  ];
}

const open = (link, task) => (link(0) === null ? [] : [{ key: 'open', label: text.tasks.open, value: (row) => link(task(row)), cell: (row) => h('a', { href: link(task(row)), 'aria-label': text.tasks.openOf(task(row)) }, text.tasks.openShort) }]);

const taskColumns = (id, link) => [
  { key: 'id', label: text.tasks.task, head: true, value: (row) => row.id, cell: (row) => taskLink(id, row.id) },
  { key: 'value', label: text.next.right, value: (row) => row.value, cell: (row) => row.value },
  { key: 'probability', label: text.next.sure, number: true, value: (row) => row.probability, cell: (row) => score(row.probability) },
  { key: 'annotators', label: text.tasks.annotators, number: true, value: (row) => row.annotators, cell: (row) => count(row.annotators) },
  ...open(link, (row) => row.id),
];

const answerColumns = (id, link) => [
  { key: 'annotator', label: text.members.member, head: true, value: whose, cell: whose },
  { key: 'task', label: text.tasks.task, value: (row) => row.task, cell: (row) => taskLink(id, row.task) },
  { key: 'answer', label: text.next.said, value: (row) => row.answer, cell: (row) => row.answer },
  { key: 'consensus', label: text.next.right, value: (row) => row.consensus, cell: (row) => row.consensus },
  { key: 'probability', label: text.next.likely, number: true, value: (row) => row.probability, cell: (row) => (row.probability < 0.01 ? percentExact(row.probability) : percent(row.probability)) },
  ...open(link, (row) => row.task),
];

function whose(row) {
  return nameOf({ id: row.annotator, name: row.name });
}

/** What is probably right in every task, as a table or for Label Studio; without a dimension the table is of the first one. */
function answers(id, dimension) {
  const button = (name, label, query, type) =>
    h('button', { class: 'button', id: `export-${name.replace('.', '-')}`, onclick: (event) => file(`${at(id)}/agreement/consensus`, query, type).then((blob) => save(name, blob)).catch((error) => event.target.after(failure(error))) }, label);
  const buttons = h(
    'div',
    { class: 'actions' },
    button('consensus.csv', text.table.csv, { dimension }, 'text/csv'),
    button('predictions.json', text.next.predictions, { format: 'label-studio' }, 'application/json'),
    button('ground-truth.json', text.next.groundTruth, { format: 'label-studio', as: 'annotations' }, 'application/json'),
  );
  return section(text.next.consensus, h('p', { class: 'note' }, text.next.consensusSays), buttons);
}
