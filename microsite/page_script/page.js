// The page around the player: starts it, counts, copies, and stays whole without it. The element
// <sollecito-film> comes from the player's script, which is loaded before this one.

import { letCopy } from "./copying.js";
import { Forms } from "./forms.js";
import { Sections } from "./nearing.js";
import { openOnPaper } from "./printing.js";
import { Tracker } from "./tracker.js";

const root = document.documentElement;
const film = document.querySelector("sollecito-film");
const tracker = new Tracker(film.story);
const forms = new Forms();
let counted = false;

function watch() {
  root.classList.add("watching");
  film.start();
  window.scrollTo(0, 0);
}

function read() {
  film.pause();
  const text = document.getElementById("text");
  text.scrollIntoView();
  text.focus({ preventScroll: true });
}

// A pay link that is counted by the server's redirect is not counted here again.
film.addEventListener("sollecito", ({ detail }) => {
  const { type, scene, value } = detail;
  if (type === "read") read();
  else if (type === "form") forms.open(value);
  else if (type !== "cta.clicked" || !counted) tracker.note(type, scene, value);
});

for (const link of document.querySelectorAll("#watch, [data-watch]")) {
  link.hidden = false;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    watch();
  });
}
// On a slow line the touch came before this script: the film was asked for all the same.
if (location.hash === "#film") {
  history.replaceState(null, "", location.pathname + location.search);
  watch();
}

tracker.hello().then((present) => {
  // Where nobody could be asked, the line is down: sending later may well work.
  forms.settle(present || tracker.unreached);
  if (!present) return;
  counted = true;
  const address = new URL(film.story.root + "pay/" + film.story.token, location.href).href;
  for (const link of document.querySelectorAll("a[data-pay]")) link.href = address;
  film.pay = address;
});
for (const link of document.querySelectorAll(".content a[data-pay]")) {
  link.addEventListener("click", () => {
    if (!counted) tracker.note("cta.clicked", null, "pay");
  });
}
for (const link of document.querySelectorAll("[data-to-form]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    tracker.note("cta.clicked", null, "form:" + link.dataset.toForm);
    forms.open(link.dataset.toForm);
  });
}
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") tracker.flush();
});
window.addEventListener("pagehide", () => tracker.flush());

for (const link of document.querySelectorAll("[data-cta]")) {
  link.addEventListener("click", () => tracker.note("cta.clicked", null, link.dataset.cta));
}

letCopy();
openOnPaper();
new Sections(document.currentScript.dataset.sections, document.querySelectorAll(".content, .foot"));
