// The caption that belongs to the moment, where the viewer wants it.

import { make } from "./dom.js";

export class Captions {
  /** `settings` say whether and where; `over` and `below` are the two places a caption can have. */
  constructor(story, settings, over, below) {
    this.settings = settings;
    this.over = over;
    this.below = below;
    this.element = make("p", { class: "caption", lang: story.lang, dir: story.dir, hidden: true });
    this.line = make("span", {});
    this.element.append(this.line);
    this.place();
  }

  get shown() {
    return this.settings.get("captions");
  }

  /** Puts the caption where the settings want it. */
  place() {
    const below = this.settings.get("place") === "below";
    this.below.hidden = !(below && this.shown);
    (below ? this.below : this.over).append(this.element);
  }

  /** Shows what is said `ms` after the start of a scene; nothing without a scene. */
  show(scene, ms) {
    const cue = this.shown && scene && scene.cues.find((each) => each[0] <= ms && ms < each[1]);
    const text = cue ? cue[2] : "";
    if (text && this.line.textContent !== text) this.line.textContent = text;
    if (this.element.hidden === Boolean(text)) this.element.hidden = !text;
  }
}
