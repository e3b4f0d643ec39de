// Buttons, chips, cards, notices: what all views are put together from.

import { fill, h } from "./dom.js";
import { english } from "./english.js";
import { icon } from "./icons.js";
import { reasonWords } from "./reasons.js";
import { fieldWords, known, t } from "./words.js";

/**
 * A button with words and maybe an icon; `kind` is "primary", "quiet" or "danger". Off while
 * "aria-disabled". Many people click everything twice: the second time means nothing, since another
 * button may stand there by then.
 */
export function button(words, { kind = "quiet", sign, onclick, ...given } = {}) {
  return h(
    "button",
    {
      type: "button", class: `button ${kind}`, ...given,
      onclick: onclick && ((event) => {
        if (event.detail < 2 && !event.currentTarget.getAttribute("aria-disabled")) onclick(event);
      }),
    },
    sign && icon(sign), h("span", {}, words),
  );
}

/** A link that looks like a button. */
export function linkButton(words, href, { kind = "quiet", sign, ...given } = {}) {
  return h("a", { class: `button ${kind}`, href, ...given }, sign && icon(sign), h("span", {}, words));
}

/** The state of something, in words with a dot. */
export function chip(kind, words) {
  return h("span", { class: `chip ${kind}` }, words);
}

/** A part of a view with a heading. */
export function card(title, ...content) {
  return h("section", { class: "card" }, title && h("h2", {}, title), content);
}

/** What there is when there is nothing. */
export function empty(sign, words, ...more) {
  return h("div", { class: "empty" }, icon(sign), h("p", {}, words), more);
}

/** Something the reader must know; `kind` is "bad", "good" or "plain". */
export function notice(kind, title, ...content) {
  return h(
    "div", { class: `notice ${kind}` },
    icon(kind === "good" ? "check" : kind === "bad" ? "warning" : "bell"),
    h("div", {}, title && h("p", { class: "notice-title" }, title), content),
  );
}

/** What went wrong, for a person, with single fields and faults where the service names them. */
export function problemNotice(problem) {
  if (problem.unreached) return notice("bad", t("problem.unreached"), h("p", {}, t("problem.unreached_do")));
  if (problem.status === undefined) {
    return notice("bad", t("problem.program"), english(String(problem.message || problem), "p"));
  }
  return notice(
    "bad", t(`problem.${kindOf(problem)}`), detailOf(problem),
    problem.errors.length > 0 && h("ul", {}, problem.errors.map(errorEntry)),
    problem.faults.length > 0 && faultList(problem.faults),
    problem.requestId && problem.status >= 500
      && h("p", { class: "small" }, t("problem.request", { id: problem.requestId })),
  );
}

/** What it is this time; where the service has no code for it, what to do, and its sentence. */
function detailOf(problem) {
  if (problem.code && known(`reason.${problem.code}`)) {
    return h("p", {}, reasonWords({ ...problem, reason: problem.message }));
  }
  const unsaid = problem.message && problem.code !== "advice";
  return [
    h("p", {}, t(`problem.${kindOf(problem)}_do`)),
    unsaid && h("p", { class: "small" }, t("problem.detail"), " ", english(problem.message)),
  ];
}

/** A value that cannot be used: of a person's or a mapping's fields by the names that people know. */
function errorEntry(error) {
  const [, field] = error.field.match(/^(?:values|columns)\.(.+)$/) || [];
  const name = field ? h("b", {}, fieldWords(field)) : h("code", {}, error.field);
  return h("li", {}, error.field && error.field !== "values" && [name, ": "], reasonWords({ ...error, reason: error.message }));
}

function kindOf({ slug }) {
  return known(`problem.${slug}_do`) ? slug : "other";
}

