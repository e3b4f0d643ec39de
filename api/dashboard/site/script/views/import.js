// One import: its columns mapped, its rows counted as they are read, its faults shown where they are.

import { get, post } from "../client.js";
import { progressBar } from "../bars.js";
import { fill, h } from "../dom.js";
import { follow } from "../following.js";
import { mappingTable } from "../mapping_table.js";
import { button, card, chip, figures, linkButton, notice, problemNotice, showProblem, working } from "../parts.js";
import { errorWords } from "../reasons.js";
import { rejectedRows } from "../rejected_rows.js";
import { go, to } from "../router.js";
import { may } from "../session.js";
import { tell, tellSeldom } from "../telling.js";
import { number, t } from "../words.js";

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
  if (first.state === "held") return [back, head, await heldParts(place, path, first)];
  return [back, running(place, path, first, head)];
}

/** What waits for a person: its columns, and after a check what that found. */
async function heldParts(place, path, row) {
  if (!may("upload")) return notice("plain", t("import.held_read"));
  const found = await get(`${path}/columns`, { signal: place.signal });
  const table = mappingTable(found, row.columns);
  const outcome = h("div", { class: "outcome" });
  const columns = h("details", { open: !row.checked_at }, h("summary", {}, t("mapping.summary")), table.node);

  function whole() {
    const missing = table.missing();
    if (!missing.length) return true;
    columns.open = true;
    fill(outcome, notice("bad", t("mapping.incomplete", { fields: missing.join(", ") })));
    tell(t("mapping.incomplete", { fields: missing.join(", ") }));
    table.focusMissing();
    return false;
  }

  function startButton(words, given, dry) {
    const pressed = button(words, { ...given, onclick: () => whole() && working(pressed, outcome, async () => {
      await post(`${path}/start`, { columns: table.chosen(), dry_run: dry });
      await place.refresh();
    }) });
    return pressed;
  }

  const cancel = button(t("import.drop"), { sign: "close", onclick: () => working(cancel, outcome, async () => {
    await post(`${path}/cancel`);
    go(to("campaigns", place.campaign.name, "imports"));
  }) });
  const rejected = h("div");
  if (row.rejected) showRejected(place, path, rejected);
  return [
    card(
      row.checked_at ? t("import.checked") : t("mapping.title"),
      row.checked_at ? checkResult(row) : h("p", {}, t(found.fields.some((each) => each.remembered) ? "mapping.words_remembered" : "mapping.words")),
      row.checked_at ? columns : table.node,
      table.unused,
      outcome,
      h("div", { class: "actions" },
        startButton(t("import.start"), { kind: "primary", sign: "check" }, false),
        startButton(t(row.checked_at ? "import.check_again" : "import.check"), { sign: "search" }, true), cancel),
      !row.checked_at && h("p", { class: "small" }, t("import.check_words")),
    ),
    rejected,
  ];
}

function checkResult(row) {
  return [
    notice(
      row.rejected ? "plain" : "good", t(row.rejected ? "import.dry_some" : "import.dry_all", { n: row.rejected }),
      h("p", {}, t(row.rejected && row.mode === "all_or_nothing" ? "import.dry_whole" : "import.dry_do")),
    ),
    countsOf(row),
  ];
}

function countsOf(now) {
  return figures([
    [t("import.read"), now.rows ? t("import.of", { n: now.read, all: number(now.rows) }) : number(now.read)],
    [t("import.accepted"), number(now.accepted)],
    [t("import.updated"), number(now.updated)],
    [t("import.unchanged"), number(now.unchanged)],
    [t("import.rejected"), number(now.rejected), now.rejected ? "bad" : ""],
    ...(now.rate ? [[t("import.rate"), t("import.a_second", { n: now.rate })]] : []),
  ]);
}

function showRejected(place, path, node) {
  rejectedRows(place, path).then((rows) => fill(node, rows)).catch((problem) => {
    if (!place.signal.aborted) fill(node, problemNotice(problem));
  });
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
    // It was only checked, and waits again.
    if (now.state === "held" && state) {
      tell(t("import.checked_told", { n: now.rejected }));
      place.refresh();
      return;
    }
    fill(counts, countsOf(now));
    fill(bar, !ended && progressBar(t("import.read"), now.rows ? now.read / now.rows : null));
    if (!ended) tellSeldom(t("import.told", { n: now.read }));
    if (state === now.state) return;
    const before = state;
    state = now.state;
    fill(head.lastElementChild, chip(state, t(`import.${state}`)), now.dry_run && [" ", chip("plain", t("import.dry"))]);
    fill(actions, !ended && may("upload") && cancelButton(now));
    if (!ended) return;
    fill(result, resultOf(now));
    if (before) tell(t(`import.${state}_told`, { n: now.rejected }));
    if (now.rejected) showRejected(place, path, rejected);
  }

  function cancelButton(now) {
    const pressed = button(t(now.dry_run ? "import.drop" : "import.cancel"), { sign: "stop", onclick: () => working(pressed, outcome, async () => show(await post(`${path}/cancel`))) });
    return pressed;
  }

  function resultOf(now) {
    if (now.state === "failed") {
      return notice("bad", t("import.failed_title"), now.error && h("p", {}, errorWords(now)), now.error_line && h("p", {}, t("import.line", { line: now.error_line })));
    }
    if (now.state === "refused") return notice("bad", t("import.refused_title", { n: now.rejected }), h("p", {}, t("import.refused_do")));
    if (now.state === "cancelled") return notice("plain", t("import.cancelled_title"), h("p", {}, now.error ? errorWords(now) : t("import.cancelled_do")));
    if (now.dry_run) return notice(now.rejected ? "plain" : "good", t(now.rejected ? "import.dry_some" : "import.dry_all", { n: now.rejected }), h("p", {}, t("import.dry_do")));
    return notice(
      now.rejected ? "plain" : "good", t(now.rejected ? "import.done_some" : "import.done_all", { n: now.rejected }),
      h("p", {}, t("import.others_stay")),
      h("div", { class: "actions" }, linkButton(t("import.see_progress"), to("campaigns", place.campaign.name), { kind: "primary" }),
        linkButton(t("import.see_people"), to("campaigns", place.campaign.name, "recipients"), {})),
    );
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
