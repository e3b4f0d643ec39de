// Where the viewer left the film, on this device only, under a key that tells nobody the link.

import { digest, recall, remember } from "./memory.js";

const DAY_MS = 86400000;
const KEPT_DAYS = 30;
const WORTH_MS = 3000;
const LONGEST = 60;

export class Bookmark {
  constructor(story) {
    this.story = story;
    this.key = story.token ? "sollecito.place." + digest(story.token) : "";
  }

  /** Returns {ms, trail} of an earlier visit, or null when there is nothing worth it. */
  read() {
    const kept = this.key && recall(this.key);
    if (!kept || !Array.isArray(kept.trail) || !kept.trail.length) return null;
    const today = Math.floor(Date.now() / DAY_MS);
    const known = kept.trail.every((place) => place && this.story.scenes[place.id]);
    if (known && today - kept.day <= KEPT_DAYS) return { ms: Number(kept.ms) || 0, trail: kept.trail };
    this.clear();
    return null;
  }

  keep(trail, ms) {
    if (!this.key || !trail.length || (trail.length === 1 && ms < WORTH_MS)) return;
    const day = Math.floor(Date.now() / DAY_MS);
    remember(this.key, { day, ms: Math.round(ms), trail: trail.slice(-LONGEST) });
  }

  clear() {
    if (this.key) remember(this.key, null);
  }
}
