// Builds elements. There are no templates, so that no text can become markup.
const SVG = 'http://www.w3.org/2000/svg';

/** An element: names that begin with "on" are listeners, null and false attributes and children are left out. */
export const h = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

/** The same of SVG. */
export const s = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Gives an element a custom property, which the style sheet reads; a style attribute would need a weaker policy. */
export function measure(element, name, value) {
  element.style.setProperty(`--${name}`, value);
  return element;
}

/** Text for screen readers alone. */
export const hidden = (text) => h('span', { class: 'hidden' }, text);
