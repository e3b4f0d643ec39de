// A person's values as the campaign writes them: amounts, numbers and days in its locale. What is
// of no known type stays as it is stored.

import { h } from "./dom.js";
import { fieldWords, t } from "./words.js";

const NUMBER = /^-?\d+(?:\.\d+)?$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Digits that a number of the browser keeps. */
const SURE_DIGITS = 15;

/** Integers below this may be years, which nobody groups. */
const LONG = 10000;

/**
 * Returns what is shown of a value.
 *
 * `declared` is the field as `/fields` tells it (`type`, `currency`, `parts`), `locale` the
 * campaign's by BCP 47; empty: nothing is known of it.
 */
export function typedValue(declared, value, locale) {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return t(`value.${value}`);
  if (declared.type === "list" && Array.isArray(value)) return itemTable(declared, value, locale);
  const text = written(declared, value, locale);
  if (text !== null) return h("span", { lang: locale }, text);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function written({ type, currency }, value, locale) {
  if (!locale) return null;
  const plain = String(value);
  try {
    if (type === "date" && DAY.test(plain)) {
      return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(plain));
    }
    if (!["money", "decimal", "integer"].includes(type) || !NUMBER.test(plain)) return null;
    if (plain.replace(/\D/g, "").length > SURE_DIGITS) return null;
    const number = Number(plain);
    if (type === "money") {
      return currency
        ? new Intl.NumberFormat(locale, { style: "currency", currency, useGrouping: "always" }).format(number) : null;
    }
    const digits = (plain.split(".")[1] || "").length;
    return new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits, maximumFractionDigits: digits,
      useGrouping: type === "decimal" || Math.abs(number) >= LONG ? "always" : false,
    }).format(number);
  } catch (error) {
    // A locale or a currency that this browser does not know.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function itemTable({ parts, currency }, items, locale) {
  if (!items.length) return "–";
  const names = Object.keys(parts || items[0]);
  const typeOf = (name) => ({ type: parts ? parts[name] : "text", currency });
  const kind = (name) => (["money", "decimal", "integer"].includes(typeOf(name).type) ? "number" : null);
  return h(
    "table", { class: "items" },
    h("thead", {}, h("tr", {}, names.map((name) => h("th", { scope: "col", class: kind(name) }, fieldWords(name))))),
    h("tbody", {}, items.map((item) => h(
      "tr", {}, names.map((name) => h("td", { class: kind(name) }, typedValue(typeOf(name), item[name], locale))),
    ))),
  );
}
