// Pop-ups: buttons under the picture that explain to those who ask, or lead to the payment or a form.
// Each stands out while its time lasts and stays, quieter, until the scene is over; the transcript
// lists all of them.

import { fill, make } from "./dom.js";
import { icon } from "./icons.js";

/**
 * The button of a pop-up, or its link to the payment at `pay`; `take(popup, button)` is called when
 * it is touched.
 */
export function popupButton(popup, kind, pay, take) {
  const on = { click: () => take(popup, button) };
  const given = popup.pay
    ? { class: kind, on, href: pay, "data-pay": true, rel: "noreferrer" }
    : { class: kind, on, type: "button" };
  const sign = popup.pay ? "card" : popup.form ? "on" : "ask";
  const button = make(popup.pay ? "a" : "button", given, icon(sign), make("span", {}, popup.label));
  return button;
}

export class Popups {
  /** `makeButton(popup, kind)` makes the button of one, `announce(text)` says that one comes. */
  constructor(words, element, makeButton, announce) {
    this.words = words;
    this.element = element;
    this.makeButton = makeButton;
    this.announce = announce;
    this.shown = [];
  }

  /** Another scene: its pop-ups, none of them due yet. */
  enter(scene) {
    this.element.textContent = "";
    this.shown = (scene.popups || []).map((popup) => {
      const button = this.makeButton(popup, "popup");
      button.hidden = true;
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
        const { label, text } = each.popup;
        this.announce(text ? fill(this.words.popup, { label }) : label);
      }
      each.button.classList.toggle("past", each !== newest);
    }
  }
}
