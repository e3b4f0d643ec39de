// What people did by their value of a field; few people are told together, as the service does.

import { get, query } from "./client.js";
import { fill, h, newId } from "./dom.js";
import { card, empty, problemNotice } from "./parts.js";
import { tell } from "./telling.js";
import { fieldWords, number, percent, t } from "./words.js";

/** Types of fields whose values make groups. */
const TYPES = ["text", "integer", "choice", "boolean"];
const STEPS = ["viewed", "started", "completed", "chose", "pay_clicked", "paid"];

/** Returns the card; null for a campaign without a field that makes groups. */
export function segmentCard({ base, signal, known }) {
  const fields = known.fields.filter((each) => TYPES.includes(each.type));
  if (!fields.length) return null;
  // What was declared to have few values comes first.
  fields.sort((one, other) => Number(Boolean(other.values)) - Number(Boolean(one.values)));
  const select = h(
    "select", { id: newId("segment"), onchange: () => show() },
    h("option", { value: "" }, t("segments.choose")),
    fields.map((each) => h("option", { value: each.name }, fieldWords(each.name))),
  );
  const place = h("div");
  let asked = 0;

  async function show() {
    const mine = (asked += 1);
    if (!select.value) { fill(place); return; }
    try {
      const { by } = await get(`${base}/statistics${query({ by: select.value })}`, { signal });
      if (mine !== asked) return;
      fill(place, groups(by, fields.find((each) => each.name === by.field)));
      tell(t("list.loaded", { n: by.segments.length + (by.rest ? 1 : 0) }));
    } catch (problem) { if (!signal.aborted) fill(place, problemNotice(problem)); }
  }

  return card(
    t("segments.title"), h("p", { class: "small" }, t("segments.words")),
    h("div", { class: "filters" }, h("div", { class: "field" }, h("label", { for: select.id }, t("segments.field")), select)),
    place,
  );
}

function groups(by, field) {
  if (!by.segments.length && !by.rest) return empty("people", t("segments.few", { fewest: number(by.fewest) }));
  // Where nothing reports payments, "nobody has paid" would be untrue.
  const paid = [...by.segments, by.rest].some((each) => each && each.paid);
  const steps = STEPS.filter((step) => step !== "paid" || paid);
  const rows = by.segments.map((each) => row(valueWords(field, each.value), each, steps));
  if (by.rest) rows.push(row([t("segments.rest"), h("span", { class: "small" }, t("segments.merged", { n: by.merged }))], by.rest, steps));
  return [
    h("div", { class: "table-box", tabindex: "0", role: "group", "aria-label": t("segments.title") },
      h("table", { class: "segments" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, fieldWords(by.field)), h("th", { scope: "col", class: "number" }, t("segments.people")),
          steps.map((step) => h("th", { scope: "col", class: "number" }, t(`segments.${step}`))))),
        h("tbody", {}, rows))),
    h("p", { class: "small" }, t("segments.private", { fewest: number(by.fewest) })),
  ];
}

function row(name, doings, steps) {
  return h(
    "tr", {}, h("th", { scope: "row" }, name), h("td", { class: "number" }, number(doings.people)),
    steps.map((step) => h("td", { class: "number" }, number(doings[step]), " ",
      h("span", { class: "small" }, percent(doings.people ? doings[step] / doings.people : 0)))),
  );
}

function valueWords(field, value) {
  if (value === null || value === "") return t("segments.none");
  return field.type === "boolean" ? t(`value.${value}`) : value;
}
