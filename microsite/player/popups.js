// Pop-ups: buttons under the picture that explain to those who ask. Each stands out while its time
// lasts and stays, quieter, until the scene is over; the transcript lists all of them.

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
    const due = this.shown.filter(({ popup }) => ms >= popup.from);
    const newest = due.filter(({ popup }) => popup.to === undefined || ms < popup.to).pop();
    for (const each of due) {
      if (each.button.hidden) {
        each.button.hidden = false;
        this.announce(fill(this.words.popup, { label: each.popup.label }));
      }
      each.button.classList.toggle("past", each !== newest);
    }
  }
}
