// What people can agree on, and how it is measured.
import { get, patch, project as at, tagged } from './api.js';
import { confirm, tell } from './dialog.js';
import { h } from './dom.js';
import { count } from './format.js';
import { failure } from './parts.js';
import { about, head } from './project.js';
import { again } from './router.js';
import { text } from './text.js';
import { whoami } from './whoami.js';

export async function dimensions({ project: id, query, signal }) {
  const [project, list, me] = await Promise.all([about(id, signal), get(`${at(id)}/dimensions/`, {}, signal), whoami()]);
  const each = await Promise.all(list.map((dimension) => tagged(`${at(id)}/dimensions/${dimension.id}/`, signal)));
  return [
    ...(await head(project, 'dimensions', signal)),
    h('p', { class: 'note' }, text.dimensions.says),
    list.length === 0 ? h('p', {}, text.dimensions.none) : h('ul', { class: 'cards' }, each.map(({ item, tag }) => h('li', { id: `dimension-${item.id}` }, card(item, tag, project, me.administrator)))),
  ];
}

function card(dimension, tag, project, administrator) {
  const form = administrator ? h('details', {}, h('summary', { id: `change-${dimension.id}` }, text.dimensions.change), editor(dimension, tag, project)) : null;
  const parameters = Object.entries(dimension.metric_params).map(([name, value]) => `${text.dimensions.parameter(name)} ${value}`);
  return [
    h('h2', {}, dimension.name, ' ', dimension.is_active ? null : h('span', { class: 'state' }, text.dimensions.off)),
    h(
      'dl',
      { class: 'facts' },
      h('div', {}, h('dt', {}, text.dimensions.tag), h('dd', {}, dimension.control_tag ?? text.dimensions.path(dimension.extraction_method_params))),
      h('div', {}, h('dt', {}, text.dimensions.metric), h('dd', {}, text.dimensions.metricName(dimension.metric_type), parameters.length === 0 ? null : h('span', { class: 'quiet' }, ` (${parameters.join(', ')})`))),
      dimension.out_of_date > 0 ? h('div', {}, h('dt', {}, text.projects.outOfDate), h('dd', { class: 'attention' }, text.dimensions.outOfDate(count(dimension.out_of_date)))) : null,
    ),
    dimension.description ? h('p', {}, dimension.description) : null,
    form,
  ];
}

/** A form made from what the API says of the metrics that may be chosen. */
function editor(dimension, tag, project) {
  const schemas = dimension.allowed_metrics_with_params;
  const id = (name) => `${name}-${dimension.id}`;
  const name = h('input', { id: id('name'), required: true, maxlength: 255, value: dimension.name });
  const metric = h('select', { id: id('metric') }, Object.keys(schemas).map((each) => h('option', { value: each, selected: each === dimension.metric_type }, text.dimensions.metricName(each))));
  const active = h('input', { id: id('active'), type: 'checkbox', checked: dimension.is_active });
  const parameters = h('div', { class: 'parameters' });
  const place = h('div', {});
  const fill = () =>
    parameters.replaceChildren(
      ...Object.entries(schemas[metric.value]?.properties ?? {}).map(([key, schema]) => field(id(key), key, schema, metric.value === dimension.metric_type ? dimension.metric_params[key] : undefined)),
    );
  metric.addEventListener('change', fill);
  fill();

  const save = async (event) => {
    event.preventDefault();
    place.replaceChildren();
    const changes = changed(dimension, { name: name.value.trim(), metric_type: metric.value, metric_params: values(parameters), is_active: active.checked });
    if (Object.keys(changes).length === 0) {
      tell(text.dimensions.nothing);
      return;
    }
    if (!(await confirm({ title: text.dimensions.save, says: consequences(changes, project), action: text.dimensions.save }))) return;
    try {
      await patch(`${at(project.id)}/dimensions/${dimension.id}/`, changes, tag);
      tell(text.dimensions.saved);
      again();
    } catch (error) {
      place.replaceChildren(failure(error), ...Object.entries(error.fields ?? {}).map(([key, sentences]) => h('p', { class: 'failure' }, `${text.dimensions.parameter(key.replace('metric_params.', ''))}: ${[sentences].flat().join(' ')}`)));
    }
  };
  return h(
    'form',
    { class: 'editor', onsubmit: save },
    h('label', { class: 'choice', for: id('name') }, text.dimensions.name, name),
    h('label', { class: 'choice', for: id('metric') }, text.dimensions.metric, metric),
    parameters,
    h('label', { class: 'tick', for: id('active') }, active, text.dimensions.active),
    place,
    h('div', { class: 'actions' }, h('button', { class: 'button primary' }, text.dimensions.save)),
  );
}

function field(id, key, schema, value) {
  const given = value ?? schema.default;
  const attributes = { id, 'data-key': key, 'data-type': schema.type, 'data-default': JSON.stringify(schema.default) };
  const input = schema.enum
    ? h('select', attributes, schema.enum.map((each) => h('option', { value: each, selected: each === given }, each)))
    : h('input', { ...attributes, type: schema.type === 'string' ? 'text' : 'number', step: 'any', min: schema.minimum, max: schema.maximum, value: given, required: true });
  return h('label', { class: 'choice', for: id, title: schema.description ?? null }, text.dimensions.parameter(key), input);
}

/** The parameters that are not as they are without saying. */
function values(parameters) {
  return Object.fromEntries(
    [...parameters.querySelectorAll('[data-key]')]
      .map((input) => [input.dataset.key, input.dataset.type === 'string' ? input.value : Number(input.value), input.dataset.default])
      .filter(([, value, usual]) => JSON.stringify(value) !== usual)
      .map(([key, value]) => [key, value]),
  );
}

function changed(dimension, wanted) {
  const before = JSON.stringify(Object.entries(dimension.metric_params).sort());
  return Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => {
      if (key !== 'metric_params') return value !== dimension[key];
      return wanted.metric_type !== dimension.metric_type || JSON.stringify(Object.entries(value).sort()) !== before;
    }),
  );
}

/** What a change makes out of date. */
function consequences(changes, project) {
  const says = [];
  if ('metric_type' in changes || 'metric_params' in changes) says.push(text.dimensions.recompute(count(project.compared_tasks)));
  if (changes.is_active === false) says.push(text.dimensions.offSays(count(project.compared_tasks)));
  if (changes.is_active === true) says.push(text.dimensions.onSays(count(project.compared_tasks)));
  if ('name' in changes) says.push(text.dimensions.renamed(changes.name));
  return says;
}
