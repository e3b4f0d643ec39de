// The door: a key, kept in this tab only.

import { get } from "../client.js";
import { fill, h } from "../dom.js";
import { notice, problemNotice } from "../parts.js";
import { t } from "../words.js";

export function signInView({ ended, signedIn }) {
  const place = h("div", { class: "sign-in-problem" });
  const input = h("input", {
    id: "key", name: "key", type: "password", autocomplete: "current-password", spellcheck: "false",
    autocapitalize: "off", required: true, "data-focus": true, "aria-describedby": "key-hint",
  });
  const seen = h("input", { type: "checkbox", id: "show-key", onchange: () => {
    input.type = seen.checked ? "text" : "password";
  } });
  const enter = h("button", { class: "button primary wide", type: "submit" }, h("span", {}, t("signin.enter")));
  if (ended) fill(place, notice("bad", t("signin.ended"), h("p", {}, t("signin.ended_do"))));

  async function send(event) {
    event.preventDefault();
    if (enter.getAttribute("aria-busy")) return;
    const key = input.value.trim();
    // The service sees no difference between no key and one with letters that no header holds.
    if (!/^[\x21-\x7e]+$/.test(key)) return wrong();
    enter.setAttribute("aria-busy", "true");
    input.removeAttribute("aria-invalid");
    try {
      await signedIn(key, await get("/me", { key }));
    } catch (problem) {
      if (problem.status === 401) wrong();
      else tellProblem(problemNotice(problem));
    } finally {
      enter.removeAttribute("aria-busy");
    }
  }

  function wrong() {
    input.setAttribute("aria-invalid", "true");
    tellProblem(notice("bad", t("signin.wrong"), h("p", {}, t("signin.wrong_do"))));
    input.focus();
    input.select();
  }

  function tellProblem(what) {
    what.setAttribute("role", "alert");
    fill(place, what);
  }

  return h(
    "div", { class: "sign-in" },
    h("h1", { tabindex: "-1" }, t("signin.title")),
    h("p", { class: "lead" }, t("signin.lead")),
    h(
      "form", { class: "card", onsubmit: send },
      place,
      // For password managers, which want to know whose the secret is.
      h("input", { type: "text", autocomplete: "username", value: "Sollecito", hidden: true, readonly: true }),
      h(
        "div", { class: "field" },
        h("label", { for: "key" }, t("signin.key")),
        h("p", { class: "hint", id: "key-hint" }, t("signin.hint")),
        input,
        h("label", { class: "tick", for: "show-key" }, seen, t("signin.show")),
      ),
      enter,
    ),
    h("p", { class: "small" }, t("signin.private")),
  );
}
