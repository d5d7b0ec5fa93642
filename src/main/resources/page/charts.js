// Pictures of figures, each beside the same figures as text.
import { h, hidden, measure, s } from './dom.js';
import { count, percentExact } from './format.js';
import { text } from './text.js';

/** A bar as wide as a share of 1; for the eye alone, since the figure stands beside it. */
export const bar = (value, band = 'plain') => measure(h('span', { class: `bar ${band}`, 'aria-hidden': 'true' }), 'share', Math.max(0, Math.min(1, value ?? 0)));

/**
 * How many have which agreement, in ten bars.
 *
 * @param counts ten of them
 * @param link the address of what a bar counts, by where it begins and ends
 */
export function histogram(counts, link) {
  const most = Math.max(...counts, 1);
  const bars = counts.map((many, i) => {
    const height = many === 0 ? 0 : Math.max(1.5, (many / most) * 100);
    const [from, until] = [i / 10, (i + 1) / 10];
    const label = text.quality.bucket(from, until, many);
    return s(
      'a',
      { href: link(from, until), 'aria-label': label },
      s('title', {}, label),
      s('rect', { class: 'ground', x: i * 30, y: 0, width: 30, height: 128 }),
      s('rect', { class: ['low', 'low', 'low', 'mid', 'mid', 'mid', 'mid', 'high', 'high', 'high'][i], x: i * 30 + 2, y: 112 - height, width: 26, height, rx: 2 }),
      s('text', { x: i * 30 + 15, y: 108 - height, 'text-anchor': 'middle', class: 'many' }, many === 0 ? '' : short(many)),
      s('text', { x: i * 30 + 15, y: 124, 'text-anchor': 'middle' }, `${i * 10}`),
    );
  });
  return h('figure', { class: 'chart' }, s('svg', { viewBox: '0 -8 300 138', class: 'histogram', role: 'group', 'aria-label': text.quality.distribution }, bars), h('figcaption', {}, text.quality.axis));
}

const short = (many) => new Intl.NumberFormat(document.documentElement.lang, { notation: 'compact', maximumFractionDigits: 1 }).format(many);

/** An estimate with its interval on a line from 0 to 1. */
export function interval(value, low, high) {
  const x = (share) => 4 + 112 * Math.max(0, Math.min(1, share));
  if (value === null) return null;
  return s(
    'svg',
    { viewBox: '0 0 120 16', class: 'interval', 'aria-hidden': 'true' },
    s('line', { class: 'ground', x1: 4, x2: 116, y1: 8, y2: 8 }),
    low === null ? null : s('line', { class: 'range', x1: x(low), x2: x(high), y1: 8, y2: 8 }),
    s('circle', { cx: x(value), cy: 8, r: 4 }),
  );
}

/**
 * Which answers are given where others give which.
 *
 * @param labels of rows and columns
 * @param matrix how often
 * @param rows what a row is, and columns what a column is
 * @param link the address of tasks with an answer, or null
 * @param write how a cell is written, for shares of a row instead of counts
 * @param name of the table
 */
export function confusion({ labels, matrix, rows, columns, link, write = null, name = text.quality.confusion }) {
  const most = Math.max(1, ...matrix.flatMap((row, i) => row.filter((_, j) => i !== j)));
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': name },
    h(
      'table',
      { class: 'matrix' },
      h('caption', {}, text.quality.reading(rows, columns), link ? ` ${text.quality.leads}` : null),
      h('thead', {}, h('tr', {}, h('td', {}), labels.map((label) => h('th', { scope: 'col' }, h('span', {}, label))))),
      h(
        'tbody',
        {},
        matrix.map((row, i) => {
          const all = row.reduce((sum, many) => sum + many, 0);
          return h(
            'tr',
            {},
            h('th', { scope: 'row' }, labels[i]),
            row.map((many, j) => {
              const share = i === j ? 0 : many / most;
              const shown = write ? write(many) : [count(many), i === j || many === 0 ? null : hidden(`, ${percentExact(many / all)}`)];
              return measure(h('td', { class: i === j ? 'same' : 'other' }, many > 0 && link ? h('a', { href: link(labels[i], labels[j]) }, shown) : shown), 'share', share);
            }),
          );
        }),
      ),
    ),
  );
}
