// All campaigns: what they are called, what they do, how far they are.

import { get, query } from "../client.js";
import { statusBar } from "../bars.js";
import { fill, h } from "../dom.js";
import { button, campaignWords, chip, empty, linkButton, problemNotice } from "../parts.js";
import { to } from "../router.js";
import { may } from "../session.js";
import { tell } from "../telling.js";
import { day, t } from "../words.js";

const AT_ONCE = 50;

export async function campaignsView({ signal }) {
  if (!may("read")) {
    return { title: t("campaigns.title"), node: [
      h("h1", { tabindex: "-1" }, t("campaigns.title")), h("p", {}, t("campaigns.no_read")),
      may("upload") && linkButton(t("campaigns.new"), to("new"), { kind: "primary", sign: "add" }),
    ] };
  }
  const list = h("ul", { class: "campaigns" });
  const more = h("div", { class: "more" });

  async function load(after) {
    const page = await get(`/campaigns${query({ counts: true, limit: AT_ONCE, after })}`, { signal });
    const made = page.campaigns.map(entry);
    list.append(...made);
    fill(more, page.next && button(t("list.more"), { onclick: async () => {
      try {
        const next = await load(page.next);
        tell(t("list.loaded", { n: next.length }));
        if (next[0]) next[0].querySelector("a").focus();
      } catch (problem) { fill(more, problemNotice(problem)); }
    } }));
    return made;
  }

  const first = await load();
  return {
    title: t("campaigns.title"),
    node: [
      h(
        "div", { class: "title-row" },
        h("h1", { tabindex: "-1" }, t("campaigns.title")),
        may("upload") && first.length > 0
          && linkButton(t("campaigns.new"), to("new"), { kind: "primary", sign: "add" }),
      ),
      first.length ? [list, more] : empty(
        "film", t(may("upload") ? "campaigns.empty" : "campaigns.empty_read"),
        may("upload") && linkButton(t("campaigns.new"), to("new"), { kind: "primary", sign: "add" }),
      ),
    ],
  };
}

function entry(campaign) {
  return h(
    "li", { class: "card campaign" },
    h(
      "div", { class: "title-row" },
      h("h2", {}, h("a", { href: to("campaigns", campaign.name) }, campaignWords(campaign))),
      chip(campaign.state, t(`state.${campaign.state}`)),
    ),
    statusBar(campaign.recipients),
    h("p", { class: "small" }, t("campaigns.since", { day: day(campaign.created_at) }),
      campaign.expires_on && ` · ${t("campaigns.until", { day: day(campaign.expires_on) })}`),
  );
}