/** Faults of a campaign's files: where, what, what to do. */
export function faultList(faults) {
  return h(
    "ol", { class: "faults" },
    faults.map((fault) => h(
      "li", {},
      h(
        "p", { class: "fault-place" },
        h("code", {}, fault.line ? `${fault.file}:${fault.line}` : fault.file),
        fault.place && h("span", { class: "small" }, fault.place),
      ),
      faultWords(fault),
    )),
  );
}

/** What is wrong; of what is left of an example the words, and the service's own with the value. */
function faultWords(fault) {
  const example = fault.warning && examplePart(fault);
  if (example) {
    return [
      h("p", {}, t("example.left", { what: example })),
      h("p", { class: "small" }, english(`${fault.message} ${fault.hint}`)),
    ];
  }
  return [
    h("p", {}, reasonWords({ ...fault, reason: fault.message })),
    fault.hint && english(fault.hint, "p"),
  ];
}

/** What a campaign is called, and small beside it the name that it has in addresses. */
export function campaignWords({ name, title }) {
  return title ? [title, " ", h("span", { class: "small campaign-name" }, name)] : name;
}

/**
 * What a campaign still has of the example that it began from; null for nothing. It stands above
 * every part, so what it is in detail is shown when asked for, or from the beginning with `open`.
 */
export function exampleNotice(campaign, open) {
  if (!campaign.warnings.length || !["running", "paused"].includes(campaign.state)) return null;
  return notice(
    "bad", t("example.title"),
    h("details", { open }, h("summary", {}, t("example.more")),
      h("p", {}, t(campaign.state === "paused" ? "example.paused" : "example.running")),
      exampleList(campaign.warnings)),
  );
}

/** What is left of the example, in the reader's words; "" for a warning of another kind. */
function examplePart({ file, message, place }) {
  if (known(`example.${place}`)) return t(`example.${place}`);
  if (!message.startsWith("Nobody can be reached at ")) return "";
  return t(file === "storyboard.yaml" ? "example.texts" : "example.contacts");
}

/** What each of them is, in the reader's words: the place tells it, the service's sentence the value. */
export function exampleList(warnings) {
  return h("ul", { class: "example" }, warnings.map((each) => h(
    "li", {},
    examplePart(each) && [examplePart(each), " "],
    h("span", { class: "small" }, h("code", {}, each.line ? `${each.file}:${each.line}` : each.file), " ", english(each.message)),
  )));
}

/** Numbers with what they count. */
export function figures(entries) {
  return h(
    "dl", { class: "figures" },
    entries.map(([words, value, kind]) => h(
      "div", { class: kind || "" }, h("dt", {}, words), h("dd", {}, value),
    )),
  );
}

/** A field with its label above, a hint and room for what is wrong. */
export function field(id, words, input, hint) {
  input.id = id;
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  return h(
    "div", { class: "field" },
    h("label", { for: id }, words), hint && h("div", { class: "hint", id: `${id}-hint` }, hint), input,
  );
}

/** Puts what went wrong where it is read, and the reader's place there. */
export function showProblem(place, problem) {
  if (problem.name === "AbortError") return;
  fill(place, problemNotice(problem));
  const shown = place.firstElementChild;
  shown.tabIndex = -1;
  shown.setAttribute("role", "alert");
  shown.focus();
}

/**
 * Does something that a button asks for, with what goes wrong shown: once at a time, and
 * nothing beside it, since what the other buttons of its row ask for may not fit any more.
 */
export async function working(pressed, place, act) {
  const row = pressed.closest(".actions");
  const others = row ? [...row.querySelectorAll("button")].filter((other) => other !== pressed) : [];
  if (pressed.getAttribute("aria-busy") || pressed.getAttribute("aria-disabled")) return;
  pressed.setAttribute("aria-busy", "true");
  for (const other of others) other.setAttribute("aria-disabled", "true");
  fill(place);
  try {
    await act();
  } catch (problem) {
    showProblem(place, problem);
  } finally {
    pressed.removeAttribute("aria-busy");
    for (const other of others) other.removeAttribute("aria-disabled");
  }
}
