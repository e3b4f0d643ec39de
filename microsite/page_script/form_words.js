// What is wrong with an answer, in words; microsite/form_words.py says the same on the server.

import { fill } from "../player/dom.js";

const NEVER_WRITTEN = { choice: "required_choice", rating: "required_choice", checkbox: "required_box" };

function wordFor(field, { problem, limit }) {
  if (problem === "required") return NEVER_WRITTEN[field.kind] || "required";
  if (problem === "number" && field.kind === "money") return "money";
  if (problem === "places" && limit === "0") return "whole";
  return problem;
}

function shownLimit(field, limit, lang) {
  if (field.kind === "date" && limit) {
    const moment = new Date(limit + "T00:00:00Z");
    const style = { timeZone: "UTC", day: "2-digit", month: "2-digit", year: "numeric" };
    return moment.toLocaleDateString(lang, style);
  }
  const decimal = field.kind === "number" || field.kind === "money";
  return decimal ? limit.replace(".", field.marks.charAt(0)) : limit;
}

/** The sentence for an answer with a problem. */
export function problemWords(field, answer, words, lang) {
  return fill(words[wordFor(field, answer)], { limit: shownLimit(field, answer.limit, lang) });
}
