// A person's values as they are stored, to be corrected: an input each, and what is read of it.

import { h } from "./dom.js";
import { known, t } from "./words.js";

/** Types of numbers, written with the campaign's decimal mark. */
const NUMBERS = ["money", "decimal", "integer"];

/** Returns the input of a field; `dataset.before` is what stands in it now, `mark` the decimal mark. */
export function inputOf(declared, value, mark) {
  if (declared.type === "boolean") {
    const input = h("input", { type: "checkbox", checked: value === true });
    input.dataset.before = String(value === true);
    return input;
  }
  const text = value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
  let input;
  if (declared.values) {
    input = h("select", {}, !declared.required && h("option", { value: "" }, "–"), declared.values.map((each) => h("option", { value: each }, each)));
  } else if (declared.type === "list") input = h("textarea", { rows: 4, spellcheck: "false" });
  else if (declared.type === "date") input = h("input", { type: "date" });
  else input = h("input", { type: "text", autocomplete: "off", inputmode: NUMBERS.includes(declared.type) ? "decimal" : null });
  input.value = NUMBERS.includes(declared.type) ? text.replace(".", mark) : text;
  input.dataset.before = input.value;
  input.dataset.kind = declared.type;
  return input;
}

/** Returns how a value of this type is written in its input; empty where nobody needs to be told. */
export function formatWords(type, mark) {
  return known(`format.${type}`) ? t(`format.${type}`, { mark }) : "";
}

/** Returns what the service is to be sent of an input: numbers as they were typed, for it to read. */
export function readInput(input, now) {
  if (typeof now === "boolean") return now;
  if (now.trim() === "") return null;
  if (input.dataset.kind === "list") {
    try { return JSON.parse(now); } catch { return now; }
  }
  return now;
}
