// What is wrong with an answer, in words; microsite/form_words.py says the same on the server.

import { fill } from "../player/dom.js";

const NEVER_WRITTEN = { choice: "required_choice", rating: "required_choice", checkbox: "required_box" };

function wordFor(field, { problem, limit }) {
  if (problem === "required") return NEVER_WRITTEN[field.kind] || "required";
  if (problem === "number" && field.kind === "money") return "money";
  if (problem === "places" && limit === "0") return "whole";
  return problem;
}

/** Writes a day as people of a language do; browsers without that language keep its order. */
function shownDay(day, marks, lang) {
  const known = Intl.DateTimeFormat.supportedLocalesOf([lang]).length > 0;
  if (!known) return (marks === "mdy" ? [5, 8, 0] : [8, 5, 0]).map((at) => day.slice(at, at ? at + 2 : 4)).join("/");
  // The digits are those that the page has everywhere, in Arabic too.
  const style = { timeZone: "UTC", numberingSystem: "latn", day: "2-digit", month: "2-digit", year: "numeric" };
  return new Date(day + "T00:00:00Z").toLocaleDateString(lang, style);
}

function shownLimit(field, limit, lang) {
  if (field.kind === "date" && limit) return shownDay(limit, field.marks, lang);
  const decimal = field.kind === "number" || field.kind === "money";
  return decimal ? limit.replace(".", field.marks.charAt(0)) : limit;
}

/** The sentence for an answer with a problem. */
export function problemWords(field, answer, words, lang) {
  return fill(words[wordFor(field, answer)], { limit: shownLimit(field, answer.limit, lang) });
}
