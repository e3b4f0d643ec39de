// One campaign: its name, its state, its parts.

import { labelsOf } from "../campaign_labels.js";
import { get } from "../client.js";
import { fill, h } from "../dom.js";
import { campaignWords, chip, exampleNotice } from "../parts.js";
import { to } from "../router.js";
import { may } from "../session.js";
import { t } from "../words.js";
import { failuresPart } from "./failures.js";
import { handOverPart } from "./hand_over.js";
import { importPart } from "./import.js";
import { importsPart } from "./imports.js";
import { messagesPart } from "./messages.js";
import { progressPart } from "./progress.js";
import { recipientsPart } from "./recipients.js";
import { settingsPart } from "./settings.js";
import { statisticsPart } from "./statistics.js";
import { webhookPart } from "./webhook.js";

const PARTS = [
  ["progress", progressPart, "read"],
  ["imports", importsPart, "read"],
  ["recipients", recipientsPart, "read"],
  ["failures", failuresPart, "read"],
  ["statistics", statisticsPart, "read"],
  ["messages", messagesPart, "read"],
  ["hand-over", handOverPart, "read"],
  ["webhook", webhookPart, "admin"],
  ["settings", settingsPart, "read"],
];

export async function campaignView(place) {
  const { name, part = "progress", id } = place.params;
  const campaign = await get(`/campaigns/${encodeURIComponent(name)}`, { signal: place.signal });
  const found = PARTS.find(([each, , scope]) => each === part && may(scope));
  if (!found) return { title: t("view.none"), node: h("h1", { tabindex: "-1" }, t("view.none")) };
  const state = h("span");
  const example = h("div");
  const draw = (now) => {
    fill(state, chip(now.state, t(`state.${now.state}`)));
    const before = example.querySelector("details");
    // What follows progress tells the state alone.
    fill(example, exampleNotice({ warnings: campaign.warnings, ...now }, before ? before.open : part === "settings"));
  };
  draw(campaign);
  const known = await labelsOf(`/campaigns/${encodeURIComponent(name)}`, campaign.digest, place.signal);
  const inside = {
    ...place,
    known,
    campaign,
    base: `/campaigns/${encodeURIComponent(name)}`,
    open: campaign.state === "running" || campaign.state === "paused",
    changed: draw,
  };
  const made = part === "imports" && id ? await importPart(inside, id) : await found[1](inside);
  const words = t(`part.${part}`);
  return {
    title: `${words} · ${name}`,
    node: [
      h("p", { class: "crumb" }, h("a", { href: to() }, t("campaigns.title"))),
      h("div", { class: "title-row" }, h("h1", { tabindex: "-1" }, campaignWords(campaign)), state),
      example,
      tabs(name, part),
      h("div", { class: "part" }, h("h2", { class: "unseen", tabindex: "-1", "data-focus": true }, words), made),
    ],
  };
}

function tabs(name, part) {
  return h(
    "nav", { class: "tabs", "aria-label": t("campaign.parts") },
    h(
      "ul", {},
      PARTS.filter(([, , scope]) => may(scope)).map(([each]) => h(
        "li", {},
        h("a", {
          href: each === "progress" ? to("campaigns", name) : to("campaigns", name, each),
          "aria-current": each === part ? "page" : null,
        }, t(`part.${each}`)),
      )),
    ),
  );
}
