// Loads what may come next while the present clip plays, within what the line and its owner allow.

/** Bytes that may be loaded ahead of one scene: as a rule, on a slow line, by who saves data. */
export const BUDGETS = { fast: 8000000, slow: 2000000, frugal: 500000 };

const SLOW_MBIT = 1.5;

/** How the line is: "frugal" for 2G or a wish to save data (only the likely next clip is loaded). */
export function line() {
  const { saveData, effectiveType, downlink } = navigator.connection || {};
  if (saveData || /2g$/.test(effectiveType || "")) return "frugal";
  return effectiveType === "3g" || downlink < SLOW_MBIT ? "slow" : "fast";
}

export class Preloading {
  /** `files(id)`: the files of a scene that are played. */
  constructor(journey, clips, screen, files) {
    this.journey = journey;
    this.clips = clips;
    this.screen = screen;
    this.files = files;
    this.calm();
  }

  /** Another scene: everything ahead is looked at anew. */
  calm() {
    this.begun = false;
    this.wanted = "";
  }

  /** Begins once the present clip is here, so that the line is free; `now` does not wait for it. */
  look(now) {
    if (this.begun || !(now || this.screen.complete)) return;
    this.begun = true;
    this.load(this.journey.here);
  }

  async load(here) {
    const kind = line();
    let left = BUDGETS[kind];
    const ids = this.journey.coming(here);
    for (const id of kind === "frugal" ? ids.slice(0, 1) : ids) {
      for (const file of this.files(id)) {
        const expected = /mp4$/.test(file) ? this.journey.scene(id).bytes || 0 : 0;
        if (expected > left) continue;
        left -= await this.clips.load(file, left);
        if (this.journey.here !== here) return;
      }
      if (id === ids[0]) this.prepare(id);
    }
  }

  /** Lets the element that is not shown hold a scene's first picture: the likely one, or this. */
  prepare(id) {
    if (id) this.wanted = id;
    if (!this.wanted || !this.screen.settled) return;
    const source = this.clips.held.get(this.files(this.wanted)[0]);
    if (source) this.screen.prepare(source);
  }
}
