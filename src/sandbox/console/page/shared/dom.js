/**
 * Builds an element. Words are always put in as text, so nothing anybody wrote is ever read as markup.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [props] `class`, `on` (listeners), `style` (custom properties too), `dataset`;
 *   anything else is an attribute: true sets it empty, false, null and undefined leave it out.
 * @param {...unknown} children nodes, strings, arrays of them; null, undefined and false are left out.
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  append(element, children);
  return element;
}

export function append(parent, children) {
  for (const child of children.flat(Number.POSITIVE_INFINITY)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : String(child));
  }
  return parent;
}

export function replace(parent, ...children) {
  parent.replaceChildren();
  return append(parent, children);
}

function setProp(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") element.className = value;
  else if (name === "on") listenAll(element, value);
  else if (name === "style") setStyle(element, value);
  else if (name === "dataset") Object.assign(element.dataset, value);
  else element.setAttribute(name, value === true ? "" : String(value));
}

function listenAll(element, listeners) {
  for (const [type, listener] of Object.entries(listeners)) {
    element.addEventListener(type, listener);
  }
}

// By way of the style object: the page's policy forbids style attributes.
function setStyle(element, styles) {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
}
