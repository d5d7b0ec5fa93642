// Tables: sortable, for screen readers, and as CSV.
import { h } from './dom.js';
import { text } from './text.js';
import { choosing } from './router.js';

/**
 * A table.
 *
 * @param caption what it is about; shown to screen readers
 * @param columns key, label, cell (row → content), value (row → what is sorted and exported), number, head (the row's own name), sortable
 * @param rows in the order in which they come, unless it sorts them itself
 * @param ordering the key that they are sorted by, with a minus before it descending; sorting is another choice in the address
 * @param sorts whether the rows are sorted here, and not by the API
 */
export function table({ caption, columns, rows, ordering = null, sorts = false, empty = text.table.empty }) {
  const shown = sorts && ordering ? sorted(rows, columns, ordering) : rows;
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption },
    h(
      'table',
      {},
      h('caption', { class: 'hidden' }, caption),
      h('thead', {}, h('tr', {}, columns.map((column) => heading(column, ordering)))),
      h(
        'tbody',
        {},
        shown.length === 0 ? h('tr', {}, h('td', { colspan: columns.length, class: 'empty' }, empty)) : shown.map((row) => line(columns, row)),
      ),
    ),
  );
}

/** One row of a table. */
const line = (columns, row) =>
  h('tr', {}, columns.map((column) => h(column.head ? 'th' : 'td', { scope: column.head ? 'row' : null, class: column.number ? 'number' : null }, column.cell(row))));

function heading(column, ordering) {
  const attributes = { scope: 'col', class: column.number ? 'number' : null };
  if (!column.sortable) return h('th', attributes, column.label);
  const descending = ordering === `-${column.key}`;
  const by = descending || ordering === column.key;
  return h(
    'th',
    { ...attributes, 'aria-sort': by ? (descending ? 'descending' : 'ascending') : null },
    h(
      'a',
      { href: choosing({ ordering: by && !descending ? `-${column.key}` : column.key, page: null, cursor: null }), id: `sort-${column.key}` },
      column.label,
      h('span', { 'aria-hidden': 'true', class: 'arrow' }, by ? (descending ? '▼' : '▲') : ''),
    ),
  );
}

function sorted(rows, columns, ordering) {
  const key = ordering.replace(/^-/, '');
  const column = columns.find((each) => each.key === key);
  if (!column) return rows;
  const turn = ordering.startsWith('-') ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [column.value(one), column.value(other)];
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return turn * (typeof a === 'number' ? a - b : String(a).localeCompare(String(b)));
  });
}

/** A button that gives the table as CSV. */
export function download(name, columns, rows) {
  const lines = () => [columns.map((column) => column.label), ...rows.map((row) => columns.map((column) => (column.value ?? column.cell)(row)))];
  return h('button', { class: 'button small', onclick: () => save(`${name}.csv`, new Blob([lines().map(csvLine).join('')], { type: 'text/csv' })) }, text.table.csv);
}

/** Gives a file to whoever asked for it. */
export function save(name, blob) {
  const address = URL.createObjectURL(blob);
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A spreadsheet must not take a text for a formula. */
function csvLine(cells) {
  return `${cells
    .map((cell) => (cell === null || cell === undefined ? '' : typeof cell === 'number' ? String(cell) : String(cell).replace(/^[=+\-@\t\r]/, "'$&")))
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',')}\r\n`;
}
