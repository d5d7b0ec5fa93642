// Asks before something happens.
import { h } from './dom.js';
import { text } from './text.js';

/** Asks whether something is to be done, saying what will happen; what else the dialog holds, such as a field, comes between. */
export function confirm({ title, says, action, danger = false, content = null }) {
  return new Promise((resolve) => {
    const dialog = h(
      'dialog',
      { 'aria-labelledby': 'dialog-title', onclose: () => { dialog.remove(); resolve(dialog.returnValue === 'yes'); } },
      h(
        'form',
        { method: 'dialog' },
        h('h2', { id: 'dialog-title' }, title),
        [says].flat().map((sentence) => h('p', {}, sentence)),
        content,
        h(
          'div',
          { class: 'actions' },
          h('button', { value: 'no', class: 'button', formnovalidate: true }, text.dialog.keep),
          h('button', { value: 'yes', class: danger ? 'button danger' : 'button primary' }, action),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Tells in a corner what has happened; screen readers say it, too. */
export function tell(sentence, { failed = false } = {}) {
  const place = document.getElementById('told');
  const told = h('p', { class: failed ? 'told failed' : 'told' }, sentence, h('button', { class: 'close', 'aria-label': text.dialog.close, onclick: () => told.remove() }, '×'));
  place.replaceChildren(told);
}
