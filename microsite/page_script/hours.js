// Open now, or when again: reckoned on the device, by the clock of the issuer's time zone. Nothing
// is asked of anybody, and nothing is shown where the browser does not know the zone.

import { fill } from "../player/dom.js";

const DAY = 1440;
const MINUTE_MS = 60000;
const AHEAD = 28;

/** The date (as UTC midnight) and the minute of the day that clocks show in a time zone. */
export function clockIn(zone, now) {
  const style = { timeZone: zone, hour12: false, year: "numeric", month: "numeric", day: "numeric" };
  const clock = Object.assign({ hour: "numeric", minute: "numeric" }, style);
  const found = {};
  for (const part of new Intl.DateTimeFormat("en-US", clock).formatToParts(now)) {
    found[part.type] = Number(part.value);
  }
  const date = new Date(Date.UTC(found.year, found.month - 1, found.day));
  return { date, minute: (found.hour % 24) * 60 + found.minute };
}

function spansOn(hours, date) {
  if (hours.closed.indexOf(date.toISOString().slice(0, 10)) >= 0) return [];
  return hours.week[(date.getUTCDay() + 6) % 7];
}

function later(date, days) {
  return new Date(date.getTime() + days * DAY * MINUTE_MS);
}

/**
 * Whether it is open, and the next change: `days` from today at a `minute` of that day; without
 * `days` where no change is near. A day that is open to its end goes on in the next.
 */
export function openingAt(hours, now) {
  const { date, minute } = clockIn(hours.zone, now);
  const current = spansOn(hours, date).find(([from, to]) => from <= minute && minute < to);
  if (!current) return nextOpening(hours, date, minute);
  let days = 0;
  let end = current[1];
  while (end === DAY && days < AHEAD) {
    const next = spansOn(hours, later(date, days + 1))[0];
    if (!next || next[0] > 0) return { open: true, date, days, minute: end };
    days += 1;
    end = next[1];
  }
  return end === DAY ? { open: true } : { open: true, date, days, minute: end };
}

function nextOpening(hours, date, minute) {
  for (let days = 0; days <= AHEAD; days += 1) {
    const next = spansOn(hours, later(date, days)).find(([from]) => days > 0 || from > minute);
    if (next) return { open: false, date, days, minute: next[0] };
  }
  return { open: false };
}

function inWords(state, times, told, lang) {
  if (state.days === undefined) return state.open ? told.open : told.closed;
  const time = times[state.minute];
  const on = later(state.date, state.days);
  const name = state.days < 7 ? {} : { day: "numeric", month: "long" };
  const day = on.toLocaleDateString(lang, Object.assign({ timeZone: "UTC", numberingSystem: "latn", weekday: "long" }, name));
  const soon = state.days === 0 || (state.open && state.days === 1 && state.minute <= DAY / 2);
  const key = (state.open ? "until" : "opens") + (soon ? "" : state.days === 1 ? "Tomorrow" : "Day");
  return fill(told[key], { time, day });
}

function show(line, hours, lang) {
  const state = openingAt(hours, new Date());
  const text = inWords(state, hours.times, line.dataset, lang);
  line.classList.toggle("open", state.open);
  if (line.textContent !== text) line.textContent = text;
  line.hidden = false;
}

/** Shows in each line of opening hours whether it is open now, and keeps it true. */
export function tellHours() {
  const lang = document.documentElement.lang;
  for (const line of document.querySelectorAll("[data-hours]")) {
    const hours = JSON.parse(line.dataset.hours);
    try {
      clockIn(hours.zone, new Date());
    } catch (error) {
      // This browser does not know the zone: the hours beside the line are all that is said.
      continue;
    }
    const again = () => show(line, hours, lang);
    again();
    setInterval(again, MINUTE_MS / 4);
    document.addEventListener("visibilitychange", again);
  }
}
