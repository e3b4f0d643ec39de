// How the viewer wants captions and pictures; kept on the device once something was changed.

import { recall, remember } from "./memory.js";

const KEY = "sollecito.film";

/** What can be chosen; the first of each is what holds until then. */
export const CHOICES = {
  size: ["normal", "small", "large", "huge"],
  colors: ["white", "yellow", "black", "blue"],
  place: ["bottom", "top", "below"],
  ground: ["solid", "light", "none"],
  pictures: ["auto", "video", "stills"],
};

export class Settings {
  constructor() {
    const kept = recall(KEY) || {};
    this.values = { captions: kept.captions !== false, described: kept.described === true };
    for (const name of Object.keys(CHOICES)) {
      this.values[name] = CHOICES[name].includes(kept[name]) ? kept[name] : CHOICES[name][0];
    }
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    this.values[name] = value;
    remember(KEY, this.values);
  }

  /** Lets the stylesheet know. */
  show(element) {
    for (const name of Object.keys(CHOICES)) element.setAttribute("data-" + name, this.get(name));
  }
}
