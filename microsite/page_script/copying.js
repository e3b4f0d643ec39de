// Buttons that copy a number for the bank.

import { setIcon } from "./sprite.js";

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

/** Shows the copy buttons and lets them work. */
export function letCopy() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(button));
  }
}
