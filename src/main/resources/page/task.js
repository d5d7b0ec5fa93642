// One task: how far each two agree on it, and what each has answered.
import { get, project as at } from './api.js';
import { h } from './dom.js';
import { band, percent, percentExact } from './format.js';
import { figure, figures, fullName, nameOf, score, section } from './parts.js';
import { about } from './project.js';
import { to } from './router.js';
import { table } from './table.js';
import { text } from './text.js';
import { labelStudio } from './whoami.js';

export async function task({ project: id, task: number, signal }) {
  const [project, detail, link] = await Promise.all([about(id, signal), get(`${at(id)}/agreement/tasks/${number}`, {}, signal), labelStudio(id)]);
  const address = link(number);
  const people = detail.users.map((user) => ({ id: idOf(user), name: fullName(user) }));
  return [
    h('p', { class: 'path' }, h('a', { href: to('') }, text.projects.title), ' › ', h('a', { href: to(`projects/${id}/tasks`) }, project.title || text.projects.untitled(id))),
    h('div', { class: 'head' }, h('h1', {}, text.task.heading(number)), address === null ? null : h('a', { class: 'button', href: address }, text.task.open)),
    detail.error === null ? null : h('p', { class: 'notice' }, detail.error),
    figures(figure(text.task.pairwise, score(detail.pairwise, percentExact)), figure(text.task.consensus, score(detail.consensus, percentExact), text.task.consensusSays), figure(text.task.participants, String(people.length))),
    people.length === 0 ? h('p', { class: 'note' }, text.task.nobody) : section(text.task.overall, matrix(people, detail.matrix)),
    ...detail.dimensions.map((dimension) =>
      section(
        dimension.name,
        probable(dimension),
        h('div', { class: 'columns' }, h('div', {}, h('h3', {}, text.task.agreement), matrix(people, dimension.matrix)), h('div', {}, h('h3', {}, text.task.answers), answers(people, dimension))),
      ),
    ),
  ].filter(Boolean);
}

/** What is probably right, and how sure that is. */
function probable({ consensus_answer: answer, consensus_probability: probability, consensus_out_of_date: outOfDate }) {
  if (answer === null) return null;
  return h('p', { class: 'probable' }, text.task.right, ' ', h('strong', {}, answer || text.task.empty), ' ', score(probability, percentExact), outOfDate ? h('span', { class: 'basis' }, text.task.before) : null);
}

const idOf = (user) => user.id ?? (user.model_version === undefined ? 'ground_truth' : `model:${user.model_version}`);

function matrix(people, rows) {
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': text.task.agreement },
    h(
      'table',
      { class: 'heatmap' },
      h('thead', {}, h('tr', {}, h('td', {}), people.map((one) => h('th', { scope: 'col' }, h('span', {}, nameOf(one)))))),
      h('tbody', {}, rows.map((row, i) => h('tr', {}, h('th', { scope: 'row' }, nameOf(people[i])), row.map((value, j) => h('td', { class: i === j ? 'self' : band(value) }, i === j ? '' : percent(value)))))),
    ),
  );
}

function answers(people, { answers: values, labels }) {
  const answer = (i) => {
    if (values !== null) return values[i] === null || values[i] === undefined ? '–' : values[i].join(', ') || text.task.empty;
    if (labels !== null) return Object.entries(labels[i] ?? {}).map(([label, many]) => `${many} × ${label}`).join(', ') || '–';
    return text.task.regions;
  };
  const columns = [
    { key: 'who', label: text.members.member, head: true, cell: (row) => row.name },
    { key: 'answer', label: text.task.answer, cell: (row) => row.answer },
  ];
  return table({ caption: text.task.answers, columns, rows: people.map((one, i) => ({ name: nameOf(one), answer: answer(i) })) });
}
