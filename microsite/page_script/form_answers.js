// What was written into a form's field: tidied and judged by the declaration, exactly as the server
// does it (scenes/form_answers.py); a test gives both the same table of answers.

const UNSEEN = new RegExp(
  "[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u200b\\u200e\\u200f" +
    "\\u202a-\\u202e\\u2060-\\u2069\\ufeff]",
  "g"
);
const EMAIL = /^[^\s@<>,;:"()[\]]{1,64}@(?:[^\s@<>,;:"().[\]]+\.)+[^\s@<>,;:"().[\]]{2,}$/;
const PHONE = /^(?:\+|00)?[0-9](?:[0-9 ./()-]*[0-9])?$/;
const ISO_DAY = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$/;
const LOCAL_DAY = /^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})$/;
const NOT_OF_NUMBERS = /[\s'\u2019\u20ac$\u00a3]|EUR|USD|GBP|CHF/gi;

/** A text in NFC without what cannot be seen, its white space made single. */
export function tidied(raw, lines) {
  const text = raw.normalize("NFC").replace(UNSEEN, "");
  if (!lines) return text.replace(/\s+/g, " ").trim();
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** 1200.5 for "1.200,50" with the marks ",."; null for what is no number. */
export function plainNumber(text, marks) {
  let body = text.replace(NOT_OF_NUMBERS, "").replace("\u2212", "-");
  const negative = body[0] === "-";
  if (negative) body = body.slice(1);
  const mark = marks.charAt(0);
  const group = marks.charAt(1);
  const grouped = new RegExp("^[0-9]{1,3}(?:\\" + group + "[0-9]{3})+(?:\\" + mark + "[0-9]+)?$");
  if (group && grouped.test(body)) body = body.split(group).join("");
  else if (!/^[0-9]+(?:[.,][0-9]+)?$/.test(body)) return null;
  const parts = body.replace(",", ".").split(".");
  const whole = parts[0].replace(/^0+/, "") || "0";
  const fraction = (parts[1] || "").replace(/0+$/, "");
  if (whole.length > 11) return null;
  const plain = fraction ? whole + "." + fraction : whole;
  return negative && plain !== "0" ? "-" + plain : plain;
}

function twoDigits(number) {
  return String(number).padStart(2, "0");
}

function isoDay(moment) {
  const day = twoDigits(moment.getUTCMonth() + 1) + "-" + twoDigits(moment.getUTCDate());
  return String(moment.getUTCFullYear()).padStart(4, "0") + "-" + day;
}

/** Today as the person's own calendar has it, 2026-09-30. */
export function localToday() {
  const now = new Date();
  return isoDay(new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())));
}

/** The day that "2026-09-30" or "today+30" means. */
export function dayOf(limit, today) {
  if (limit.slice(0, 5) !== "today") return limit;
  const start = Date.parse(today + "T00:00:00Z");
  return isoDay(new Date(start + Number(limit.slice(5)) * 86400000));
}

function readDay(text, order) {
  let found = ISO_DAY.exec(text);
  let parts = found && [found[1], found[2], found[3]];
  if (!parts) {
    found = LOCAL_DAY.exec(text);
    if (!found) return null;
    parts = order === "mdy" ? [found[3], found[1], found[2]] : [found[3], found[2], found[1]];
  }
  const [year, month, day] = parts.map(Number);
  if (year < 1900 || year > 2200) return null;
  const moment = new Date(Date.UTC(year, month - 1, day));
  const exists = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
  return exists ? isoDay(moment) : null;
}

function good(value) {
  return { value, problem: "", limit: "" };
}

function bad(value, problem, limit) {
  return { value, problem, limit: limit || "" };
}

function judgeText(field, text) {
  const { length } = Array.from(text);
  if (field.most && length > Number(field.most)) return bad(text, "too_long", field.most);
  if (field.least && length < Number(field.least)) return bad(text, "too_short", field.least);
  return good(text);
}

function judgePhone(text) {
  if (!PHONE.test(text)) return bad(text, "phone");
  let digits = text.replace(/[^0-9]/g, "");
  const international = text[0] === "+" || text.slice(0, 2) === "00";
  if (text.slice(0, 2) === "00") digits = digits.slice(2);
  if (digits.length < 5 || digits.length > 15) return bad(text, "phone");
  return good(international ? "+" + digits : digits);
}

function judgeDay(field, text, today) {
  const day = readDay(text, field.marks);
  if (day === null) return bad(text, "date");
  const least = field.least && dayOf(field.least, today);
  if (least && day < least) return bad(day, "too_early", least);
  const most = field.most && dayOf(field.most, today);
  if (most && day > most) return bad(day, "too_late", most);
  return good(day);
}

function judgeNumber(field, text) {
  let plain = plainNumber(text, field.marks);
  if (plain === null) return bad(text, "number");
  const [whole, fraction] = [plain.split(".")[0], plain.split(".")[1] || ""];
  const places = field.kind === "money" ? 2 : field.places;
  if (fraction.length > places) return bad(plain, "places", String(places));
  if (field.kind === "money") plain = whole + "." + fraction.padEnd(2, "0");
  if (field.least && Number(plain) < Number(field.least)) return bad(plain, "too_small", field.least);
  if (field.most && Number(plain) > Number(field.most)) return bad(plain, "too_large", field.most);
  return good(plain);
}

function oneOf(text, names) {
  return names.indexOf(text) >= 0 ? good(text) : bad("", "choice");
}

/** What was written into a field: {value, problem, limit}; `today` as 2026-09-30. */
export function readAnswer(field, raw, today) {
  const text = tidied(raw, field.kind === "textarea");
  if (!text) return field.required ? bad("", "required") : good("");
  if (field.kind === "email") {
    const fits = Array.from(text).length <= 254 && EMAIL.test(text);
    return fits ? good(text) : bad(text, "email");
  }
  if (field.kind === "phone") return judgePhone(text);
  if (field.kind === "date") return judgeDay(field, text, today);
  if (field.kind === "number" || field.kind === "money") return judgeNumber(field, text);
  if (field.kind === "choice") return oneOf(text, field.options);
  if (field.kind === "checkbox") return oneOf(text, ["yes"]);
  if (field.kind === "rating") {
    return oneOf(text, Array.from({ length: Number(field.most) }, (_, at) => String(at + 1)));
  }
  return judgeText(field, text);
}

/** The answers to all fields of a form, by field; `sent` holds what was written. */
export function readAnswers(form, sent, today) {
  const answers = {};
  for (const field of form.fields) answers[field.id] = readAnswer(field, sent[field.id] || "", today);
  const empty = (id) => !answers[id].value && !answers[id].problem;
  for (const { id, requiredFor } of form.fields) {
    if (!requiredFor || !empty(id) || !answers[requiredFor[0]]) continue;
    if (answers[requiredFor[0]].value === requiredFor[1]) answers[id] = bad("", "required");
  }
  const first = form.fields[0];
  if (first && form.fields.every(({ id }) => empty(id))) answers[first.id] = bad("", "nothing");
  return answers;
}
