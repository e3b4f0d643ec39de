// Questions before what cannot be undone, and secrets that are shown once.

import { h, newId } from "./dom.js";
import { button, showProblem } from "./parts.js";
import { t } from "./words.js";

/** Shows a dialog; resolves when it is closed. `build` is told how to close it. */
export function dialog(title, build) {
  return new Promise((resolve) => {
    const id = newId("dialog");
    let answer = null;
    const close = (value) => { answer = value; box.close(); };
    const box = h(
      "dialog", { class: "dialog", "aria-labelledby": id },
      h("h2", { id, tabindex: "-1" }, title), build(close),
    );
    box.addEventListener("close", () => { box.remove(); resolve(answer); });
    document.body.append(box);
    box.showModal();
    const first = box.querySelector("input");
    (first || box.querySelector("h2")).focus();
  });
}

/**
 * Asks before something happens; `act` does it while the dialog is open, so that what goes wrong is
 * read there. With `typed` the same word must be typed first. Resolves to whether it was done.
 */
export function confirm(title, words, { yes, typed, act }) {
  return dialog(title, (close) => {
    const id = newId("typed");
    const place = h("div");
    const input = typed && h("input", { id, type: "text", autocomplete: "off", spellcheck: "false" });
    const doIt = h("button", { class: "button danger", type: "submit" }, h("span", {}, yes));
    const send = async (event) => {
      event.preventDefault();
      if (doIt.getAttribute("aria-busy")) return;
      if (typed && input.value.trim() !== typed) {
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-describedby", `${id}-wrong`);
        place.replaceChildren(h("p", { class: "wrong", id: `${id}-wrong`, role: "alert" }, t("dialog.not_typed", { word: typed })));
        input.focus();
        return;
      }
      doIt.setAttribute("aria-busy", "true");
      try {
        await act();
        close(true);
      } catch (problem) {
        showProblem(place, problem);
      } finally {
        doIt.removeAttribute("aria-busy");
      }
    };
    return h(
      "form", { onsubmit: send },
      words.map((each) => (each instanceof Node ? each : h("p", {}, each))),
      typed && h("div", { class: "field" }, h("label", { for: id }, t("dialog.type", { word: typed })), input),
      place,
      h("div", { class: "actions" }, doIt, button(t("dialog.no"), { onclick: () => close(false) })),
    );
  });
}
