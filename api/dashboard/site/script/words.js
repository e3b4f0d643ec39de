// The dashboard's words, in the reader's language.

const LANGUAGES = ["en", "it"];
const KEPT = "sollecito.dashboard.language";

let words = {};
let language = "en";
let locale = "en";

function wanted() {
  const kept = localStorage.getItem(KEPT);
  if (LANGUAGES.includes(kept)) return kept;
  for (const each of navigator.languages || [navigator.language]) {
    const short = each.toLowerCase().slice(0, 2);
    if (LANGUAGES.includes(short)) return short;
  }
  return LANGUAGES[0];
}

/** Loads the words; before that none are there. */
export async function loadWords(choice) {
  if (choice) localStorage.setItem(KEPT, choice);
  language = wanted();
  const answer = await fetch(new URL(`../wording/${language}.json`, import.meta.url));
  words = await answer.json();
  // How the reader's country writes numbers and days, where it speaks the chosen language.
  locale = (navigator.languages || [navigator.language]).find((each) => each.toLowerCase().startsWith(language)) || language;
  document.documentElement.lang = language;
}

export function currentLanguage() {
  return language;
}

export function languages() {
  return LANGUAGES;
}

/**
 * Returns the words of a key, `{name}` replaced by what is given. Where a number `n` decides, the
 * words are `{one, other}`.
 */
export function t(key, given = {}) {
  let text = words[key];
  if (text === undefined) throw new Error(`There are no words for ${key}.`);
  if (typeof text === "object") {
    text = text[new Intl.PluralRules(language).select(given.n)] || text.other;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name) => (
    name in given ? (name === "n" ? number(given.n) : String(given[name])) : whole
  ));
}

/** Whether there are words for a key. */
export function known(key) {
  return key in words;
}

let labels = { fields: {}, scenes: {} };

/** Says what the campaign that is looked at calls its fields and scenes, by their names. */
export function useLabels(given) {
  labels = given;
}

/** Returns a scene's title, or its name where the campaign gives none. */
export function sceneWords(name) {
  return labels.scenes[name] || name;
}

/** Returns a field's label; without one its name as people read it: `first_name` is “First name”. */
export function fieldWords(name) {
  if (labels.fields[name]) return labels.fields[name];
  const plain = name.replace(/_/g, " ").trim();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

export function number(value, digits = 0) {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits, useGrouping: "always" })
    .format(value);
}

export function percent(share) {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 })
    .format(share);
}

export function moment(text) {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" })
    .format(new Date(text));
}

export function day(text) {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" })
    .format(new Date(text));
}

/** Says a duration in seconds roughly, as people do. */
export function duration(seconds) {
  if (seconds < 60) return t("time.seconds", { n: Math.max(1, Math.round(seconds)) });
  if (seconds < 5400) return t("time.minutes", { n: Math.round(seconds / 60) });
  if (seconds < 172800) return t("time.hours", { n: Math.round(seconds / 3600) });
  return t("time.days", { n: Math.round(seconds / 86400) });
}

export function bytes(size) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let step = 0;
  while (size >= 1000 && step < units.length - 1) { size /= 1000; step += 1; }
  return new Intl.NumberFormat(locale, {
    style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: step ? 1 : 0,
  }).format(size);
}
