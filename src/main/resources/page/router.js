// The address says what is looked at: back, reload and links keep it.
const BASE = '/agreement/';

/** A path with what is asked for; null and empty texts are left out. */
export function asking(path, query) {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== ''));
  return search.size === 0 ? path : `${path}?${search}`;
}

/** The address of a view. */
export const to = (path, query = {}) => asking(BASE + path, query);

/** The address of what is looked at, with something else chosen. */
export function choosing(changes) {
  const { path, query } = here();
  return to(path, { ...query, ...changes });
}

export function here() {
  return {
    path: location.pathname.slice(BASE.length).replace(/\/$/, ''),
    query: Object.fromEntries(new URLSearchParams(location.search)),
  };
}

let show = () => {};

/** Shows another view; one that is only another choice in the same view may replace the entry in the history. */
export function go(address, { replace = false } = {}) {
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  show();
}

/** Shows the same again, for what is behind it has changed. */
export const again = () => show();

export function start(showing) {
  show = showing;
  addEventListener('popstate', () => show());
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || !address.pathname.startsWith(BASE) || link.hash) return;
    event.preventDefault();
    go(address.pathname + address.search);
  });
  show();
}
