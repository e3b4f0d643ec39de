// The controls under the picture: the scene's progress and a row of named buttons.

import { fill, make } from "./dom.js";
import { icon, setIcon } from "./icons.js";

export class Deck {
  /** `actions`: back, toggle, captions, describe (null: none), sound, text, chapters, more, larger, seek(ms). */
  constructor(words, actions) {
    this.words = words;
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
    const keys = [
      this.button("back", "back", words.back, actions.back),
      this.button("toggle", "play", words.play, actions.toggle),
      this.button("captions", "captions", words.captions, actions.captions),
      actions.describe && this.button("describe", "describe", words.describe, actions.describe),
      this.button("sound", "sound", words.sound, actions.sound),
      this.button("text", "text", words.text_key, actions.text),
      this.button("chapters", "list", words.chapters, actions.chapters),
      this.button("settings", "more", words.more, actions.more),
      this.button("larger", "larger", words.larger, actions.larger),
    ].filter(Boolean);
    if (actions.describe) this.parts.describe.element.setAttribute("aria-label", words.describe_long);
    this.element = make("div", { class: "deck" }, this.range, make("div", { class: "keys" }, ...keys));
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

  press(name, pressed) {
    this.parts[name].element.setAttribute("aria-pressed", String(pressed));
  }

  playing(playing) {
    this.set("toggle", playing ? "pause" : "play", playing ? this.words.pause : this.words.play);
  }

  captions(shown) {
    this.set("captions", shown ? "captions" : "captions-off");
    this.press("captions", shown);
  }

  sound(heard) {
    this.set("sound", heard ? "sound" : "mute");
    this.press("sound", heard);
  }

  larger(large) {
    const { smaller, larger } = this.words;
    this.set("larger", large ? "smaller" : "larger", large ? smaller : larger);
  }

  back(possible) {
    this.parts.back.element.disabled = !possible;
  }

  /** Shows which drawer is open. */
  drawer(open) {
    for (const name of ["chapters", "text", "settings"]) {
      this.parts[name].element.setAttribute("aria-expanded", String(name === open));
    }
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
