// The page's icons: those of its sprite, #i-NAME.

const SVG_NAMES = "http://www.w3.org/2000/svg";

/** Makes an icon. */
export function icon(name) {
  const svg = document.createElementNS(SVG_NAMES, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG_NAMES, "use"));
  setIcon(svg, name);
  return svg;
}

/** Changes which icon is shown. */
export function setIcon(svg, name) {
  svg.firstElementChild.setAttribute("href", "#i-" + name);
}
