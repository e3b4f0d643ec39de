// The player's own icons, drawn on a grid of 24: a portal has no sprite of ours.

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  play: "M7 4.6v14.8c0 .8.9 1.3 1.6.9l11.6-7.4c.6-.4.6-1.4 0-1.8L8.6 3.7C7.9 3.3 7 3.8 7 4.6z",
  pause:
    "M6.5 4h3a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z" +
    "m8 0h3a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z",
  text: "M5 6h14M5 10.5h14M5 15h14M5 19.5h8",
  card: "M3 6h18v12.5H3zM3 10.5h18M6.5 15H10",
  on: "M9.5 6l6 6-6 6",
  back: "M6 5v14M19 5.5v13L9.5 12z",
  again: "M5 12a7 7 0 1 0 2.2-5.1L5 9M5 4.5V9h4.5",
  captions: "M3.5 5.5h17v13h-17zM7 11h4M13.5 11H17M7 14.8h6.5M16 14.8h1",
  "captions-off": "M8 5.5h12.5v13h-1M16 18.5H3.5v-13h1M7 11h3M7 14.8h5M4 3l16.5 18",
  sound: "M4 9.5v5h3.5l5 4v-13l-5 4zM16 9a4 4 0 0 1 0 6M18.5 6.5a7.5 7.5 0 0 1 0 11",
  mute: "M4 9.5v5h3.5l5 4v-13l-5 4zM16 9.5l5 5M21 9.5l-5 5",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.1M4.5 12h.1M4.5 18h.1",
  larger: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  smaller: "M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5",
  close: "M6 6l12 12M18 6L6 18",
  done: "M5 12.5l5 5L19.5 7",
  more: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4",
  still: "M3.5 5h17v14h-17zM3.5 15.5l5-4.5 4.5 4 2.5-2 5 4M15.5 9h.1",
  describe: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
  ask: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM9.5 9.7a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.7v.1",
};

/** Makes an icon. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "path"));
  setIcon(svg, name);
  return svg;
}

/** Changes which icon is shown. */
export function setIcon(svg, name) {
  svg.setAttribute("class", "icon icon-" + name);
  svg.firstChild.setAttribute("d", PATHS[name]);
}
