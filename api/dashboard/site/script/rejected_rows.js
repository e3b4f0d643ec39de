// Rows that cannot be used, with the faulty cell marked and why beside it.

import { get, query } from "./client.js";
import { fill, h, newId } from "./dom.js";
import { download } from "./downloads.js";
import { icon } from "./icons.js";
import { button, problemNotice, working } from "./parts.js";
import { reasonWords } from "./reasons.js";
import { tell } from "./telling.js";
import { number, t } from "./words.js";

const AT_ONCE = 50;

export async function rejectedRows({ signal }, path) {
  const first = await get(`${path}/rejected${query({ limit: AT_ONCE })}`, { signal });
  const table = h("table", { class: "rejected" });
  const more = h("div", { class: "more" });
  const outcome = h("div", { class: "outcome" });
  const select = h(
    "select", { id: newId("column"), onchange: () => again().catch((problem) => fill(more, problemNotice(problem))) },
    h("option", { value: "" }, t("errors.all")),
    first.columns.map((each) => h("option", { value: `=${each.column}` }, `${each.column || t("errors.whole")} (${number(each.faults)})`)),
  );
  const csv = button(t("errors.csv"), { sign: "download", onclick: () => working(csv, outcome, () => (
    download(`${path}/errors.csv?excel=true`)
  )) });

  function put(page, added) {
    const header = page.header;
    if (!added) {
      fill(table, h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "number" }, t("errors.line")), header.map((each) => h("th", { scope: "col" }, each)))));
      table.append(h("tbody"));
    }
    table.tBodies[0].append(...page.rows.map((row) => rejectedRow(header, row)));
    fill(more, page.next && button(t("list.more"), { onclick: async () => {
      try {
        const next = await get(address({ after: page.next }), { signal });
        put(next, true);
        tell(t("list.loaded", { n: next.rows.length }));
      } catch (problem) { fill(more, problemNotice(problem)); }
    } }));
  }

  // An empty column means faults of whole rows.
  function address(values) {
    const column = select.value ? `&column=${encodeURIComponent(select.value.slice(1))}` : "";
    return `${path}/rejected${query({ limit: AT_ONCE, ...values })}${column}`;
  }

  async function again() {
    const page = await get(address({}), { signal });
    put(page, false);
    tell(t("list.loaded", { n: page.rows.length }));
  }

  put(first, false);
  return h(
    "section", { class: "card" },
    h("h2", {}, t("errors.title")), h("p", {}, t("errors.words")),
    h("div", { class: "filters" }, h("div", { class: "field" }, h("label", { for: select.id }, t("errors.filter")), select), csv),
    outcome,
    h("div", { class: "table-box", tabindex: "0", role: "group", "aria-label": t("errors.title") }, table),
    more,
  );
}

function rejectedRow(header, row) {
  const byColumn = new Map();
  const whole = [];
  for (const fault of row.faults) {
    if (header.includes(fault.column)) byColumn.set(fault.column, [...(byColumn.get(fault.column) || []), reasonWords(fault)]);
    else whole.push(fault.column ? [`${fault.column}: `, reasonWords(fault)] : reasonWords(fault));
  }
  return h(
    "tr", {},
    h("th", { scope: "row", class: "number" }, number(row.line), whole.map(reasonOf)),
    header.map((column, index) => {
      const reasons = byColumn.get(column) || [];
      const cell = row.cells[index] || "";
      if (!reasons.length) return h("td", {}, cell);
      return h("td", { class: "faulty" }, h("span", { class: "value" }, cell || t("errors.empty")), reasons.map(reasonOf));
    }),
  );
}

function reasonOf(words) {
  return h("span", { class: "reason" }, icon("warning"), h("span", {}, words));
}
