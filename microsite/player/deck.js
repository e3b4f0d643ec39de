// The controls under the picture: the scene's progress and a row of named buttons.

import { fill, icon, make, setIcon } from "./dom.js";

export const STEP_MS = 5000;

export class Deck {
  /** `actions`: back, toggle, captions, sound, chapters, larger, seek(ms). */
  constructor(words, actions) {
    this.words = words;
    this.ms = 0;
    this.range = make("input", {
      type: "range",
      class: "position",
      min: 0,
      max: 1000,
      step: 100,
      value: 0,
      "aria-label": words.position,
      on: { input: () => actions.seek(Number(this.range.value)) },
    });
    this.parts = {};
    const buttons = [
      this.button("back", "back", words.back, actions.back),
      this.button("toggle", "play", words.play, actions.toggle),
      this.button("captions", "captions", words.captions, actions.captions),
      this.button("sound", "sound", words.sound, actions.sound),
      this.button("chapters", "list", words.chapters, actions.chapters),
      this.button("larger", "larger", words.larger, actions.larger),
    ];
    const keys = make("div", { class: "keys" }, ...buttons);
    this.element = make("div", { class: "deck" }, this.range, keys);
  }

  button(name, iconName, label, listener) {
    const part = { icon: icon(iconName), label: make("span", {}, label) };
    part.element = make(
      "button",
      { type: "button", class: "key key-" + name, on: { click: listener } },
      part.icon,
      part.label
    );
    this.parts[name] = part;
    return part.element;
  }

  set(name, iconName, label) {
    const part = this.parts[name];
    if (iconName) setIcon(part.icon, iconName);
    if (label && part.label.textContent !== label) part.label.textContent = label;
  }

  playing(playing) {
    this.set("toggle", playing ? "pause" : "play", playing ? this.words.pause : this.words.play);
  }

  captions(shown) {
    this.set("captions", shown ? "captions" : "captions-off");
    this.parts.captions.element.setAttribute("aria-pressed", String(shown));
  }

  sound(heard) {
    this.set("sound", heard ? "sound" : "mute");
    this.parts.sound.element.setAttribute("aria-pressed", String(heard));
  }

  larger(large) {
    const { smaller, larger } = this.words;
    this.set("larger", large ? "smaller" : "larger", large ? smaller : larger);
  }

  back(possible) {
    this.parts.back.element.disabled = !possible;
  }

  chapters(open) {
    this.parts.chapters.element.setAttribute("aria-expanded", String(open));
  }

  /** Shows how far the scene is, in milliseconds. */
  position(ms, total) {
    this.range.max = total;
    this.range.value = ms;
    this.range.style.setProperty("--done", (total ? Math.min(100, (100 * ms) / total) : 0) + "%");
    this.range.setAttribute(
      "aria-valuetext",
      fill(this.words.time, { now: Math.round(ms / 1000), total: Math.round(total / 1000) })
    );
  }
}
