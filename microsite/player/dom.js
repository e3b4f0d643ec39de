// Elements made by code: text is always text, never markup.

/** Makes an element; `attributes` may hold `on` ({event: listener}); null children are left out. */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "on") {
      for (const type of Object.keys(value)) element.addEventListener(type, value[type]);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Fills `{name}` in a text. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** Scrolls a list by itself, so that `part` of it is in sight; the page stays where it is. */
export function scrollTo(list, part) {
  const above = part.getBoundingClientRect().top - list.getBoundingClientRect().top;
  const room = list.clientHeight - part.offsetHeight;
  if (above < 0 || above > room) list.scrollTop += above - room / 3;
}
