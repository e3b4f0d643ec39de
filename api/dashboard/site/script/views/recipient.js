// One person: the page as on a phone, the values, what can be done.

import { get, ifSame, patch, post, remove } from "../client.js";
import { confirm } from "../dialogs.js";
import { fill, h } from "../dom.js";
import { button, chip, field, linkButton, notice, showProblem, working } from "../parts.js";
import { phoneFrame } from "../phone_frame.js";
import { errorWords, reasonWords } from "../reasons.js";
import { may } from "../session.js";
import { tell } from "../telling.js";
import { typedValue } from "../typed_values.js";
import { formatWords, inputOf, readInput } from "../value_inputs.js";
import { fieldWords, moment, t } from "../words.js";

const LOOK_MS = 3000;

export async function recipientPanel(place, id, { close, changed }) {
  const { fields, locale, decimal } = place.known;
  const path = `${place.base}/recipients/${id}`;
  let person = await get(path, { signal: place.signal });
  let timer;
  const node = h("section", { class: "card recipient" });
  const outcome = h("div", { class: "outcome" });

  function draw() {
    const act = may("publish") && place.open && person.status !== "withdrawn";
    fill(
      node,
      h("div", { class: "title-row" },
        h("h3", { tabindex: "-1" }, person.external_id),
        button(t("person.close"), { sign: "close", kind: "icon-only", onclick: close, "aria-label": t("person.close") })),
      h("p", {}, chip(person.status, t(`status.${person.status}`)),
        person.published_at && h("span", { class: "small" }, ` ${t("person.published", { when: moment(person.published_at) })}`)),
      person.error && notice("bad", t("person.failed"), h("p", {}, errorWords(person))),
      phoneFrame(person, place.campaign),
      h("div", { class: "actions" },
        person.link && linkButton(t("person.open"), `..${person.preview}`, { sign: "open", target: "_blank", rel: "noopener noreferrer" }),
        act && againButton(), act && withdrawButton()),
      outcome,
      h("h4", {}, t("person.values")),
      act ? valuesForm() : valueList(),
    );
  }

  function againButton() {
    const pressed = button(t("person.again"), { sign: "repeat", onclick: () => working(pressed, outcome, async () => {
      await post(`${path}/publication`);
      tell(t("person.again_told"));
      await planned();
    }) });
    return pressed;
  }

  function withdrawButton() {
    return button(t("person.withdraw"), { sign: "trash", onclick: async () => {
      const done = await confirm(t("person.withdraw_title"), [t("person.withdraw_words")], {
        yes: t("person.withdraw_yes"), act: () => remove(`${path}/publication`),
      });
      if (!done) return;
      await renew();
      tell(t("person.withdrawn_told"));
      node.querySelector("h3").focus();
    } });
  }

  // In the storyboard's order, where that is known.
  const names = () => (fields.length ? fields.map((each) => each.name) : Object.keys(person.values));
  const declaredOf = (name) => fields.find((each) => each.name === name) || { name, type: "text" };

  /** What stands there as the campaign writes it, and how it is written in the input. */
  function hintOf(name) {
    const declared = declaredOf(name);
    const value = person.values[name];
    const format = formatWords(declared.type, decimal);
    const typed = ["money", "decimal", "integer", "date", "list"].includes(declared.type) && value !== null && value !== undefined;
    if (!typed) return format;
    return [t("person.now"), " ", typedValue(declared, value, locale), format && [declared.type === "list" ? "" : " · ", format]];
  }

  function valueList() {
    return h("dl", { class: "values" }, names().map((name) => h(
      "div", {}, h("dt", {}, fieldWords(name), " ", h("code", { class: "small" }, name)),
      h("dd", {}, typedValue(declaredOf(name), person.values[name], locale)),
    )));
  }

  function valuesForm() {
    const inputs = new Map();
    const place = h("div", { class: "outcome" });
    const save = h("button", { class: "button primary", type: "submit" }, h("span", {}, t("person.save")));
    const form = h(
      "form", { novalidate: true, class: "values-form", onsubmit: (event) => {
        event.preventDefault();
        working(save, place, () => send(inputs, place));
      } },
      names().map((name) => {
        const input = inputOf(declaredOf(name), person.values[name], decimal);
        inputs.set(name, input);
        return field(`value-${name}`, [fieldWords(name), " ", h("code", { class: "small" }, name)], input, hintOf(name));
      }),
      place, h("div", { class: "actions" }, save),
    );
    return form;
  }

  async function send(inputs, place) {
    const values = {};
    for (const [name, input] of inputs) {
      markWrong(input, null);
      const now = input.type === "checkbox" ? input.checked : input.value;
      if (now === input.dataset.before || String(now) === input.dataset.before) continue;
      values[name] = readInput(input, now);
    }
    if (!Object.keys(values).length) {
      fill(place, notice("plain", t("person.nothing_changed")));
      tell(t("person.nothing_changed"));
      return;
    }
    try {
      await patch(path, { values, as_typed: true }, ifSame(person));
    } catch (problem) {
      for (const error of problem.errors || []) {
        const input = inputs.get(error.field.replace(/^values\./, ""));
        if (input) markWrong(input, error);
      }
      throw problem;
    }
    tell(t("person.saved"));
    await planned();
  }

  /** Says at an input what is wrong with it; null: nothing. */
  function markWrong(input, error) {
    const id = `${input.id}-wrong`;
    const hint = `${input.id}-hint`;
    const there = node.querySelector(`#${CSS.escape(id)}`);
    if (there) there.remove();
    const described = [node.querySelector(`#${CSS.escape(hint)}`) && hint, error && id].filter(Boolean).join(" ");
    if (described) input.setAttribute("aria-describedby", described);
    else input.removeAttribute("aria-describedby");
    if (!error) { input.removeAttribute("aria-invalid"); return; }
    input.setAttribute("aria-invalid", "true");
    input.after(h("p", { class: "wrong", id }, reasonWords({ ...error, reason: error.message })));
  }

  async function renew() {
    person = await get(path, { signal: place.signal });
    changed(person);
    draw();
  }

  async function planned() {
    await renew();
    node.querySelector("h3").focus();
    waitForPage();
  }

  /** Looks until the new page stands; a form that somebody is writing in stays as it is. */
  function waitForPage() {
    clearInterval(timer);
    timer = setInterval(async () => {
      if (!node.isConnected || place.signal.aborted) return clearInterval(timer);
      try {
        const now = await get(path, { signal: place.signal });
        if (now.status === "planned") return undefined;
        clearInterval(timer);
        person = now;
        changed(person);
        const writing = node.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
        if (!writing) draw();
        tell(t(`person.${now.status}_told`));
      } catch (problem) {
        clearInterval(timer);
        if (!place.signal.aborted) showProblem(outcome, problem);
      }
      return undefined;
    }, LOOK_MS);
  }

  draw();
  if (person.status === "planned" && place.open) waitForPage();
  return node;
}
