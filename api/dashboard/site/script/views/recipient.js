// One person: the page as on a phone, the values, what can be done.

import { get, ifSame, patch, post, remove } from "../client.js";
import { confirm } from "../dialogs.js";
import { fill, h } from "../dom.js";
import { button, chip, english, field, linkButton, notice, showProblem, working } from "../parts.js";
import { phoneFrame } from "../phone_frame.js";
import { may } from "../session.js";
import { tell } from "../telling.js";
import { fieldWords, moment, t } from "../words.js";

const LOOK_MS = 3000;

export async function recipientPanel(place, id, { fields, close, changed }) {
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
      person.error && notice("bad", t("person.failed"), english(person.error, "p")),
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

  function valueList() {
    return h("dl", { class: "values" }, Object.entries(person.values || {}).map(([name, value]) => h("div", {}, h("dt", {}, fieldWords(name), " ", h("code", { class: "small" }, name)), h("dd", {}, shown(value)))));
  }

  function valuesForm() {
    const inputs = new Map();
    const place = h("div", { class: "outcome" });
    const save = h("button", { class: "button primary", type: "submit" }, h("span", {}, t("person.save")));
    const names = fields.length ? fields.map((each) => each.name) : Object.keys(person.values);
    const form = h(
      "form", { novalidate: true, class: "values-form", onsubmit: (event) => {
        event.preventDefault();
        working(save, place, () => send(inputs, place));
      } },
      names.map((name) => {
        const declared = fields.find((each) => each.name === name) || { name, type: "text" };
        const input = inputOf(declared, person.values[name]);
        inputs.set(name, input);
        return field(`value-${name}`, [fieldWords(name), " ", h("code", { class: "small" }, name)], input);
      }),
      place, h("div", { class: "actions" }, save),
    );
    return form;
  }

  async function send(inputs, place) {
    const values = {};
    for (const [name, input] of inputs) {
      input.removeAttribute("aria-invalid");
      const now = input.type === "checkbox" ? input.checked : input.value;
      if (now === input.dataset.before || String(now) === input.dataset.before) continue;
      values[name] = read(input, now);
    }
    if (!Object.keys(values).length) {
      fill(place, notice("plain", t("person.nothing_changed")));
      tell(t("person.nothing_changed"));
      return;
    }
    try {
      await patch(path, { values }, ifSame(person));
    } catch (problem) {
      for (const error of problem.errors || []) {
        const input = inputs.get(error.field.replace(/^values\./, ""));
        if (input) input.setAttribute("aria-invalid", "true");
      }
      throw problem;
    }
    tell(t("person.saved"));
    await planned();
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

function shown(value) {
  if (value === null || value === "") return "–";
  if (typeof value === "boolean") return t(`value.${value}`);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function inputOf(declared, value) {
  if (declared.type === "boolean") {
    const input = h("input", { type: "checkbox", checked: value === true });
    input.dataset.before = String(value === true);
    return input;
  }
  const text = value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
  let input;
  if (declared.values) {
    input = h("select", {}, !declared.required && h("option", { value: "" }, "–"), declared.values.map((each) => h("option", { value: each }, each)));
  } else if (declared.type === "list") input = h("textarea", { rows: 4, spellcheck: "false" });
  else if (declared.type === "date") input = h("input", { type: "date" });
  else input = h("input", { type: "text", autocomplete: "off", inputmode: ["money", "decimal", "integer"].includes(declared.type) ? "decimal" : null });
  input.value = text;
  input.dataset.before = input.value;
  input.dataset.kind = declared.type;
  return input;
}

function read(input, now) {
  if (typeof now === "boolean") return now;
  if (now.trim() === "") return null;
  if (input.dataset.kind === "list") {
    try { return JSON.parse(now); } catch { return now; }
  }
  // People write decimal commas; the service takes a point.
  if (["money", "decimal"].includes(input.dataset.kind)) return decimal(now);
  return now;
}

/** Returns a number with a point: of several marks the last one parts the decimals. */
export function decimal(text) {
  const plain = text.replace(/[\s\u00a0\u202f']/g, "");
  const last = Math.max(plain.lastIndexOf(","), plain.lastIndexOf("."));
  const both = plain.includes(",") && plain.includes(".");
  if (both) return plain.slice(0, last).replace(/[.,]/g, "") + "." + plain.slice(last + 1);
  return plain.replace(",", ".");
}
