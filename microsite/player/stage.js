// What is seen around the videos: the frame, the panel beside them, the drawers, what is announced.

import { make } from "./dom.js";
import { icon } from "./icons.js";

const PATIENCE_MS = 700;
const GLIDE_MS = 320;

/** Milliseconds and pixels within which a second touch is the same one: many people tap twice. */
const TWICE_MS = 400;
const TWICE_PX = 40;

/** Whether the viewer wants nothing to move. */
export function still() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export class Stage {
  /** `toggle()` is called when the picture is touched, `settings()` when the light-mode sign is. */
  constructor(story, screen, toggle, settings) {
    const { words, size } = story;
    const explains = Object.values(story.scenes).some((scene) => scene.popups);
    this.words = words;
    this.busy = make("p", { class: "busy", role: "status", hidden: true });
    this.picture = make("img", { class: "still", alt: "", hidden: true });
    this.touch = make(
      "button",
      { type: "button", class: "touch", hidden: true, on: { click: toggle } },
      make("span", { class: "touch-icon" }, icon("play")),
      make("span", { class: "touch-words" }, words.play)
    );
    this.light = make(
      "button",
      { type: "button", class: "light", hidden: true, on: { click: settings } },
      icon("still"),
      make("span", {}, words.light)
    );
    this.told = make("p", { class: "told", tabindex: "0", hidden: true });
    this.popups = make("div", { class: "popups" });
    this.frame = make(
      "div",
      { class: "frame" },
      ...screen.videos,
      this.picture,
      this.touch,
      make("div", { class: "corners" }, this.busy, this.told)
    );
    this.frame.addEventListener("click", (event) => {
      if (!event.target.closest("button")) toggle();
    });
    this.over = make("div", { class: "picture" }, this.frame);
    this.over.style.setProperty("--ratio", size[0] / size[1]);
    this.below = make("div", { class: "below", hidden: true });
    this.news = make("p", { class: "unseen", "aria-live": "polite" });
    this.side = make("div", { class: "side", hidden: true });
    this.drawers = {};
    this.parked = false;
    this.picture.addEventListener("error", () => this.showStill(""));
    this.element = make(
      "div",
      {
        class: "stage" + (size[0] > size[1] ? " lying" : "") + (explains ? " explains" : ""),
        role: "region",
        dir: story.dir,
        "aria-label": words.region,
        tabindex: "-1",
      },
      this.news,
      this.over,
      this.light,
      this.popups,
      this.below,
      this.side
    );
    this.element.addEventListener("click", (event) => this.heed(event), true);
  }

  /** Adds what can be opened beside or instead of the picture, by its name. */
  addDrawer(name, element) {
    this.drawers[name] = element;
    this.element.append(element);
  }

  /** The film was started by a touch on something else, which may come again here. */
  touched() {
    this.tapped = performance.now();
    this.opened = this.tapped;
    this.spot = null;
  }

  /** Passes over the second half of a double touch when the first has changed what stands there. */
  heed(event) {
    if (!event.detail) return; // a key, or a program
    const now = performance.now();
    const spot = [event.clientX, event.clientY];
    const near = this.spot
      ? spot.every((value, at) => Math.abs(value - this.spot[at]) < TWICE_PX)
      : this.frame.contains(event.target) && !event.target.closest("button");
    if (near && now - this.tapped < TWICE_MS && this.opened >= this.tapped) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    this.tapped = now;
    this.spot = spot;
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  /** What the viewer asked for is seen from its top: a choice is often longer than the window. */
  focusTop() {
    this.focus();
    if (this.frame.getBoundingClientRect().top < 0) this.element.scrollIntoView();
  }

  announce(text) {
    this.news.textContent = text;
  }

  /** Shows in words what is seen; an empty text hides it. */
  tellPicture(text) {
    this.told.textContent = text;
    this.told.hidden = !text;
  }

  /** Something is being loaded: says so when it takes long; with a reason at once. */
  expect(reason) {
    clearTimeout(this.patience);
    const say = () => {
      this.busy.textContent = reason || this.words.loading;
      this.busy.hidden = false;
    };
    if (reason) say();
    else this.patience = setTimeout(say, PATIENCE_MS);
  }

  arrived() {
    clearTimeout(this.patience);
    this.busy.hidden = true;
  }

  /** Shows a still picture over the videos, or none. */
  showStill(address) {
    this.picture.hidden = !address;
    if (address && this.picture.getAttribute("src") !== address) this.picture.src = address;
  }

  /** Shows the large button over the picture; with `reason`, says why and takes the focus. */
  offerTouch(offered, reason) {
    this.touch.hidden = !offered;
    this.touch.lastChild.textContent = reason || this.words.play;
    if (offered && reason) this.touch.focus({ preventScroll: true });
  }

  /** The name of the drawer that was opened, or "". */
  get drawer() {
    return this.element.getAttribute("data-drawer") || "";
  }

  /** Opens a drawer and moves the focus to its heading; "" closes. */
  openDrawer(name) {
    this.element.setAttribute("data-drawer", name);
    if (name) this.drawers[name].querySelector("h2").focus({ preventScroll: true });
  }

  /** Whether a drawer stands where the picture was. */
  get covered() {
    return !this.frame.getClientRects().length;
  }

  /** The ways on at a choice, in their order. */
  get ways() {
    return this.side.querySelectorAll(".choice .ways > *");
  }

  /** The panel that stands beside the picture, or null. */
  get panel() {
    return this.side.firstChild;
  }

  /** Shows a panel beside the picture and moves the focus to its heading; null shows none. */
  open(panel) {
    this.opened = performance.now();
    const before = this.frame.getBoundingClientRect();
    // The transcript makes way for a panel and comes back after it; other drawers close.
    const text = this.drawer === "text" || this.parked;
    this.parked = Boolean(panel && text);
    this.element.setAttribute("data-drawer", text && !panel ? "text" : "");
    this.side.textContent = "";
    this.side.hidden = !panel;
    this.element.classList.toggle("asking", Boolean(panel));
    // While one explanation is read, the others do not stand over the picture.
    this.popups.hidden = Boolean(panel && panel.classList.contains("popup-panel"));
    // Nor does one lead to the payment where the panel does.
    const pays = Boolean(panel && panel.querySelector("[data-pay]"));
    this.element.classList.toggle("pays", pays);
    const left = this.popups.querySelector(".popup:not([hidden])" + (pays ? ":not([data-pay])" : ""));
    this.element.classList.toggle("beside", Boolean(panel && !this.popups.hidden && left));
    this.offerTouch(false);
    if (!panel) return;
    this.side.append(panel);
    this.glide(before);
    panel.firstChild.focus({ preventScroll: true });
  }

  /** Lets the picture glide from where it was to where it is now, without moving the rest. */
  glide(before) {
    const after = this.frame.getBoundingClientRect();
    if (still() || !this.frame.animate || !after.width || before.width === after.width) return;
    const x = before.left + before.width / 2 - after.left - after.width / 2;
    const y = before.top - after.top;
    const start = "translate(" + x + "px," + y + "px) scale(" + before.width / after.width + ")";
    this.frame.animate([{ transform: start }, { transform: "none" }], {
      duration: GLIDE_MS,
      easing: "ease-out",
    });
  }
}
