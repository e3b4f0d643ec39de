// The frame of a drawer: a panel with a button that closes it.

import { make } from "./dom.js";
import { icon } from "./icons.js";
import { panel } from "./panels.js";

export function drawer(kind, heading, words, close, ...children) {
  const away = make(
    "button",
    { type: "button", class: "close", "aria-label": words.close, on: { click: close } },
    icon("close")
  );
  return panel("drawer " + kind, heading, away, ...children);
}
