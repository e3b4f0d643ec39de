// Which column is which field: proposed by the service, decided by a person.

import { fill, h, newId } from "./dom.js";
import { chip } from "./parts.js";
import { fieldWords, known, percent, t } from "./words.js";

const SURE = 0.8;
const NONE = "";

/**
 * Returns `{node, unused, chosen, missing, focusMissing}`: the table, a line that tells the columns
 * of which nothing is taken, the mapping as the service takes it, and which fields that every row
 * needs have no column. `chosen` is the mapping of an earlier check.
 */
export function mappingTable(found, chosen = null) {
  const entries = [
    { field: "id", type: "id", required: true, ...found.id }, ...found.fields,
  ];
  const selects = new Map();
  const rows = entries.map((entry) => {
    const select = h(
      "select", { id: newId("column"), onchange: () => {
        show();
        showUnused();
      } },
      h("option", { value: NONE }, t("mapping.none")),
      found.columns.map((column) => h("option", { value: column }, column)),
    );
    select.value = (chosen && entry.field in chosen ? chosen[entry.field] : entry.column) || NONE;
    selects.set(entry.field, select);
    const sample = h("td", { class: "sample" });
    const sure = h("td");
    const show = () => {
      const at = found.columns.indexOf(select.value);
      const cells = at < 0 ? [] : found.rows.map((cells) => cells[at] || "").filter(Boolean);
      sample.replaceChildren(...(cells.length ? cells.slice(0, 3).map((cell) => h("span", { class: "cell" }, cell)) : [h("span", { class: "small" }, "–")]));
      sure.replaceChildren(judgement(entry, select.value));
      if (select.value) select.removeAttribute("aria-invalid");
    };
    show();
    return h(
      "tr", {},
      h("th", { scope: "row" },
        h("label", { for: select.id }, entry.field === "id" ? t("mapping.id") : [entry.label || fieldWords(entry.field), " ", h("code", { class: "small" }, entry.field)]),
        h("span", { class: "small" }, entry.field === "id" ? t("mapping.id_words") : typeWords(entry.type),
          entry.required ? ` · ${t("mapping.required")}` : "")),
      h("td", {}, select), sample, sure,
    );
  });
  const unused = h("p", { class: "small" });
  function showUnused() {
    const taken = new Set([...selects.values()].map((select) => select.value));
    const left = found.columns.filter((column) => !taken.has(column));
    unused.hidden = !left.length;
    fill(unused, t("mapping.unused", { columns: left.join(", ") }));
  }
  showUnused();
  const node = h(
    "div", { class: "table-box", tabindex: "0", role: "group", "aria-label": t("mapping.title") },
    h(
      "table", { class: "mapping" },
      h("thead", {}, h("tr", {}, ["mapping.field", "mapping.column", "mapping.sample", "mapping.sure"].map((each) => h("th", { scope: "col" }, t(each))))),
      h("tbody", {}, rows),
    ),
  );
  const lacking = () => entries.filter((entry) => entry.required && !selects.get(entry.field).value);
  return {
    node,
    unused,
    missing: () => lacking().map((entry) => (entry.field === "id" ? t("mapping.id") : entry.label || fieldWords(entry.field))),
    focusMissing: () => {
      const [first] = lacking();
      for (const entry of lacking()) selects.get(entry.field).setAttribute("aria-invalid", "true");
      if (first) selects.get(first.field).focus();
    },
    chosen: () => Object.fromEntries(entries.map((entry) => [entry.field, selects.get(entry.field).value || null])),
  };
}

function judgement(entry, value) {
  const remembered = entry.remembered && value === (entry.column || NONE);
  if (!value && entry.required) return chip("failed", t("mapping.missing"));
  if (remembered) return chip("published", t("mapping.remembered"));
  if (!value) return chip("plain", t("mapping.left_out"));
  if (value !== entry.column) return chip("plain", t("mapping.by_you"));
  if (entry.given) return chip("published", t("mapping.given"));
  const words = t(entry.confidence >= SURE ? "mapping.sure_yes" : "mapping.sure_maybe", { share: percent(entry.confidence) });
  return chip(entry.confidence >= SURE ? "published" : "paused", words);
}

function typeWords(type) {
  return known(`type.${type}`) ? t(`type.${type}`) : type;
}
