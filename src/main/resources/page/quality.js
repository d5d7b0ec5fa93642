// The quality of a project's data: how far people agree, on what, beyond chance, and what is taken for what.
import { get, maybe, project as at } from './api.js';
import { bar, confusion, histogram, interval } from './charts.js';
import { h } from './dom.js';
import { band, coefficient, count, percent, percentExact } from './format.js';
import { choice, figure, figures, later, nothing, score, section } from './parts.js';
import { about, head } from './project.js';
import { to } from './router.js';
import { download, table } from './table.js';
import { text } from './text.js';

const ANALYSIS = 'analytics/data-quality/agreement-analysis';

export async function quality({ project: id, query, signal }) {
  const read = (path, parameters) => get(`${at(id)}/${path}`, parameters, signal);
  const [project, distribution, dimensions, all, settings] = await Promise.all([
    about(id, signal),
    read(`${ANALYSIS}/distribution`),
    read(`${ANALYSIS}/dimensions`),
    read('dimensions/'),
    read('metricparam/'),
  ]);
  const top = await head(project, 'quality', signal);
  if (distribution.total_tasks === 0) return [...top, nothing(text.quality.none, project.job_id === null ? text.members.noBackfillSays : text.members.aloneSays)];
  const tasks = (more) => to(`projects/${id}/tasks`, { ordering: 'agreement', ...more });
  const controls = all.filter((dimension) => dimension.is_active && dimension.is_categorical && dimension.extraction_method === 'control_tag');
  const control = query.control ?? controls[0]?.extraction_method_params.control_tag;
  return [
    ...top,
    figures(
      figure(text.quality.mean, score(distribution.average_agreement, percentExact), text.quality.method[settings.metric_name]),
      figure(text.quality.low, h('a', { href: tasks({ max: settings.agreement_threshold }) }, count(distribution.low_agreement_count)), text.quality.below(percent(settings.agreement_threshold))),
      figure(text.quality.compared, count(distribution.total_tasks), text.quality.comparedSays),
    ),
    h(
      'div',
      { class: 'columns' },
      section(text.quality.distribution, histogram(distribution.histogram, (from, until) => tasks({ min: from, max: until }))),
      section(text.quality.dimensions, table({ caption: text.quality.dimensions, columns: dimensionColumns(all, tasks), rows: dimensions })),
    ),
    section(text.quality.chance, h('p', { class: 'note' }, text.quality.chanceSays), later(read(`${ANALYSIS}/coefficients`), coefficients)),
    section(
      text.quality.confusion,
      controls.length === 0
        ? h('p', { class: 'note' }, text.quality.noCategories)
        : [
            h(
              'div',
              { class: 'filters' },
              choice('control', text.quality.control, controls.map((dimension) => [dimension.extraction_method_params.control_tag, dimension.name]), control),
              choice('mode', text.quality.among, [[null, text.quality.everybody], ['ground_truth', text.quality.truth]], query.mode),
            ),
            later(read(`${ANALYSIS}/confusion-matrix`, { from_name: control, mode: query.mode ?? 'all' }), (answer) => confused(answer, query.mode === 'ground_truth', tasks), '20rem'),
          ],
    ),
    section(text.quality.labels, later(distributionOf(id, signal), labels)),
  ];
}

function dimensionColumns(all, tasks) {
  const id = (row) => all.find((dimension) => dimension.name === row.name)?.id;
  return [
    { key: 'name', label: text.dimensions.name, head: true, cell: (row) => (row.agreement === null ? row.name : h('a', { href: tasks({ dimension: id(row) }) }, row.name)) },
    { key: 'tag', label: text.dimensions.tag, cell: (row) => row.control_tag ?? '–' },
    { key: 'agreement', label: text.projects.agreement, number: true, cell: (row) => h('span', { class: 'measured' }, bar(row.agreement, band(row.agreement)), score(row.agreement)) },
  ];
}

/** Each coefficient of each dimension, with its interval where there is one, or why there is none. */
function coefficients(dimensions) {
  if (dimensions.length === 0) return h('p', { class: 'note' }, text.quality.noCoefficients);
  const rows = dimensions.flatMap((dimension) => listed(dimension).map(([name, of]) => ({ dimension, name, of })));
  const columns = [
    { key: 'dimension', label: text.quality.dimension, head: true, value: (row) => row.dimension.name, cell: (row) => row.dimension.name },
    { key: 'name', label: text.quality.coefficient, value: (row) => row.name, cell: (row) => row.name },
    { key: 'value', label: text.quality.value, number: true, value: (row) => row.of.value, cell: (row) => (row.of.value === null ? h('span', { class: 'quiet' }, row.of.reason) : coefficient(row.of.value)) },
    { key: 'interval', label: text.quality.interval, value: (row) => ends(row.of)?.join(' – '), cell: (row) => (ends(row.of) ? h('span', { class: 'measured' }, interval(row.of.value, ...ends(row.of)), text.quality.ends(...ends(row.of).map(coefficient))) : '–') },
    { key: 'units', label: text.quality.units, number: true, value: (row) => row.of.units, cell: (row) => count(row.of.units) },
  ];
  return [h('div', { class: 'filters' }, download('coefficients', columns, rows)), table({ caption: text.quality.chance, columns, rows }), byAnswer(dimensions)];
}

