// How reliable each annotator is, if what most of them say is right.
import { get, project as at } from './api.js';
import { confusion, interval } from './charts.js';
import { h } from './dom.js';
import { ago, count, percent, percentExact } from './format.js';
import { choice, later, nameOf, score } from './parts.js';
import { about } from './project.js';
import { poll } from './poll.js';
import { again, choosing } from './router.js';
import { download, table } from './table.js';
import { text } from './text.js';

/** The competence of a project's annotators in one dimension, or when it will be there. */
export function competence(project, query, signal) {
  if (project.consensus_computed_at === null) return awaited(project, signal);
  return later(get(`${at(project.id)}/agreement/annotators`, {}, signal), (dimensions) => shown(query, dimensions));
}

/** Says that it follows, and shows the view again when it is there. */
export function awaited(project, signal) {
  poll(signal, () => about(project.id, signal), (now) => {
    if (now.consensus_computed_at !== null) again();
    return true;
  });
  return h('p', { class: 'note' }, text.competence.follows);
}

function shown(query, dimensions) {
  if (dimensions.length === 0) return h('p', { class: 'note' }, text.competence.noCategories);
  const of = dimensions.find((each) => String(each.id) === query.competence) ?? dimensions[0];
  const chooser = choice('competence', text.members.dimension, dimensions.map((each) => [each.id, each.name]), of.id, { annotator: null });
  if (of.reason !== null) return [h('div', { class: 'filters' }, chooser), h('p', { class: 'note' }, of.reason)];
  const examined = of.annotators.find((one) => String(one.id) === query.annotator && one.confusion !== null);
  return [
    h('p', { class: 'note' }, text.competence.says, ' ', text.competence.computed(ago(of.computed_at), of.out_of_date)),
    h('div', { class: 'filters' }, chooser, download('competence', COLUMNS, of.annotators)),
    of.annotators.filter((one) => one.finding !== null).map((one) => h('p', { class: 'notice' }, text.competence.finding[one.finding](nameOf(one), percent(one.competence), percent(one.chance), one.most_frequent.value))),
    table({ caption: text.competence.title, columns: [...COLUMNS, { key: 'confusion', label: text.quality.confusion, cell: look }], rows: of.annotators }),
    examined ? mistakes(examined, of.values.map(({ value }) => value)) : null,
  ];
}

const COLUMNS = [
  { key: 'member', label: text.members.member, head: true, value: nameOf, cell: nameOf },
  { key: 'competence', label: text.competence.right, number: true, value: (one) => one.competence, cell: measured },
  { key: 'low', label: text.quality.interval, value: (one) => (one.competence === null ? null : text.quality.ends(percentExact(one.low), percentExact(one.high))), cell: (one) => (one.competence === null ? '–' : text.quality.ends(percent(one.low), percent(one.high))) },
  { key: 'chance', label: text.competence.chance, number: true, value: (one) => one.chance, cell: (one) => percent(one.chance) },
  { key: 'usual', label: text.competence.usual, value: (one) => one.most_frequent.value, cell: (one) => [one.most_frequent.value, h('span', { class: 'basis' }, percent(one.most_frequent.share))] },
  { key: 'tasks', label: text.tasks.title, number: true, value: (one) => one.tasks, cell: (one) => count(one.tasks) },
];

function measured(one) {
  if (one.competence === null) return h('span', { class: 'quiet' }, text.competence.unknown);
  return h('span', { class: 'measured' }, interval(one.competence, one.low, one.high), score(one.competence));
}

const look = (one) => (one.confusion === null ? '–' : h('a', { href: choosing({ annotator: one.id }), id: `confusion-${one.id}`, 'aria-label': text.competence.lookAt(nameOf(one)) }, text.competence.look));

function mistakes(one, values) {
  const title = text.competence.mistakes(nameOf(one));
  return h(
    'div',
    { id: 'mistakes' },
    h('h3', {}, title),
    confusion({ labels: values, matrix: one.confusion.map((row) => row.map((share) => share ?? 0)), rows: text.competence.rightAnswer, columns: text.competence.itsAnswer, link: null, write: percent, name: title }),
  );
}
