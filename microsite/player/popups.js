// Pop-ups: buttons over the picture that explain to those who ask. Each stands out while its time
// lasts and stays, smaller, until the scene is over; the transcript lists all of them.

import { fill, make } from "./dom.js";
import { icon } from "./icons.js";

export class Popups {
  /** `open(popup, button)` is called when one is asked for; `announce(text)` when one comes. */
  constructor(words, element, open, announce) {
    this.words = words;
    this.element = element;
    this.open = open;
    this.announce = announce;
    this.shown = [];
  }

  /** Another scene: its pop-ups, none of them due yet. */
  enter(scene) {
    this.element.textContent = "";
    this.shown = (scene.popups || []).map((popup) => {
      const button = make(
        "button",
        { type: "button", class: "popup", hidden: true, on: { click: () => this.open(popup, button) } },
        icon("ask"),
        make("span", {}, popup.label)
      );
      this.element.append(button);
      return { popup, button };
    });
  }

  /** Shows those that are due `ms` after the start of the scene. */
  tick(ms) {
    for (const { popup, button } of this.shown) {
      if (ms >= popup.from && button.hidden) {
        button.hidden = false;
        this.announce(fill(this.words.popup, { label: popup.label }));
      }
      button.classList.toggle("past", popup.to !== undefined && ms >= popup.to);
    }
  }
}
