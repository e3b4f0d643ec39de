// The dashboard's frame: who is signed in, which view is shown, where the reader's place is.

import { get, Problem, whenSignedOut } from "./client.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { button, problemNotice } from "./parts.js";
import { resolve, route, to } from "./router.js";
import { forget, keep, may, session } from "./session.js";
import { forgetTold, liveRegion, tell } from "./telling.js";
import { campaignView } from "./views/campaign.js";
import { campaignsView } from "./views/campaigns.js";
import { keysView } from "./views/keys.js";
import { newCampaignView } from "./views/new_campaign.js";
import { signInView } from "./views/sign_in.js";
import { currentLanguage, languages, loadWords, t } from "./words.js";

const LANGUAGE_NAMES = { en: "English", it: "Italiano" };

route("/", campaignsView);
route("/campaigns", campaignsView);
route("/new", newCampaignView);
route("/keys", keysView);
route("/campaigns/:name", campaignView);
route("/campaigns/:name/:part", campaignView);
route("/campaigns/:name/:part/:id", campaignView);

const app = document.getElementById("app");
const main = h("main", { id: "main", tabindex: "-1" });
const head = h("header", { class: "head" });
const skip = h("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } });
let leaving = new AbortController();
let shown = "";

function languageChoice() {
  const select = h(
    "select", { "aria-label": t("head.language"), onchange: async () => {
      await loadWords(select.value);
      show();
    } },
    languages().map((each) => h("option", { value: each, lang: each }, LANGUAGE_NAMES[each])),
  );
  select.value = currentLanguage();
  return h("span", { class: "language" }, icon("world"), select);
}

function drawHead() {
  const here = location.hash;
  skip.textContent = t("head.skip");
  const entry = (words, href, inside) => h(
    "a", { href, "aria-current": inside ? "page" : null }, words,
  );
  fill(
    head,
    h(
      "div", { class: "head-in" },
      h("a", { class: "brand", href: to() }, mark(), h("span", {}, "Sollecito")),
      session.me && h(
        "nav", { "aria-label": t("head.sections") },
        may("read") && entry(t("head.campaigns"), to(), !here.startsWith("#/keys")),
        may("admin") && entry(t("head.keys"), to("keys"), here.startsWith("#/keys")),
      ),
      h(
        "div", { class: "head-end" },
        languageChoice(),
        session.me && h("span", { class: "who" }, icon("key"), h("span", {}, session.me.label)),
        session.me && button(t("head.out"), { sign: "out", kind: "onhead", onclick: () => signOut(false) }),
      ),
    ),
  );
}

function mark() {
  const place = new URL("../mark.svg", import.meta.url);
  return h("img", { src: place.pathname, alt: "", width: 32, height: 32 });
}

function signOut(ended) {
  forget();
  show({ ended });
}

/** Shows the view of the address; what the one before was doing ends. */
async function show({ ended = false } = {}) {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  forgetTold();
  const first = !main.isConnected;
  if (first) draw();
  drawHead();
  let title = t("signin.title");
  try {
    if (!session.me) {
      fill(main, signInView({ ended, signedIn: async (key, me) => { keep(key, me); await show(); } }));
    } else {
      const found = resolve(location.hash || "#/");
      const place = { signal, state: history.state || {}, params: found ? found.params : {}, refresh: () => show() };
      const sameCampaign = shown && shown === place.params.name;
      if (!sameCampaign) fill(main, h("p", { class: "loading" }, t("view.loading")));
      const view = found ? await found.view(place) : { title: t("view.none"), node: nothing() };
      if (signal.aborted) return;
      title = view.title;
      shown = place.params.name || "";
      fill(main, view.node);
    }
  } catch (problem) {
    if (signal.aborted || !session.me) return;
    title = t("view.problem");
    shown = "";
    fill(main, h("h1", { tabindex: "-1" }, title), problemNotice(problem), retry());
  }
  document.title = `${title} · Sollecito`;
  drawHead();
  const heading = main.querySelector("[data-focus]") || main.querySelector("h1");
  if (!first || !session.me) (heading || main).focus();
  const tab = main.querySelector(".tabs [aria-current]");
  if (tab) tab.scrollIntoView({ block: "nearest", inline: "center" });
  if (!first) scrollTo(0, 0);
}

function nothing() {
  return [h("h1", { tabindex: "-1" }, t("view.none")), h("p", {}, h("a", { href: to() }, t("view.home")))];
}

function retry() {
  return h("p", {}, button(t("view.again"), { sign: "repeat", onclick: () => show() }));
}

function draw() {
  fill(app, skip, head, main, liveRegion());
}

async function begin() {
  await loadWords();
  whenSignedOut(() => { if (session.me) signOut(true); });
  addEventListener("popstate", () => show());
  addEventListener("sollecito-go", () => show());
  if (session.key) {
    try {
      session.me = await get("/me");
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) {
        forget();
        return show({ ended: true });
      }
      draw();
      fill(main, problemNotice(problem), button(t("view.again"), { onclick: () => location.reload() }));
      return tell(t("problem.unreached"));
    }
  }
  return show();
}

begin();
