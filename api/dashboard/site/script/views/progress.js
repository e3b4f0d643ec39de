// How far a campaign is, as it goes on; the films that are finished while the rest are made.

import { get } from "../client.js";
import { statusBar } from "../bars.js";
import { fill, h } from "../dom.js";
import { follow } from "../following.js";
import { icon } from "../icons.js";
import { lastImportNotice } from "../last_import.js";
import { card, empty, figures, linkButton, problemNotice } from "../parts.js";
import { reasonWords } from "../reasons.js";
import { go, to } from "../router.js";
import { may } from "../session.js";
import { tellSeldom } from "../telling.js";
import { duration, moment, number, t } from "../words.js";

const STRIP = 24;

export async function progressPart(place) {
  const { base, campaign, signal } = place;
  const first = await get(`${base}/progress`, { signal });
  const line = h("span", { class: "line" });
  const bar = h("div");
  const numbers = h("div");
  const failures = h("div");
  const running = h("div");
  const slow = h("div");
  const strip = filmStrip(place);
  const rejected = h("div");
  let importing = null;
  let published = -1;

  function show(now) {
    const counts = now.recipients;
    const people = counts.planned + counts.published + counts.failed + counts.withdrawn;
    place.changed(now);
    fill(bar, people || now.imports.length ? statusBar(counts) : nobody(place));
    fill(numbers, people > 0 && figures([
      [t("progress.shared"), number(now.shared_clips)],
      [t("progress.personal"), number(now.personal_clips)],
      [t("progress.rate"), now.rate > 0 ? t("progress.a_minute", { n: Math.round(now.rate * 60) }) : "–"],
      [t("progress.remaining"), remaining(now)],
      ...(now.failed_clips ? [[t("progress.failed_clips"), number(now.failed_clips), "bad"]] : []),
    ]));
    fill(failures, now.failures.length > 0 && card(
      t("progress.failures"),
      h("ul", { class: "plain" }, now.failures.slice(0, 3).map((each) => h(
        "li", {}, h("b", {}, number(each.recipients)), " ", each.reason ? reasonWords(each) : t("failures.no_reason"),
      ))),
      linkButton(t("progress.see_failures"), to("campaigns", campaign.name, "failures"), { sign: "warning" }),
    ));
    fill(running, now.imports.length > 0 && card(
      t("progress.imports"),
      h("ul", { class: "plain" }, now.imports.map((each) => h(
        "li", {},
        h("a", { href: to("campaigns", campaign.name, "imports", String(each.id)) }, each.file), " ",
        h("span", { class: "small" }, t("imports.read", { n: each.read })),
      ))),
    ));
    // When a file was read, what it brought may be another.
    const files = now.imports.map((each) => each.id).join();
    if (files !== importing) {
      importing = files;
      lastImportNotice(place).then((found) => fill(rejected, found)).catch((problem) => {
        if (!signal.aborted) fill(rejected, problemNotice(problem));
      });
    }
    fill(slow, now.slowest_scenes.length > 0 && slowScenes(now.slowest_scenes));
    if (counts.published !== published) {
      if (published >= 0) {
        tellSeldom(t("progress.told", { n: counts.published, all: number(people - counts.withdrawn) }));
      }
      published = counts.published;
      strip.look();
    }
  }

  show(first);
  follow(`${base}/progress`, {
    show, signal, atRest: (now) => now.at_rest,
    link: (kind) => fill(line, kind === "live" ? "" : t(`line.${kind}`)),
  }).catch((problem) => { if (!signal.aborted) fill(bar, problemNotice(problem)); });
  return [
    h("section", { class: "card" }, h("div", { class: "title-row" }, h("h2", {}, t("progress.title")), line), bar, numbers),
    rejected, strip.node, failures, running, slow,
  ];
}

function remaining(now) {
  if (now.at_rest) return t("progress.nothing");
  if (now.state === "paused") return t("progress.paused");
  return now.remaining_s === null || now.imports.length ? t("progress.unknown") : t("progress.about", { time: duration(now.remaining_s) });
}

function nobody({ campaign, open }) {
  return empty(
    "people", t("progress.nobody"),
    may("upload") && open && linkButton(t("imports.send"), to("campaigns", campaign.name, "imports"), { kind: "primary", sign: "upload" }),
  );
}

/** Posters of the newest pages. It looks again when there are more, one look at a time. */
function filmStrip({ base, campaign, signal }) {
  const list = h("ul", { class: "strip", tabindex: "0", "aria-label": t("strip.title") });
  const node = h("section", { class: "card", hidden: true }, h("h2", {}, t("strip.title")), h("p", { class: "small" }, t("strip.words")), list);
  const known = new Map();
  let looking = false;
  let again = false;

  async function look() {
    if (looking) { again = true; return; }
    looking = true;
    try {
      const { recipients } = await get(`${base}/publications?limit=${STRIP}`, { signal });
      const now = recipients.map((each) => {
        const key = `${each.id} ${each.published_at}`;
        if (!known.has(key)) known.set(key, film(each));
        return known.get(key);
      });
      // Only what is new is put in: whoever looks at one or has it under the finger keeps it.
      now.forEach((each, index) => {
        if (list.children[index] !== each) list.insertBefore(each, list.children[index] || null);
      });
      while (list.children.length > now.length) list.lastElementChild.remove();
      node.hidden = !now.length;
    } catch (problem) {
      if (!signal.aborted) again = false; // the line above the numbers tells that the service is gone
    } finally {
      looking = false;
      if (again && !signal.aborted) { again = false; setTimeout(look, 1000); }
    }
  }

  function film(person) {
    const picture = h("img", { src: person.poster && `..${person.poster}`, alt: "", loading: "lazy" });
    picture.addEventListener("error", () => picture.replaceWith(h("span", { class: "no-picture" }, icon("film"))));
    return h("li", {}, h(
      "button", {
        type: "button", class: "film",
        onclick: () => go(to("campaigns", campaign.name, "recipients"), { recipient: person.id }),
      },
      picture,
      h("span", { class: "film-id" }, person.external_id),
      h("span", { class: "small" }, moment(person.published_at)),
    ));
  }
  return { node, look };
}

function slowScenes(scenes) {
  return h("details", { class: "card" }, h("summary", {}, t("progress.slow")), h(
    "div", { class: "table-box", tabindex: "0", role: "group", "aria-label": t("progress.slow") },
    h(
      "table", {},
      h("thead", {}, h("tr", {}, ["slow.scene", "slow.clips", "slow.average", "slow.most"].map((each) => h("th", { scope: "col", class: each === "slow.scene" ? null : "number" }, t(each))))),
      h("tbody", {}, scenes.map((each) => h(
        "tr", {}, h("th", { scope: "row" }, each.title || each.scene, each.title && [" ", h("code", { class: "small" }, each.scene)]), h("td", { class: "number" }, number(each.clips)),
        h("td", { class: "number" }, `${number(each.average_ms / 1000, 2)} s`), h("td", { class: "number" }, `${number(each.most_ms / 1000, 2)} s`),
      ))),
    ),
  ));
}
