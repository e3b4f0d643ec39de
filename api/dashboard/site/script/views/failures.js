// Why people have no page, and what to do about it.

import { get, post } from "../client.js";
import { fill, h } from "../dom.js";
import { lastImportNotice } from "../last_import.js";
import { button, empty, showProblem, working } from "../parts.js";
import { reasonWords } from "../reasons.js";
import { go, to } from "../router.js";
import { may } from "../session.js";
import { tell } from "../telling.js";
import { number, t } from "../words.js";

export async function failuresPart(place) {
  const { base, campaign, signal, open } = place;
  const list = h("div", { class: "stack" });
  const outcome = h("div", { class: "outcome" });

  async function load() {
    const [{ failures }, rejected] = await Promise.all([get(`${base}/failures`, { signal }), lastImportNotice(place)]);
    const nothing = rejected ? h("p", {}, t("failures.no_films")) : empty("check", t("failures.none"));
    fill(list, rejected, failures.length ? failures.map(entry) : nothing);
  }

  function retryButton(reason, words, kind) {
    const pressed = button(words, { kind, sign: "repeat", onclick: () => working(pressed, outcome, async () => {
      const { planned } = await post(`${base}/failures/retry`, reason === null ? {} : { reason });
      tell(t("failures.planned", { n: planned }));
      await load();
      const next = list.querySelector("button") || document.querySelector("[data-focus]");
      if (next) next.focus();
    }) });
    return pressed;
  }

  function entry(failure) {
    return h(
      "section", { class: "card failure" },
      h("h3", {}, h("span", { class: "big" }, number(failure.recipients)), " ", t("failures.people", { n: failure.recipients })),
      h("p", {}, failure.reason ? reasonWords(failure) : t("failures.no_reason")),
      h("p", { class: "advice" }, h("b", {}, `${t("failures.do")} `), t(`remedy.${failure.remedy}`)),
      h(
        "div", { class: "actions" },
        may("publish") && open && retryButton(failure.reason, t("failures.again"), "primary"),
        failure.examples.length > 0 && button(t("failures.see_one"), { sign: "people", onclick: () => (
          go(to("campaigns", campaign.name, "recipients"), { recipient: failure.examples[0], status: "failed" })
        ) }),
      ),
    );
  }

  await load().catch((problem) => { if (signal.aborted) throw problem; showProblem(list, problem); });
  return [list, outcome];
}
