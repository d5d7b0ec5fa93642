// From page to page of a list.
import { h } from './dom.js';
import { choosing } from './router.js';
import { text } from './text.js';

/** Of a list with numbered pages; nothing where there is only one. */
export const pager = (page, pages) =>
  pages <= 1
    ? null
    : h(
        'nav',
        { class: 'pager', 'aria-label': text.table.pages },
        page > 1 ? h('a', { href: choosing({ page: page === 2 ? null : page - 1 }), rel: 'prev' }, text.table.previous) : null,
        h('span', {}, text.table.page(page, pages)),
        page < pages ? h('a', { href: choosing({ page: page + 1 }), rel: 'next' }, text.table.next) : null,
      );
