// What was written and not yet sent, kept on this device only: a line may break, a page be left.
// It goes when the message was sent, when the person deletes it, and after a week.

import { digest } from "../player/memory.js";

const LONGEST_MS = 7 * 24 * 3600 * 1000;

export class Draft {
  constructor(token, form) {
    this.key = "sollecito.draft." + digest(token) + "." + form;
  }

  /** What was kept: {values, attempt}, or null. */
  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      if (kept && Date.now() - kept.at < LONGEST_MS) return kept;
      if (kept) this.clear();
    } catch (error) {
      // Storage is refused or holds something else: then nothing was kept.
    }
    return null;
  }

  keep(values, attempt) {
    const some = Object.keys(values).some((name) => values[name]);
    if (!some) {
      this.clear();
      return;
    }
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), values, attempt }));
    } catch (error) {
      // Storage is refused or full: the form works without.
    }
  }

  clear() {
    try {
      localStorage.removeItem(this.key);
    } catch (error) {
      // Storage is refused: nothing was kept.
    }
  }
}
