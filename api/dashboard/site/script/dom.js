// Elements, made without HTML: whatever comes from data stays text.

const SVG = "http://www.w3.org/2000/svg";

function add(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : String(child));
  }
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "value" || name === "checked" || name === "indeterminate") element[name] = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

/**
 * Makes an element. `given` are attributes; `onclick` and the like listen; false and null leave an
 * attribute out, true sets it empty.
 */
export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  add(element, children);
  for (const [name, value] of Object.entries(given)) set(element, name, value);
  return element;
}

/** The same for SVG. */
export function svg(tag, given = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) set(element, name, value);
  add(element, children);
  return element;
}

/** Replaces what an element holds. */
export function fill(element, ...children) {
  const made = document.createDocumentFragment();
  add(made, children);
  element.replaceChildren(made);
  return element;
}

let last = 0;

/** Returns an id that no other element has. */
export function newId(word) {
  last += 1;
  return `${word}-${last}`;
}

/** Waits so many milliseconds, or until the signal ends the wait; resolves either way. */
export function wait(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    if (signal) {
      signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
    }
  });
}
