// What people wrote by the page's forms, and how far the office is.

import { get, ifSame, patch, query } from "../client.js";
import { fill, h, newId } from "../dom.js";
import { download } from "../downloads.js";
import { button, chip, empty, problemNotice, working } from "../parts.js";
import { may } from "../session.js";
import { tell } from "../telling.js";
import { moment, t } from "../words.js";

const STATES = ["new", "in_progress", "done"];
const AT_ONCE = 30;

export async function messagesPart({ base, signal }) {
  const state = h("select", { id: newId("state") }, h("option", { value: "" }, t("people.all")), STATES.map((each) => h("option", { value: each }, t(`message.${each}`))));
  const machines = h("input", { type: "checkbox", id: newId("machines") });
  const list = h("div", { class: "stack" });
  const more = h("div", { class: "more" });
  const counts = h("p", { class: "counts" });
  const outcome = h("div");

  const filters = () => ({ state: state.value, machines: machines.checked ? "true" : "" });

  async function load(after) {
    const page = await get(`${base}/messages${query({ limit: AT_ONCE, after, ...filters() })}`, { signal });
    count(page.counts);
    if (!after) fill(list);
    const made = page.messages.map((each) => entry(each));
    list.append(...made);
    fill(more, page.next && button(t("list.more"), { onclick: () => load(page.next).catch((problem) => fill(more, problemNotice(problem))) }));
    if (!after && !made.length) fill(more, empty("mail", t(state.value ? "messages.none_found" : "messages.none")));
    return made.length;
  }

  function count(now) {
    fill(counts, STATES.map((each) => [chip(each === "done" ? "published" : each === "new" ? "held" : "planned", t(`messages.count_${each}`, { n: now[each] })), " "]));
  }

  const again = () => load().then((n) => tell(t("list.loaded", { n }))).catch((problem) => { if (!signal.aborted) fill(more, problemNotice(problem)); });

  function entry(message) {
    const node = h("article", { class: "card message" });
    const place = h("div", { class: "outcome" });
    const chosen = h("select", { id: newId("state") }, STATES.map((each) => h("option", { value: each }, t(`message.${each}`))));
    chosen.value = message.state;
    const words = h("textarea", { id: newId("note"), rows: 2, maxlength: 2000 });
    words.value = message.note;
    const save = h("button", { class: "button primary", type: "submit" }, h("span", {}, t("messages.save")));
    const form = h("form", { class: "message-form", onsubmit: (event) => {
      event.preventDefault();
      working(save, place, async () => {
        const path = `${base}/messages/${encodeURIComponent(message.reference)}`;
        const seen = await get(path, { signal });
        if (seen.changed_at !== message.changed_at) {
          node.replaceWith(entry(seen));
          tell(t("messages.changed"));
          return;
        }
        const now = await patch(path, { state: chosen.value, note: words.value }, ifSame(seen));
        const made = entry(now);
        node.replaceWith(made);
        made.querySelector("button").focus();
        tell(t("messages.saved"));
        count((await get(`${base}/messages?limit=1`, { signal })).counts);
      });
    } },
    h("div", { class: "field" }, h("label", { for: chosen.id }, t("messages.state")), chosen),
    h("div", { class: "field grow" }, h("label", { for: words.id }, t("messages.note")), words), save);
    fill(
      node,
      h("div", { class: "title-row" }, h("h3", {}, message.title), chip(message.state === "done" ? "published" : message.state === "new" ? "held" : "planned", t(`message.${message.state}`))),
      h("p", { class: "small" }, `${message.reference} · ${t("messages.from", { id: message.recipient })} · ${moment(message.received_at)}`,
        message.machine && ` · ${t("messages.machine")}`),
      h("dl", { class: "values" }, message.answers.map((answer) => h("div", {}, h("dt", {}, answer.label), h("dd", {}, answer.shown)))),
      may("publish") ? form : message.note && h("p", { class: "note" }, message.note),
      place,
    );
    return node;
  }

  state.addEventListener("change", again);
  machines.addEventListener("change", again);
  const csv = button(t("messages.csv"), { sign: "download", onclick: () => working(csv, outcome, () => download(`${base}/messages.csv${query(filters())}`)) });
  await load();
  return [
    h("section", { class: "card" }, counts,
      h("div", { class: "filters" },
        h("div", { class: "field" }, h("label", { for: state.id }, t("messages.state")), state),
        h("label", { class: "tick", for: machines.id }, machines, h("span", {}, t("messages.machines"))), csv), outcome),
    list, more,
  ];
}
