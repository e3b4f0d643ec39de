// One import: its columns mapped, its rows counted as they are read, its faults shown where they are.

import { get, post, query } from "../client.js";
import { progressBar } from "../bars.js";
import { fill, h } from "../dom.js";
import { nameOf, typeOfRows } from "../file_choice.js";
import { follow } from "../following.js";
import { mappingTable } from "../mapping_table.js";
import { button, card, chip, english, figures, linkButton, notice, problemNotice, showProblem, working } from "../parts.js";
import { rejectedRows } from "../rejected_rows.js";
import { go, to } from "../router.js";
import { may } from "../session.js";
import { sendShown } from "../sending.js";
import { tell, tellSeldom } from "../telling.js";
import { number, t } from "../words.js";
import { sentFiles } from "./imports.js";

const ENDED = ["done", "refused", "failed", "cancelled"];

export async function importPart(place, id) {
  const path = `${place.base}/imports/${encodeURIComponent(id)}`;
  const first = await get(path, { signal: place.signal });
  const head = h(
    "div", { class: "title-row" },
    h("h2", { tabindex: "-1" }, first.file),
    h("span", {}, chip(first.state, t(`import.${first.state}`)), first.dry_run && [" ", chip("plain", t("import.dry"))]),
  );
  const back = h("p", { class: "crumb" }, h("a", { href: to("campaigns", place.campaign.name, "imports") }, t("part.imports")));
  if (first.state === "held") return [back, head, await heldCard(place, path, first)];
  return [back, running(place, path, first, head)];
}

async function heldCard(place, path, row) {
  if (!may("upload")) return notice("plain", t("import.held_read"));
  const found = await get(`${path}/columns`, { signal: place.signal });
  const table = mappingTable(found);
  const outcome = h("div", { class: "outcome" });
  const file = sentFiles.get(row.id);

  function whole() {
    const missing = table.missing();
    if (!missing.length) return true;
    fill(outcome, notice("bad", t("mapping.incomplete", { fields: missing.join(", ") })));
    tell(t("mapping.incomplete", { fields: missing.join(", ") }));
    table.focusMissing();
    return false;
  }

  const start = button(t("import.start"), { kind: "primary", sign: "check", onclick: () => whole() && working(start, outcome, async () => {
    await post(`${path}/start`, { columns: table.chosen() });
    place.refresh();
  }) });
  const check = file && button(t("import.check"), { sign: "search", onclick: () => whole() && working(check, outcome, async () => {
    const columns = table.chosen();
    const sent = `${place.base}/imports${query({ hold: true, dry_run: true, mode: row.mode, file: nameOf(file) })}`;
    const made = await sendShown(outcome, sent, file, typeOfRows(file), place.signal);
    await post(`${place.base}/imports/${made.id}/start`, { columns });
    go(to("campaigns", place.campaign.name, "imports", String(made.id)), { real: row.id, columns });
  }) });
  const cancel = button(t("import.drop"), { sign: "close", onclick: () => working(cancel, outcome, async () => {
    await post(`${path}/cancel`);
    go(to("campaigns", place.campaign.name, "imports"));
  }) });
  return card(
    t("mapping.title"), h("p", {}, t("mapping.words")), table.node,
    found.unused.length > 0 && h("p", { class: "small" }, t("mapping.unused", { columns: found.unused.join(", ") })),
    outcome,
    h("div", { class: "actions" }, start, check, cancel),
    check && h("p", { class: "small" }, t("import.check_words")),
  );
}

function running(place, path, first, head) {
  const counts = h("div");
  const bar = h("div");
  const line = h("span", { class: "line" });
  const actions = h("div", { class: "actions" });
  const outcome = h("div", { class: "outcome" });
  const result = h("div");
  const rejected = h("div");
  let state = "";

  function show(now) {
    const ended = ENDED.includes(now.state);
    fill(counts, figures([
      [t("import.read"), now.rows ? t("import.of", { n: now.read, all: number(now.rows) }) : number(now.read)],
      [t("import.accepted"), number(now.accepted)],
      [t("import.updated"), number(now.updated)],
      [t("import.unchanged"), number(now.unchanged)],
      [t("import.rejected"), number(now.rejected), now.rejected ? "bad" : ""],
      ...(now.rate ? [[t("import.rate"), t("import.a_second", { n: now.rate })]] : []),
    ]));
    fill(bar, !ended && progressBar(t("import.read"), now.rows ? now.read / now.rows : null));
    if (!ended) tellSeldom(t("import.told", { n: now.read }));
    if (state === now.state) return;
    const before = state;
    state = now.state;
    fill(head.lastElementChild, chip(state, t(`import.${state}`)), now.dry_run && [" ", chip("plain", t("import.dry"))]);
    fill(actions, !ended && may("upload") && cancelButton());
    if (!ended) return;
    fill(result, resultOf(now));
    if (before) tell(t(`import.${state}_told`, { n: now.rejected }));
    if (now.rejected) rejectedRows(place, path).then((node) => fill(rejected, node)).catch((problem) => fill(rejected, problemNotice(problem)));
  }

  function cancelButton() {
    const pressed = button(t("import.cancel"), { sign: "stop", onclick: () => working(pressed, outcome, async () => show(await post(`${path}/cancel`))) });
    return pressed;
  }

  function resultOf(now) {
    if (now.state === "failed") {
      return notice("bad", t("import.failed_title"), now.error && english(now.error, "p"), now.error_line && h("p", {}, t("import.line", { line: now.error_line })));
    }
    if (now.state === "refused") return notice("bad", t("import.refused_title", { n: now.rejected }), h("p", {}, t("import.refused_do")));
    if (now.state === "cancelled") return notice("plain", t("import.cancelled_title"), now.error ? english(now.error, "p") : h("p", {}, t("import.cancelled_do")));
    if (now.dry_run) return dryResult(now);
    return notice(
      now.rejected ? "plain" : "good", t(now.rejected ? "import.done_some" : "import.done_all", { n: now.rejected }),
      h("div", { class: "actions" }, linkButton(t("import.see_progress"), to("campaigns", place.campaign.name), { kind: "primary" }),
        linkButton(t("import.see_people"), to("campaigns", place.campaign.name, "recipients"), {})),
    );
  }

  function dryResult(now) {
    const { real, columns } = place.state;
    const go_on = real && may("upload") && button(t("import.start"), { kind: "primary", sign: "check", onclick: () => working(go_on, outcome, async () => {
      await post(`${place.base}/imports/${real}/start`, { columns });
      go(to("campaigns", place.campaign.name, "imports", String(real)));
    }) });
    return notice(now.rejected ? "plain" : "good", t(now.rejected ? "import.dry_some" : "import.dry_all", { n: now.rejected }), h("p", {}, t("import.dry_do")), go_on);
  }

  show(first);
  const ended = (now) => ENDED.includes(now.state);
  if (!ended(first)) {
    follow(path, {
      show, signal: place.signal, atRest: ended, ends: ended,
      link: (kind) => fill(line, kind === "live" ? "" : t(`line.${kind}`)),
    }).catch((problem) => { if (!place.signal.aborted) showProblem(outcome, problem); });
  }
  return [h("section", { class: "card" }, head, line, bar, counts, actions, outcome), result, rejected];
}
