// Bars: how far something is, and how much of one thing beside another.

import { h } from "./dom.js";
import { number, percent, t } from "./words.js";

/**
 * How many recipients have each status, as one bar with its legend. Colours say what words say
 * beside them.
 */
export function statusBar(counts) {
  const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const parts = ["published", "planned", "failed", "withdrawn"].filter((each) => counts[each] > 0);
  const bar = h(
    "div", { class: "status-bar", "aria-hidden": "true" },
    parts.map((each) => {
      const part = h("span", { class: each });
      part.style.setProperty("flex-grow", counts[each] / total);
      return part;
    }),
  );
  const legend = h(
    "ul", { class: "legend" },
    parts.map((each) => h("li", { class: each }, h("b", {}, number(counts[each])), " ", t(`status.${each}.many`, { n: counts[each] }))),
  );
  return h("div", { class: "status" }, bar, total ? legend : h("p", { class: "small" }, t("campaign.nobody")));
}

/** A bar that grows from nothing to all; null while nobody knows how far it is. */
export function progressBar(label, share) {
  const bar = h("progress", { max: 1, "aria-label": label });
  if (share !== null) bar.value = share;
  return bar;
}

/** Bars side by side with their numbers: a list that can be read without seeing the bars. */
export function barList(entries, whole, { shares = true } = {}) {
  const most = Math.max(1, whole || 0, ...entries.map((each) => each.value));
  return h(
    "ul", { class: "bars" },
    entries.map((each) => {
      const bar = h("span", { class: "bar", "aria-hidden": "true" });
      bar.style.setProperty("--share", each.value / most);
      return h(
        "li", {},
        h("span", { class: "bar-name" }, each.name),
        h(
          "span", { class: "bar-value" }, h("b", {}, number(each.value)),
          shares && whole > 0 && h("span", { class: "small" }, ` ${percent(each.value / whole)}`),
          each.more && h("span", { class: "small" }, ` ${each.more}`),
        ),
        bar,
      );
    }),
  );
}
