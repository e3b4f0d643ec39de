// A person's values as they are stored, to be corrected: an input each, and what is read of it.

import { h } from "./dom.js";
import { known, t } from "./words.js";

/** Returns the input of a field; `dataset.before` is what stands in it now. */
export function inputOf(declared, value) {
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
  else input = h("input", { type: "text", autocomplete: "off", inputmode: ["money", "decimal", "integer"].includes(declared.type) ? "decimal" : null });
  input.value = text;
  input.dataset.before = input.value;
  input.dataset.kind = declared.type;
  return input;
}

/** Returns how a value of this type is written in its input; empty where nobody needs to be told. */
export function formatWords(type) {
  return known(`format.${type}`) ? t(`format.${type}`) : "";
}

/** Returns what the service is to be sent of an input. */
export function readInput(input, now) {
  if (typeof now === "boolean") return now;
  if (now.trim() === "") return null;
  if (input.dataset.kind === "list") {
    try { return JSON.parse(now); } catch { return now; }
  }
  // People write decimal commas; the service takes a point.
  if (["money", "decimal"].includes(input.dataset.kind)) return decimal(now);
  return now;
}

/** Returns a number with a point: of several marks the last one parts the decimals. */
export function decimal(text) {
  const plain = text.replace(/[\s\u00a0\u202f']/g, "");
  const last = Math.max(plain.lastIndexOf(","), plain.lastIndexOf("."));
  const both = plain.includes(",") && plain.includes(".");
  if (both) return plain.slice(0, last).replace(/[.,]/g, "") + "." + plain.slice(last + 1);
  return plain.replace(",", ".");
}
