// What worked: from the letter to the payment, in numbers.

import { get } from "../client.js";
import { barList } from "../bars.js";
import { h, svg } from "../dom.js";
import { card, empty, figures } from "../parts.js";
import { segmentCard } from "../segment_card.js";
import { day, known, number, t } from "../words.js";

const HEIGHT = 120;
const STEP = 28;

export async function statisticsPart(place) {
  const { base, signal } = place;
  const now = await get(`${base}/statistics`, { signal });
  const segments = segmentCard(place);
  const people = now.recipients.published + now.recipients.planned + now.recipients.failed;
  const steps = [
    ["stats.sent", { recipients: people, events: people }], ["stats.viewed", now.viewed], ["stats.started", now.started],
    ["stats.completed", now.completed], ["stats.pay", now.pay_clicked],
  ];
  // Where nothing reports payments, "nobody has paid" would be untrue.
  if (now.paid.events) steps.push(["stats.paid", now.paid]);
  if (!now.viewed.events && !now.opened.events) {
    return [funnel(steps, people), empty("bell", t("stats.nothing"))];
  }
  return [
    funnel(steps, people),
    now.days.length > 0 && days(now.days),
    segments,
    now.choices.length > 0 && card(t("stats.choices"), choices(now.choices)),
    h("div", { class: "columns" },
      values("stats.clicks", now.clicks, "click"), values("stats.sources", now.sources, "source"), values("stats.forms", now.forms, "form")),
    card(t("stats.more"), figures([
      [t("stats.opened"), number(now.opened.events)], [t("stats.forms_sent"), number(now.forms_sent.events)], [t("stats.machines"), number(now.machines)],
    ]), h("p", { class: "small" }, t("stats.machines_words"))),
  ];
}

function funnel(steps, people) {
  return card(
    t("stats.funnel"), h("p", { class: "small" }, t("stats.funnel_words")),
    barList(steps.map(([key, count]) => ({
      name: t(key), value: count.recipients,
      more: count.events > count.recipients ? t("stats.times", { n: count.events }) : "",
    })), people),
  );
}

/** Views of each day as bars; the table below says the same. */
function days(all) {
  const shown = all.slice(-60);
  const most = Math.max(1, ...shown.map((each) => each.viewed));
  const width = shown.length * STEP;
  const bars = shown.map((each, index) => {
    const tall = Math.round((each.viewed / most) * HEIGHT);
    const pay = Math.round((each.pay_clicked / most) * HEIGHT);
    return [
      svg("rect", { class: "viewed", x: index * STEP + 4, y: HEIGHT - tall, width: STEP - 8, height: tall, rx: 3 }),
      svg("rect", { class: "paid", x: index * STEP + 4, y: HEIGHT - pay, width: STEP - 8, height: pay, rx: 3 }),
    ];
  });
  const columns = ["opened", "viewed", "started", "completed", "pay_clicked"];
  return card(
    t("stats.days"),
    h("ul", { class: "legend" }, h("li", { class: "viewed" }, t("stats.viewed")), h("li", { class: "paid" }, t("stats.pay"))),
    h("div", { class: "day-chart", tabindex: "0", role: "group", "aria-label": t("stats.days") },
      svg("svg", { viewBox: `0 0 ${Math.max(width, STEP)} ${HEIGHT}`, width: Math.max(width, STEP), height: HEIGHT, "aria-hidden": "true" }, bars)),
    h("p", { class: "day-ends small" }, h("span", {}, day(shown[0].day)), shown.length > 1 && h("span", {}, day(shown[shown.length - 1].day))),
    h("details", {}, h("summary", {}, t("stats.table")), h(
      "div", { class: "table-box", tabindex: "0", role: "group", "aria-label": t("stats.table") },
      h("table", {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("stats.day")), columns.map((each) => h("th", { scope: "col", class: "number" }, t(`stats.day_${each}`))))),
        h("tbody", {}, [...shown].reverse().map((each) => h("tr", {}, h("th", { scope: "row" }, day(each.day)), columns.map((column) => h("td", { class: "number" }, number(each[column]))))))),
    )),
  );
}

function choices(all) {
  const scenes = [...new Set(all.map((each) => each.scene))];
  return scenes.map((scene) => {
    const options = all.filter((each) => each.scene === scene).sort((a, b) => b.events - a.events);
    const total = options.reduce((sum, each) => sum + each.events, 0);
    const { title } = options[0];
    return h(
      "div", { class: "choice" },
      h("h3", {}, t("stats.at_scene", { scene: title || scene }), title && [" ", h("code", { class: "small" }, scene)]),
      barList(options.map((each) => ({ name: named(each.label || optionWords(each.option), each.option, each.label), value: each.events })), total),
    );
  });
}

/** Ways that the storyboard no longer has: the payment by its words, others by their names. */
function optionWords(option) {
  return option === "pay" ? t("click.pay") : option;
}

/** Words, with the name that programs know beside them. */
function named(words, name, shown) {
  return shown ? [words, " ", h("code", { class: "small" }, name)] : words;
}

function values(title, all, kind) {
  if (!all.length) return null;
  const sorted = [...all].sort((a, b) => b.events - a.events);
  const total = sorted.reduce((sum, each) => sum + each.events, 0);
  return card(t(title), barList(sorted.map((each) => ({
    name: known(`${kind}.${each.name}`) ? t(`${kind}.${each.name}`) : named(each.label || each.name, each.name, each.label), value: each.events,
  })), total));
}
