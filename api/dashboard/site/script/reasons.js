// Why a row cannot be used, in the reader's words: by the code that the service tells.

import { english } from "./parts.js";
import { day, known, number, t } from "./words.js";

/** Digits after the point that a bound may have. */
const MOST_DIGITS = 12;

/** Returns the words of a fault; where its code has none, the service's English sentence. */
export function reasonWords({ code, parameters, reason }) {
  return code && known(`reason.${code}`) ? worded(code, parameters) : english(reason);
}

function worded(code, parameters) {
  const given = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (name === "expected") given.expected = t(`expected.${value}`);
    else if (name === "order") given.order = t(`order.${value}`);
    else if (name === "most" || name === "least") {
      given.n = Number(value);
      given[name] = number(given.n, MOST_DIGITS);
    } else if (name === "line" || name === "item") given[name] = number(Number(value));
    else if (name === "day") given.day = day(value);
    else if (name !== "reason") given[name] = value;
  }
  // A reason within a reason has its parameters beside those of the outer one.
  if (parameters.reason) {
    const inner = worded(parameters.reason, { ...parameters, reason: undefined });
    given.reason = inner.charAt(0).toLowerCase() + inner.slice(1);
  }
  return t(`reason.${code}`, given);
}
