// What is seen around the videos: the frame, captions, the panel beside them, what is announced.

import { icon, make } from "./dom.js";

const PATIENCE_MS = 700;
const GLIDE_MS = 320;

export class Stage {
  /** `toggle()` is called when the picture is touched. */
  constructor(story, screen, chapters, deck, toggle) {
    const { words, size } = story;
    this.words = words;
    this.said = make("p", { class: "caption", lang: story.lang, dir: story.dir, hidden: true });
    this.busy = make("p", { class: "busy", hidden: true }, words.loading);
    this.touch = make(
      "button",
      { type: "button", class: "touch", hidden: true, on: { click: toggle } },
      make("span", { class: "touch-icon" }, icon("play")),
      make("span", { class: "touch-words" }, words.play)
    );
    this.frame = make("div", { class: "frame" }, ...screen.videos, this.busy, this.touch);
    this.frame.addEventListener("click", (event) => {
      if (!event.target.closest("button")) toggle();
    });
    const picture = make("div", { class: "picture" }, this.frame, this.said);
    picture.style.setProperty("--ratio", size[0] / size[1]);
    this.news = make("p", { class: "unseen", "aria-live": "polite" });
    this.side = make("div", { class: "side", hidden: true });
    this.element = make(
      "div",
      {
        class: size[0] > size[1] ? "stage lying" : "stage",
        role: "region",
        "aria-label": words.region,
        tabindex: "-1",
      },
      this.news,
      picture,
      this.side,
      chapters,
      deck
    );
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  announce(text) {
    this.news.textContent = text;
  }

  /** Shows a caption; an empty one hides it. */
  caption(text) {
    if (text && this.said.textContent !== text) this.said.textContent = text;
    this.said.hidden = !text;
  }

  /** Something is being loaded: says so when it takes long. */
  expect() {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      this.busy.hidden = false;
    }, PATIENCE_MS);
  }

  arrived() {
    clearTimeout(this.patience);
    this.busy.hidden = true;
  }

  /** Shows the large button over the picture; with `reason`, says why and takes the focus. */
  offerTouch(offered, reason) {
    this.touch.hidden = !offered;
    this.touch.lastChild.textContent = reason || this.words.play;
    if (offered && reason) this.touch.focus({ preventScroll: true });
  }

  get listing() {
    return this.element.classList.contains("listing");
  }

  /** Shows the chapters instead of the picture, where there is no room for both. */
  list(listing) {
    return this.element.classList.toggle("listing", listing);
  }

  /** The ways on at a choice, in their order. */
  get ways() {
    return this.side.querySelectorAll(".choice .ways > *");
  }

  /** Shows a panel beside the picture and moves the focus to its heading; null shows none. */
  open(panel) {
    const before = this.frame.getBoundingClientRect();
    this.list(false);
    this.side.textContent = "";
    this.side.hidden = !panel;
    this.element.classList.toggle("asking", Boolean(panel));
    this.offerTouch(false);
    if (!panel) return;
    this.side.append(panel);
    this.glide(before);
    panel.firstChild.focus({ preventScroll: true });
  }

  /** Lets the picture glide from where it was to where it is now, without moving the rest. */
  glide(before) {
    const after = this.frame.getBoundingClientRect();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still || !this.frame.animate || !after.width || before.width === after.width) return;
    const x = before.left + before.width / 2 - after.left - after.width / 2;
    const y = before.top - after.top;
    const start = "translate(" + x + "px," + y + "px) scale(" + before.width / after.width + ")";
    this.frame.animate([{ transform: start }, { transform: "none" }], {
      duration: GLIDE_MS,
      easing: "ease-out",
    });
  }
}
