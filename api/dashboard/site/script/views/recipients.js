// The people of a campaign: found, narrowed, looked at one by one.

import { get, given, post, query } from "../client.js";
import { fill, h, newId } from "../dom.js";
import { button, chip, empty, problemNotice } from "../parts.js";
import { errorWords } from "../reasons.js";
import { note } from "../router.js";
import { tell } from "../telling.js";
import { fieldWords, moment, t } from "../words.js";
import { recipientPanel } from "./recipient.js";

const AT_ONCE = 50;
const STATUSES = ["planned", "published", "failed", "withdrawn"];

export async function recipientsPart(place) {
  const { base, signal, state } = place;
  const { fields } = place.known;
  const segments = fields.filter((each) => each.values);
  const search = h("input", { type: "search", id: newId("search"), autocomplete: "off", spellcheck: "false", maxlength: 200 });
  const status = h("select", { id: newId("status") }, h("option", { value: "" }, t("people.all")), STATUSES.map((each) => h("option", { value: each }, t(`status.${each}`))));
  const segment = h(
    "select", { id: newId("segment") }, h("option", { value: "" }, t("people.all")),
    segments.map((each) => h("optgroup", { label: fieldWords(each.name) }, each.values.map((value) => h("option", { value: `${each.name}:${value}` }, valueWords(each, value))))),
  );
  search.value = state.search || "";
  status.value = state.status || "";
  const list = h("ul", { class: "people" });
  const more = h("div", { class: "more" });
  const panel = h("div", { class: "panel" });
  let asked = 0;
  let chosen = null;

  async function load(after) {
    const mine = after ? asked : (asked += 1);
    const wanted = { limit: AT_ONCE, after, status: status.value, segment: segment.value };
    const text = search.value.trim();
    // What is looked for is personal: it travels in a body, never in an address.
    const page = text
      ? await post(`${base}/recipients/search`, { ...given(wanted), text }, { signal })
      : await get(`${base}/recipients${query(wanted)}`, { signal });
    if (mine !== asked) return [];
    const made = page.recipients.map(entry);
    if (!after) fill(list);
    list.append(...made);
    fill(more, page.next && button(t("list.more"), { onclick: async () => {
      try {
        const next = await load(page.next);
        tell(t("list.loaded", { n: next.length }));
        if (next[0]) next[0].querySelector("button").focus();
      } catch (problem) { fill(more, problemNotice(problem)); }
    } }));
    if (!after && !made.length) fill(more, empty("people", t(filtered() ? "people.none_found" : "people.none")));
    return made;
  }

  const filtered = () => Boolean(search.value.trim() || status.value || segment.value);

  async function again() {
    try {
      const made = await load();
      tell(t("list.loaded", { n: made.length }));
    } catch (problem) { if (!signal.aborted) fill(more, problemNotice(problem)); }
  }

  function entry(person) {
    return h("li", {}, h(
      "button", { type: "button", class: "person", "data-id": person.id, "aria-pressed": "false", onclick: () => open(person.id) },
      h("span", { class: "person-id" }, person.external_id),
      chip(person.status, t(`status.${person.status}`)),
      matchedWords(person),
      h("span", { class: "small" }, person.published_at ? moment(person.published_at) : person.error ? errorWords(person) : ""),
    ));
  }

  async function open(id, focus = true) {
    chosen = id;
    note({ recipient: id, search: search.value, status: status.value });
    for (const each of list.querySelectorAll(".person")) each.setAttribute("aria-pressed", String(each.dataset.id === String(id)));
    try {
      const node = await recipientPanel(place, id, { close, changed });
      if (chosen !== id || signal.aborted) return;
      fill(panel, node);
      panel.classList.add("open");
      if (focus) panel.querySelector("h3").focus();
    } catch (problem) { if (!signal.aborted) fill(panel, problemNotice(problem)); }
  }

  function close() {
    const pressed = list.querySelector(`[data-id="${chosen}"]`);
    chosen = null;
    fill(panel, hint());
    panel.classList.remove("open");
    note({ search: search.value, status: status.value });
    if (pressed) { pressed.setAttribute("aria-pressed", "false"); pressed.focus(); }
  }

  function changed(person) {
    const old = list.querySelector(`[data-id="${person.id}"]`);
    if (old) { const made = entry(person); old.closest("li").replaceWith(made); made.firstChild.setAttribute("aria-pressed", "true"); }
  }

  let typing;
  search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(again, 300); });
  status.addEventListener("change", again);
  segment.addEventListener("change", again);
  fill(panel, hint());
  await load();
  if (state.recipient) open(state.recipient, false);
  const filter = (words, input) => h("div", { class: "field" }, h("label", { for: input.id }, words), input);
  return h(
    "div", { class: "people-view" },
    h("section", { class: "card" },
      h("form", { class: "filters", role: "search", onsubmit: (event) => { event.preventDefault(); again(); } },
        filter(t("people.search"), search), filter(t("people.status"), status), segments.length > 0 && filter(t("people.segment"), segment)),
      list, more),
    panel,
  );
}

/** The values in which the words of a search stand. */
function matchedWords({ matched = {} }) {
  const entries = Object.entries(matched);
  return entries.length > 0 && h("span", { class: "matched" }, entries.map(([name, value], index) => [
    index > 0 && " · ", h("span", { class: "small" }, `${fieldWords(name)}: `), value,
  ]));
}

function hint() {
  return h("div", { class: "panel-hint card" }, empty("people", t("people.choose")));
}

function valueWords(field, value) {
  return field.type === "boolean" ? t(`value.${value}`) : value;
}
