// Where another system is told that a message came in, and what became of it.

import { get, put, remove } from "../client.js";
import { confirm } from "../dialogs.js";
import { fill, h } from "../dom.js";
import { english } from "../english.js";
import { button, card, chip, empty, field, notice, working } from "../parts.js";
import { secretDialog } from "../secrets.js";
import { tell } from "../telling.js";
import { moment, number, t } from "../words.js";

export async function webhookPart({ base, signal }) {
  const node = h("div", { class: "stack" });

  async function load() {
    const hook = await get(`${base}/webhook`, { signal }).catch((problem) => {
      if (problem.status === 404) return null;
      throw problem;
    });
    const { deliveries } = hook ? await get(`${base}/webhook/deliveries`, { signal }) : { deliveries: [] };
    fill(node, setting(hook), hook && log(deliveries));
  }

  function setting(hook) {
    const outcome = h("div", { class: "outcome" });
    const url = h("input", { type: "url", required: true, maxlength: 2000, placeholder: "https://", autocomplete: "off" });
    url.value = hook ? hook.url : "";
    const values = h("input", { type: "checkbox", id: "hook-values", checked: Boolean(hook && hook.values) });
    const save = h("button", { class: "button primary", type: "submit" }, h("span", {}, t("hook.save")));
    const form = h("form", { novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      working(save, outcome, async () => {
        url.removeAttribute("aria-invalid");
        const set = await put(`${base}/webhook`, { url: url.value.trim(), values: values.checked }).catch((problem) => {
          url.setAttribute("aria-invalid", "true");
          throw problem;
        });
        if (!hook || hook.url !== set.url) await secretDialog(t("hook.secret"), t("hook.secret_words"), set.secret);
        await load();
        tell(t("hook.saved"));
        const first = node.querySelector("button");
        if (first) first.focus();
      });
    } },
    field("hook-url", t("hook.url"), url, t("hook.url_hint")),
    h("label", { class: "tick", for: "hook-values" }, values, h("span", {}, t("hook.values"))),
    outcome,
    h("div", { class: "actions" }, save, hook && button(t("hook.remove"), { sign: "trash", onclick: async () => {
      const done = await confirm(t("hook.remove_title"), [t("hook.remove_words")], { yes: t("hook.remove"), act: () => remove(`${base}/webhook`) });
      if (done) { await load(); node.querySelector("input").focus(); }
    } })));
    return card(
      t("hook.title"), h("p", {}, t("hook.words")),
      hook && hook.disabled_at && notice("bad", t("hook.disabled", { when: moment(hook.disabled_at) }), hook.disabled_reason && english(hook.disabled_reason, "p"), h("p", {}, t("hook.disabled_do"))),
      hook && !hook.disabled_at && hook.failing_since && notice("plain", t("hook.failing", { when: moment(hook.failing_since) })),
      form,
    );
  }

  await load();
  return node;
}

const KINDS = { waiting: "planned", delivered: "published", given_up: "failed" };

function log(deliveries) {
  if (!deliveries.length) return card(t("hook.log"), empty("bell", t("hook.log_none")));
  return card(t("hook.log"), h(
    "div", { class: "table-box", tabindex: "0", role: "group", "aria-label": t("hook.log") },
    h("table", { class: "wide-rows" },
      h("thead", {}, h("tr", {}, ["hook.message", "hook.state", "hook.attempts", "hook.answer", "hook.when"].map((each) => h("th", { scope: "col", class: each === "hook.attempts" ? "number" : null }, t(each))))),
      h("tbody", {}, deliveries.map((each) => h(
        "tr", {}, h("th", { scope: "row" }, each.reference, h("span", { class: "small" }, each.form)),
        h("td", {}, chip(KINDS[each.state], t(`delivery.${each.state}`))), h("td", { class: "number" }, number(each.attempts)),
        h("td", {}, each.last_status || (each.last_error ? english(each.last_error) : "–")),
        h("td", {}, moment(each.finished_at || each.created_at)),
      )))),
  ));
}
