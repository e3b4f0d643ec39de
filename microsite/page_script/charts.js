// The chart point by point: by keys, touch and mouse, one point at a time is drawn out and told in
// the line below, which is also announced. Without this script the words and the table say it all.

import { make } from "../player/dom.js";

const STEPS = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };

class Chart {
  constructor(figure) {
    this.line = figure.querySelector(".told");
    this.marks = Array.from(figure.querySelectorAll("svg .point"));
    this.rtl = getComputedStyle(figure).direction === "rtl";
    this.center = figure.querySelector(".center");
    this.usual = this.center ? this.center.textContent : "";
    const legend = figure.querySelector(".legend");
    this.options = legend ? Array.from(legend.children) : this.marks.map(place);
    this.box = legend || make("div", { class: "points" }, ...this.options);
    if (!legend) figure.querySelector(".plot").append(this.box);
    this.box.setAttribute("role", "listbox");
    this.box.setAttribute("aria-labelledby", "chart");
    this.options.forEach((option, at) => this.open(option, at));
    if (legend) this.marks.forEach((mark, at) => this.followMouse(mark, at));
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.line.hidden = false;
    this.choose(-1);
  }

  open(option, at) {
    const { label, text } = this.marks[at].dataset;
    option.setAttribute("role", "option");
    option.setAttribute("aria-label", label + ": " + text);
    option.addEventListener("focus", () => this.choose(at));
    this.followMouse(option, at);
  }

  followMouse(target, at) {
    target.addEventListener("click", () => {
      this.options[at].focus({ preventScroll: true });
      this.choose(at);
    });
    target.addEventListener("mouseenter", () => {
      if (!this.box.contains(document.activeElement)) this.choose(at);
    });
    target.addEventListener("mouseleave", () => {
      if (!this.box.contains(document.activeElement)) this.choose(-1);
    });
  }

  press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      this.choose(-1);
      document.activeElement.blur();
    } else {
      const step = this.step(event.key);
      if (step === undefined) return;
      const from = this.options.indexOf(document.activeElement);
      const to = Math.max(0, Math.min(this.options.length - 1, from + step));
      this.options[to].focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  step(key) {
    if (key === "ArrowLeft") return this.rtl ? 1 : -1;
    if (key === "ArrowRight") return this.rtl ? -1 : 1;
    return STEPS[key];
  }

  choose(at) {
    this.options.forEach((option, other) => {
      option.setAttribute("aria-selected", String(other === at));
      option.setAttribute("tabindex", other === Math.max(0, at) ? "0" : "-1");
    });
    this.marks.forEach((mark, other) => mark.classList.toggle("chosen", other === at));
    this.line.classList.toggle("hint", at < 0);
    if (this.center) this.center.textContent = at < 0 ? this.usual : this.marks[at].dataset.share;
    if (at < 0) this.line.textContent = this.line.dataset.hint;
    else this.tell(this.marks[at].dataset);
  }

  tell({ label, text, more }) {
    const value = make("strong", null, make("bdi", null, text));
    const parts = [make("bdi", null, label), ": ", value];
    if (more) parts.push(" ", make("span", { class: "more" }, more));
    this.line.textContent = "";
    this.line.append(...parts);
  }
}

// The style attribute is closed by the page's policy; the style object is not.
function place(mark) {
  const [left, top, width, height] = mark.dataset.slot.split(" ");
  const option = make("div", null);
  option.style.left = left + "%";
  option.style.top = top + "%";
  option.style.width = width + "%";
  option.style.height = height + "%";
  return option;
}

/** Lets the points of the page's charts be reached one by one. */
export function openCharts() {
  for (const figure of document.querySelectorAll("[data-chart]")) new Chart(figure);
}
