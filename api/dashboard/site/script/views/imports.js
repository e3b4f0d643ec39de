// The data: a file sent, and what became of all that were.

import { get, query } from "../client.js";
import { fill, h } from "../dom.js";
import { fileChoice, nameOf, ROWS, typeOfRows } from "../file_choice.js";
import { button, card, chip, empty, notice, problemNotice, showProblem } from "../parts.js";
import { go, to } from "../router.js";
import { may } from "../session.js";
import { sendShown } from "../sending.js";
import { moment, number, t } from "../words.js";

const AT_ONCE = 20;

export async function importsPart(place) {
  const { base, campaign, open, signal } = place;
  const body = h("tbody");
  const more = h("div", { class: "more" });

  async function load(before) {
    const page = await get(`${base}/imports${query({ limit: AT_ONCE, before })}`, { signal });
    body.append(...page.imports.map((each) => row(campaign.name, each)));
    fill(more, page.next && button(t("list.more"), { onclick: () => load(page.next).catch((problem) => fill(more, problemNotice(problem))) }));
    return page.imports.length;
  }

  const there = await load();
  return [
    may("upload") && (open ? sendCard(place) : notice("plain", t(`imports.closed_${campaign.state}`))),
    card(
      t("imports.title"),
      there ? h(
        "div", { class: "table-box", tabindex: "0", role: "group", "aria-label": t("imports.title") },
        h("table", { class: "wide-rows" }, h("thead", {}, h("tr", {}, ["imports.file", "imports.state", "imports.taken", "imports.rejected", "imports.when"].map((each) => h("th", { scope: "col", class: /taken|rejected/.test(each) ? "number" : null }, t(each))))), body),
      ) : empty("table", t("imports.none")),
      more,
    ),
  ];
}

function row(campaign, each) {
  const taken = each.accepted + each.updated + each.unchanged;
  return h(
    "tr", {},
    h("th", { scope: "row" }, h("a", { href: to("campaigns", campaign, "imports", String(each.id)) }, each.file)),
    h("td", {}, chip(each.state, t(`import.${each.state}`)), each.dry_run && [" ", chip("plain", t("import.dry"))]),
    h("td", { class: "number" }, number(taken)),
    h("td", { class: "number" }, number(each.rejected)),
    h("td", {}, moment(each.created_at)),
  );
}

function sendCard({ base, campaign, signal }) {
  const place = h("div", { class: "outcome" });
  const whole = h("input", { type: "radio", name: "mode", value: "all_or_nothing", id: "mode-all" });
  const best = h("input", { type: "radio", name: "mode", value: "best_effort", id: "mode-best", checked: true });
  async function chosen(file) {
    const mode = whole.checked ? "all_or_nothing" : "best_effort";
    try {
      const made = await sendShown(place, `${base}/imports${query({ hold: true, mode, file: nameOf(file) })}`, file, typeOfRows(file), signal);
      go(to("campaigns", campaign.name, "imports", String(made.id)));
    } catch (problem) {
      if (problem.name === "AbortError") return;
      showProblem(place, problem);
    }
  }
  return card(
    t("imports.send"), h("p", {}, t("imports.send_words")),
    h(
      "fieldset", { class: "ways" }, h("legend", {}, t("imports.mode")),
      h("label", { class: "tick", for: "mode-best" }, best, h("span", {}, t("imports.best"))),
      h("label", { class: "tick", for: "mode-all" }, whole, h("span", {}, t("imports.whole"))),
    ),
    fileChoice(t("imports.drop"), t("imports.drop_hint"), ROWS, chosen), place,
  );
}
