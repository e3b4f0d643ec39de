// How captions look and how the film is shown: what the viewer can change and the device remembers.

import { make } from "./dom.js";
import { drawer } from "./drawer.js";
import { button } from "./panels.js";
import { CHOICES } from "./settings.js";

let fields = 0;

export class SettingsPanel {
  /** `actions`: changed(name), sound, larger, close. */
  constructor(story, settings, actions) {
    const { words } = story;
    this.settings = settings;
    this.changed = actions.changed;
    this.sound = button(words.sound, "sound", actions.sound, "plain-way");
    this.larger = button(words.larger, "larger", actions.larger, "plain-way");
    const group = (name, heading, labels) => this.group(name, heading, labels);
    this.element = drawer(
      "settings",
      words.settings,
      words,
      actions.close,
      make("p", { class: "sample", "aria-hidden": "true" }, make("span", {}, words.sample)),
      group("size", words.size, [words.size_m, words.size_s, words.size_l, words.size_xl]),
      group("colors", words.colors, [
        words.colors_white,
        words.colors_yellow,
        words.colors_black,
        words.colors_blue,
      ]),
      group("place", words.place, [words.place_bottom, words.place_top, words.place_below]),
      group("ground", words.ground, [words.ground_solid, words.ground_light, words.ground_none]),
      group("pictures", words.pictures, [
        words.pictures_auto,
        words.pictures_video,
        words.pictures_stills,
      ]),
      make("div", { class: "ways" }, this.sound, this.larger)
    );
  }

  /** Shows whether sound is heard and the film fills the window. */
  state(heard, large) {
    this.sound.setAttribute("aria-pressed", String(heard));
    this.larger.setAttribute("aria-pressed", String(large));
  }

  group(name, heading, labels) {
    const field = "film-" + name + "-" + ++fields;
    const options = CHOICES[name].map((value, at) => {
      const choose = () => {
        this.settings.set(name, value);
        this.changed(name);
      };
      const input = make("input", { type: "radio", name: field, on: { change: choose } });
      input.checked = this.settings.get(name) === value;
      return make("label", {}, input, make("span", {}, labels[at]));
    });
    return make(
      "fieldset",
      { class: "choice-of " + name },
      make("legend", {}, heading),
      make("div", {}, ...options)
    );
  }
}
