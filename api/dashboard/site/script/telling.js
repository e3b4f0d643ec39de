// Words for who does not see: polite, and not too many.

import { h } from "./dom.js";

const region = h("p", { class: "unseen", role: "status" });
let spoken = 0;

export function liveRegion() {
  return region;
}

/** Says something now. */
export function tell(text) {
  spoken = Date.now();
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 50);
}

/** Says something unless something was said in the last so many milliseconds. */
export function tellSeldom(text, everyMs = 20000) {
  if (Date.now() - spoken >= everyMs) tell(text);
}
