// What the printer gets: links and codes.

import { h } from "../dom.js";
import { download } from "../downloads.js";
import { button, card, notice, working } from "../parts.js";
import { number, t } from "../words.js";

const FILES = [
  ["hand-over.csv?excel=true", "csv", "table"],
  ["hand-over.zip?codes=svg", "svg.zip", "printer"],
  ["hand-over.zip?codes=png", "png.zip", "printer"],
];

export async function handOverPart({ base, campaign }) {
  const outcome = h("div", { class: "outcome" });
  const { published, planned } = campaign.recipients;
  return [
    notice("plain", t("hand.secret"), h("p", {}, t("hand.secret_words"))),
    planned > 0 && notice("plain", t("hand.not_all", { n: planned })),
    card(
      t("hand.title"), h("p", {}, t("hand.words", { n: published })),
      h("ul", { class: "downloads" }, FILES.map(([file, ending, sign]) => {
        const pressed = button(t("hand.get"), {
          kind: ending === "csv" ? "primary" : "quiet", sign: "download", disabled: published + planned === 0,
          "aria-label": `${t("hand.get")}: ${t(`hand.${ending}`)}`,
          onclick: () => working(pressed, outcome, () => download(`${base}/${file}`)),
        });
        return h("li", { "data-sign": sign }, h("div", {}, h("h3", {}, t(`hand.${ending}`)), h("p", { class: "small" }, t(`hand.${ending}_words`))), pressed);
      })),
      outcome,
      h("p", { class: "small" }, t("hand.count", { all: number(published + planned) })),
    ),
  ];
}
