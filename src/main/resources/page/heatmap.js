// Who agrees with whom: a table whose cells are coloured by band, moved through with the arrow keys.
import { h } from './dom.js';
import { band, count, percent, percentExact } from './format.js';
import { nameOf } from './parts.js';
import { text } from './text.js';

/**
 * A heat map.
 *
 * @param people id and name of each
 * @param cell of two of them by ID: agreement and tasks, or null where they have none in common
 * @param link the address of the tasks of two, or null
 */
export function heatmap({ people, cell, link }) {
  const told = h('p', { class: 'telling', 'aria-live': 'polite' }, text.members.hint);
  const means = people.map((one) => average(people.filter((other) => other.id !== one.id).map((other) => cell(one.id, other.id))));
  const grid = h(
    'table',
    { class: 'heatmap' },
    h('caption', { class: 'hidden' }, text.members.heatmap),
    h('thead', {}, h('tr', {}, h('td', {}), people.map((one) => h('th', { scope: 'col' }, h('span', {}, nameOf(one)))))),
    h('tbody', {}, people.map((one) => h('tr', {}, h('th', { scope: 'row' }, nameOf(one)), people.map((other) => square(one, other))))),
    h('tfoot', {}, h('tr', {}, h('th', { scope: 'row' }, text.members.average), means.map((mean) => h('td', { class: band(mean) }, percent(mean))))),
  );

  function square(one, other) {
    if (one.id === other.id) return h('td', { class: 'self', 'aria-label': text.members.self(nameOf(one)) }, '');
    const of = cell(one.id, other.id);
    const says = text.members.pair(nameOf(one), nameOf(other), of && percentExact(of.agreement), of && count(of.tasks));
    const address = of && link(one.id, other.id);
    const inside = of ? percent(of.agreement) : '–';
    const attributes = { 'aria-label': says, 'data-says': says, tabindex: -1 };
    return h('td', { class: band(of?.agreement) }, address ? h('a', { ...attributes, href: address }, inside) : h('span', { ...attributes, role: 'note' }, inside));
  }

  let reached = grid.querySelector('tbody [data-says]'); // the one that the tab key reaches
  reached?.setAttribute('tabindex', 0);
  const tell = (event) => {
    const square = event.target.closest('[data-says]');
    if (square) told.textContent = square.dataset.says;
  };
  grid.addEventListener('pointerover', tell);
  grid.addEventListener('focusin', (event) => {
    tell(event);
    const square = event.target.closest('[data-says]');
    if (!square) return;
    reached.setAttribute('tabindex', -1);
    square.setAttribute('tabindex', 0);
    reached = square;
  });
  grid.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const from = event.target.closest('td');
    if (!step || !from) return;
    event.preventDefault();
    let [row, column] = [from.parentElement.sectionRowIndex + step[0], from.cellIndex + step[1]];
    const body = grid.tBodies[0].rows;
    while (body[row]?.cells[column] && !body[row].cells[column].querySelector('[data-says]')) {
      row += step[0];
      column += step[1];
    }
    body[row]?.cells[column]?.querySelector('[data-says]')?.focus();
  });
  return [h('div', { class: 'scroll' }, grid), told, legend()];
}

/** Each comparison weighs the same. */
function average(cells) {
  const there = cells.filter((cell) => cell && cell.agreement !== null);
  const tasks = there.reduce((sum, cell) => sum + cell.tasks, 0);
  return tasks === 0 ? null : there.reduce((sum, cell) => sum + cell.agreement * cell.tasks, 0) / tasks;
}

const legend = () =>
  h('ul', { class: 'legend', 'aria-label': text.members.bands }, ['low', 'mid', 'high', 'none'].map((each) => h('li', {}, h('span', { class: `swatch ${each}` }), text.members.band[each])));
