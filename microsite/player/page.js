// The page around the player: starts it, counts, copies, and stays whole without it.

import { Film } from "./film.js";
import { setIcon } from "./dom.js";
import { Tracker } from "./tracker.js";

const root = document.documentElement;
const film = document.querySelector("sollecito-film");
const tracker = new Tracker(film.story);
let counted = false;

function watch(event) {
  event.preventDefault();
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
  else if (type !== "cta.clicked" || !counted) tracker.note(type, scene, value);
});

for (const link of document.querySelectorAll("#watch, [data-watch]")) {
  link.hidden = false;
  link.addEventListener("click", watch);
}

tracker.hello().then((present) => {
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
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") tracker.flush();
});
window.addEventListener("pagehide", () => tracker.flush());

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = source.textContent.replace(/\s/g, "");
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    // No clipboard without https: mark the text so that it can be copied by hand.
    getSelection().selectAllChildren(source);
    if (!document.execCommand("copy")) return;
  }
  button.lastElementChild.textContent = button.dataset.done;
  setIcon(button.firstElementChild, "done");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => copy(button));
}

// On paper everything is open.
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not([open])")) {
    fold.open = true;
    fold.dataset.closed = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-closed]")) {
    fold.open = false;
    delete fold.dataset.closed;
  }
});
