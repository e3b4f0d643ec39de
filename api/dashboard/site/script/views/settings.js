// The campaign itself: what it is, new files, paused, ended, deleted.

import { get, ifSame, patch, remove } from "../client.js";
import { confirm } from "../dialogs.js";
import { fill, h } from "../dom.js";
import { fileChoice } from "../file_choice.js";
import { button, card, chip, exampleList, notice, showProblem, working } from "../parts.js";
import { go, to } from "../router.js";
import { may } from "../session.js";
import { sendShown } from "../sending.js";
import { tell } from "../telling.js";
import { day, moment, number, t } from "../words.js";

export async function settingsPart(place) {
  const { campaign } = place;
  return [
    card(t("settings.about"), h("dl", { class: "values" }, [
      ["settings.base", campaign.public_base], ["settings.hosts", campaign.pay_hosts.join(", ") || "–"],
      ["settings.expires", campaign.expires_on ? day(campaign.expires_on) : t("settings.never")],
      ["settings.version", number(campaign.version)], ["settings.created", moment(campaign.created_at)],
      ["settings.updated", campaign.updated_at ? moment(campaign.updated_at) : "–"],
    ].map(([key, value]) => h("div", {}, h("dt", {}, t(key)), h("dd", {}, value))))),
    may("publish") && stateCard(place),
    may("upload") && place.open && versionCard(place),
    may("admin") && deleteCard(place),
  ];
}

function stateCard(place) {
  const { campaign, base } = place;
  const outcome = h("div", { class: "outcome" });
  const set = (state, words, sign, kind) => {
    const pressed = button(words, { sign, kind, onclick: () => working(pressed, outcome, async () => {
      const now = await get(base);
      await patch(base, { state }, ifSame(now));
      tell(t(`state.${state}_told`));
      await place.refresh();
    }) });
    return pressed;
  };
  const resumeExample = () => button(t("settings.resume"), { sign: "play", kind: "primary", onclick: async () => {
    const done = await confirm(t("example.resume_title"), [t("example.resume_words"), exampleList(campaign.warnings)], {
      yes: t("example.resume"),
      act: async () => patch(base, { state: "running", despite_warnings: true }, ifSame(await get(base))),
    });
    if (done) { tell(t("state.running_told")); place.refresh(); }
  } });
  const resume = () => (campaign.warnings.length ? resumeExample() : set("running", t("settings.resume"), "play", "primary"));
  const end = button(t("settings.end"), { sign: "stop", onclick: async () => {
    const done = await confirm(t("settings.end_title"), [t("settings.end_words")], {
      yes: t("settings.end"), act: async () => patch(base, { state: "ended" }, ifSame(await get(base))),
    });
    if (done) place.refresh();
  } });
  return card(
    t("settings.state"), h("p", {}, chip(campaign.state, t(`state.${campaign.state}`)), " ", t(`settings.${campaign.state}_words`)),
    outcome,
    place.open && h(
      "div", { class: "actions" },
      campaign.state === "running" ? set("paused", t("settings.pause"), "pause", "quiet") : resume(),
      end,
    ),
  );
}

function versionCard(place) {
  const outcome = h("div", { class: "outcome" });
  return card(
    t("settings.files"), h("p", {}, t("settings.files_words")),
    fileChoice(t("new.drop"), t("settings.files_hint", { name: place.campaign.name }), ".zip,application/zip", async (file) => {
      try {
        const made = await sendShown(outcome, `${place.base}/versions`, file, "application/zip", place.signal);
        const { left_out: data } = made.campaign;
        const shown = notice("good", t("settings.files_done", { n: made.planned }), data && h("p", {}, t("new.left_out", { file: data })));
        fill(outcome, shown);
        place.campaign.warnings = made.campaign.warnings;
        place.changed(made.campaign);
        tell(t("settings.files_done", { n: made.planned }));
      } catch (problem) { if (problem.name !== "AbortError") showProblem(outcome, problem); }
    }),
    outcome,
  );
}

function deleteCard(place) {
  const { campaign, base } = place;
  return h(
    "section", { class: "card danger-zone" }, h("h2", {}, t("settings.delete")), h("p", {}, t("settings.delete_words")),
    button(t("settings.delete_button"), { kind: "danger", sign: "trash", onclick: async () => {
      const done = await confirm(t("settings.delete_title"), [t("settings.delete_words")], {
        yes: t("settings.delete_button"), typed: campaign.name, act: () => remove(base),
      });
      if (done) { tell(t("settings.deleted")); go(to()); }
    } }),
  );
}
