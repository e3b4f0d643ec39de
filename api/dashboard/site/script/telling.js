// Words for who does not see: polite, and not too many.

import { h } from "./dom.js";

const region = h("p", { class: "unseen", role: "status" });
let spoken = 0;
let coming = 0;

export function liveRegion() {
  return region;
}

/** Says something now. */
export function tell(text) {
  spoken = Date.now();
  region.textContent = "";
  clearTimeout(coming);
  coming = setTimeout(() => { region.textContent = text; }, 50);
}

/** Forgets what was said for a view that is left; what leaving it has just said stays. */
export function forgetTold() {
  if (Date.now() - spoken >= 1000) region.textContent = "";
}

/** Says something unless something was said in the last so many milliseconds. */
export function tellSeldom(text, everyMs = 20000) {
  if (Date.now() - spoken >= everyMs) tell(text);
}
