// What is wrong, in the reader's words: by the code that the service tells.

import { english } from "./english.js";
import { day, fieldWords, known, number, sceneWords, t } from "./words.js";

/** Digits after the point that a bound may have. */
const MOST_DIGITS = 12;

/** Parameters that are words of the dashboard. */
const WORDED = {
  expected: (value) => t(`expected.${value}`),
  order: (value) => t(`order.${value}`),
  campaign_state: (value) => t(`state.${value}`),
  import_state: (value) => t(`import.${value}`),
  scope: (value) => t(`scope.${value}`),
  day: (value) => day(value),
  field: (value) => fieldWords(value),
  scene: (value) => sceneWords(value),
};

/** Parameters that are numbers. */
const COUNTED = ["line", "item", "column", "columns", "first", "number", "deepest", "hours", "attempts"];

/**
 * Returns the words of what is wrong; where its code has none, the service's English sentence. What
 * of it has no code stays English beside the words.
 */
export function reasonWords({ code, parameters, reason }) {
  if (!code || !known(`reason.${code}`)) return english(reason);
  const words = worded(code, parameters);
  const detail = (parameters.detail || "").replace(/^[\s:,]+/, "");
  return detail ? [words, " ", english(detail, "span", { class: "small" })] : words;
}

/** The same of what an import or a person tells as `error`. */
export function errorWords({ error, error_code: code, error_parameters: parameters }) {
  return reasonWords({ code, parameters, reason: error });
}

function worded(code, parameters) {
  const given = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (name in WORDED) given[name] = WORDED[name](value);
    else if (name === "most" || name === "least") {
      given.n = Number(value);
      given[name] = number(given.n, MOST_DIGITS);
    } else if (COUNTED.includes(name) && /^\d+$/.test(value)) given[name] = number(Number(value));
    else if (name !== "reason") given[name] = value;
  }
  // A reason within a reason has its parameters beside those of the outer one.
  if (parameters.reason) {
    const [first, ...more] = parameters.reason.split("/");
    const inner = worded(first, { ...parameters, reason: more.join("/") });
    given.reason = inner.charAt(0).toLowerCase() + inner.slice(1);
  }
  return t(`reason.${code}`, given);
}
