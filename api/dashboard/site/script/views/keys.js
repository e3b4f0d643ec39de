// Who may use the service, for what, until when.

import { get, post, remove } from "../client.js";
import { confirm } from "../dialogs.js";
import { fill, h } from "../dom.js";
import { button, card, chip, field, notice, working } from "../parts.js";
import { secretDialog } from "../secrets.js";
import { may, session } from "../session.js";
import { tell } from "../telling.js";
import { moment, t } from "../words.js";

const SCOPES = ["read", "upload", "publish", "admin"];

export async function keysView({ signal }) {
  const title = t("head.keys");
  if (!may("admin")) return { title, node: [h("h1", { tabindex: "-1" }, title), h("p", {}, t("keys.not_allowed"))] };
  const body = h("tbody");

  async function load() {
    const { keys } = await get("/keys", { signal });
    fill(body, [...keys].reverse().map(row));
  }

  function row(key) {
    const now = Date.now();
    const good = !key.revoked_at && !(key.expires_at && Date.parse(key.expires_at) <= now);
    const state = key.revoked_at ? "revoked" : good ? "good" : "expired";
    const mine = key.id === session.me.id;
    return h(
      "tr", { class: good ? "" : "past" },
      h("th", { scope: "row" }, key.label, h("span", { class: "small" }, key.id, mine && ` · ${t("keys.yours")}`)),
      h("td", {}, key.scopes.map((each) => [chip("plain", t(`scope.${each}`)), " "])),
      h("td", {}, chip(good ? "published" : "withdrawn", t(`key.${state}`)),
        key.expires_at && h("span", { class: "small" }, t("keys.until", { when: moment(key.expires_at) }))),
      h("td", {}, key.last_used_at ? moment(key.last_used_at) : t("keys.never_used")),
      h("td", {}, good && button(t("keys.revoke"), { sign: "trash", "aria-label": `${t("keys.revoke")}: ${key.label}`, onclick: async () => {
        const done = await confirm(t("keys.revoke_title", { label: key.label }), [t(mine ? "keys.revoke_own" : "keys.revoke_words")], {
          yes: t("keys.revoke"), act: () => remove(`/keys/${encodeURIComponent(key.id)}`),
        });
        if (!done) return;
        await load();
        tell(t("keys.revoked"));
        const heading = document.querySelector("h1");
        if (heading) heading.focus();
      } })),
    );
  }

  await load();
  return {
    title,
    node: [
      h("h1", { tabindex: "-1" }, title), makeCard(load),
      card(t("keys.all"), h(
        "div", { class: "table-box", tabindex: "0", role: "group", "aria-label": t("keys.all") },
        h("table", { class: "wide-rows" },
          h("thead", {}, h("tr", {}, ["keys.label", "keys.scopes", "keys.state", "keys.used", "keys.act"].map((each) => h("th", { scope: "col" }, t(each))))), body),
      )),
    ],
  };
}

function makeCard(load) {
  const outcome = h("div", { class: "outcome" });
  const label = h("input", { type: "text", maxlength: 100, required: true, autocomplete: "off" });
  const ends = h("input", { type: "date" });
  const ticks = new Map(SCOPES.map((scope) => [scope, h("input", { type: "checkbox", id: `scope-${scope}`, checked: scope === "read" })]));
  const make = h("button", { class: "button primary", type: "submit" }, h("span", {}, t("keys.make")));
  return card(t("keys.new"), h("form", { novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    const scopes = SCOPES.filter((scope) => ticks.get(scope).checked);
    label.removeAttribute("aria-invalid");
    if (!label.value.trim()) {
      label.setAttribute("aria-invalid", "true");
      fill(outcome, notice("bad", t("keys.no_label")));
      label.focus();
      return;
    }
    if (!scopes.length) { fill(outcome, notice("bad", t("keys.no_scope"))); ticks.get("read").focus(); return; }
    working(make, outcome, async () => {
      const wanted = { label: label.value.trim(), scopes };
      if (ends.value) wanted.expires_at = new Date(`${ends.value}T23:59:59`).toISOString();
      const made = await post("/keys", wanted);
      await secretDialog(t("keys.made"), t("keys.made_words"), made.secret);
      label.value = "";
      await load();
      tell(t("keys.made_told"));
      label.focus();
    });
  } },
  field("key-label", t("keys.label"), label, t("keys.label_hint")),
  h("fieldset", { class: "ways" }, h("legend", {}, t("keys.scopes")), SCOPES.map((scope) => h(
    "label", { class: "tick", for: `scope-${scope}` }, ticks.get(scope),
    h("span", {}, h("b", {}, t(`scope.${scope}`)), h("span", { class: "small" }, ` ${t(`scope.${scope}_words`)}`)),
  ))),
  field("key-ends", t("keys.ends"), ends, t("keys.ends_hint")),
  outcome, make));
}