/** How far people agree on each answer alone. */
function byAnswer(dimensions) {
  const rows = dimensions.flatMap((dimension) => dimension.values.map((value) => ({ dimension, ...value })));
  if (rows.length === 0) return null;
  const columns = [
    { key: 'value', label: text.quality.answer, head: true, value: (row) => row.value, cell: (row) => row.value },
    { key: 'dimension', label: text.quality.dimension, value: (row) => row.dimension.name, cell: (row) => row.dimension.name },
    { key: 'answers', label: text.quality.given, number: true, value: (row) => row.answers, cell: (row) => count(row.answers) },
    { key: 'specific', label: text.quality.specific, number: true, value: (row) => row.specific_agreement, cell: (row) => score(row.specific_agreement) },
    { key: 'alpha', label: text.quality.againstRest, number: true, value: (row) => row.krippendorff_alpha.value, cell: (row) => (row.krippendorff_alpha.value === null ? h('span', { class: 'quiet' }, row.krippendorff_alpha.reason) : coefficient(row.krippendorff_alpha.value)) },
  ];
  return [h('h3', {}, text.quality.byAnswer), table({ caption: text.quality.byAnswer, columns, rows }), download('agreement-by-answer', columns, rows)];
}

const ends = (of) => (of.value !== null && of.confidence_interval ? of.confidence_interval : null);

function listed(dimension) {
  const alpha = dimension.krippendorff_alpha;
  return [
    [text.quality.alpha.nominal, alpha.nominal],
    ...['ordinal', 'interval'].filter((level) => alpha[level].value !== null).map((level) => [text.quality.alpha[level], alpha[level]]),
    [text.quality.fleiss, dimension.fleiss_kappa],
    ...dimension.weighted.filter(({ weights }) => weights === 'identity').flatMap((same) => ['gwet_ac', 'brennan_prediger', 'percent_agreement'].map((key) => [text.quality.chanceCorrected[key], same[key]])),
  ];
}

function confused({ labels: answers, matrix, precision, recall, top_confusion_pairs: pairs }, truth, tasks) {
  if (answers.length === 0) return h('p', { class: 'note' }, truth ? text.quality.noTruth : text.quality.noAnswers);
  const rows = answers.map((label, i) => ({ label, precision: precision[i], recall: recall[i] }));
  const top = [
    { key: 'actual', label: truth ? text.quality.right : text.quality.one, head: true, value: (row) => row.actual, cell: (row) => row.actual },
    { key: 'label', label: truth ? text.quality.givenAnswer : text.quality.other, value: (row) => row.label, cell: (row) => row.label },
    { key: 'count', label: text.quality.times, number: true, value: (row) => row.count, cell: (row) => h('a', { href: tasks({ label: row.label }) }, count(row.count)) },
    { key: 'rate', label: text.quality.share, number: true, value: (row) => row.rate, cell: (row) => percentExact(row.rate) },
  ];
  const each = [
    { key: 'label', label: text.quality.answer, head: true, value: (row) => row.label, cell: (row) => row.label },
    { key: 'precision', label: text.quality.precision, number: true, value: (row) => row.precision, cell: (row) => percent(row.precision) },
    { key: 'recall', label: text.quality.recall, number: true, value: (row) => row.recall, cell: (row) => percent(row.recall) },
  ];
  return [
    confusion({ labels: answers, matrix, rows: truth ? text.quality.truth : text.quality.one, columns: truth ? text.quality.annotators : text.quality.other, link: (row, column) => tasks({ label: row === column ? row : column }) }),
    h(
      'div',
      { class: 'columns' },
      h('div', {}, h('h3', {}, text.quality.pairs), table({ caption: text.quality.pairs, columns: top, rows: pairs, empty: text.quality.noConfusion }), download('confusion-pairs', top, pairs)),
      h('div', {}, h('h3', {}, text.quality.each), table({ caption: text.quality.each, columns: each, rows }), download('answers', each, rows)),
    ),
  ];
}

async function distributionOf(id, signal) {
  const structure = await get(`${at(id)}/stats/label-distribution/structure`, {}, signal);
  const counts = structure.choice_keys.length === 0 ? null : await maybe(get(`${at(id)}/stats/label-distribution/counts`, {}, signal), 404);
  return { structure, counts };
}

function labels({ structure, counts }) {
  if (counts === null || counts.results.length === 0) return h('p', { class: 'note' }, text.quality.noLabels);
  const predicted = counts.results.some((row) => row.from_predictions_count > 0);
  const one = (key, label, from) => ({ key, label, number: true, value: (row) => row[`${from}_count`], cell: (row) => h('span', { class: 'measured' }, bar(row[`${from}_percent`] / 100), h('span', {}, count(row[`${from}_count`])), h('span', { class: 'basis' }, percent(row[`${from}_percent`] / 100))) });
  const columns = [
    { key: 'choice', label: text.quality.answer, head: true, value: (row) => row.choice, cell: (row) => row.choice },
    { key: 'dimension', label: text.quality.dimension, value: (row) => row.dimension_name, cell: (row) => row.dimension_name },
    one('annotations', text.quality.fromAnnotations, 'from_annotations'),
    ...(predicted ? [one('predictions', text.quality.fromPredictions, 'from_predictions')] : []),
  ];
  return [
    h('div', { class: 'filters' }, download('labels', columns, counts.results)),
    table({ caption: text.quality.labels, columns, rows: counts.results }),
    structure.dimensions.filter((dimension) => dimension.unsupported_reason).map((dimension) => h('p', { class: 'note' }, `${dimension.name}: ${dimension.unsupported_reason}`)),
  ];
}
