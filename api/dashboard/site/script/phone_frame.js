// A person's page as it looks on a phone of 360 by 740 pixels.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { linkButton, notice } from "./parts.js";
import { t } from "./words.js";

/** Returns the phone; where the page is not served here, a link to it. */
export function phoneFrame(person, campaign) {
  const screen = h("div", { class: "screen" });
  const node = h("div", { class: "phone-box" }, h("div", { class: "phone" }, screen));
  if (!person.preview) {
    fill(screen, h("div", { class: "dark-screen" }, icon("clock"), h("p", {}, t(person.status === "withdrawn" ? "phone.withdrawn" : "phone.none"))));
    return node;
  }
  const address = `..${person.preview}`;
  fetch(address, { method: "HEAD", credentials: "omit", cache: "no-store" }).then((answer) => {
    if (answer.ok) {
      fill(screen, h("iframe", {
        src: address, title: t("phone.title"), referrerpolicy: "no-referrer",
      }));
      return;
    }
    fill(node, elsewhere(person, campaign));
  }).catch(() => fill(node, elsewhere(person, campaign)));
  return node;
}

function elsewhere(person, campaign) {
  return notice(
    "plain", t(campaign.state === "ended" ? "phone.ended" : "phone.elsewhere"),
    campaign.state !== "ended" && h("p", {}, t("phone.elsewhere_do")),
    campaign.state !== "ended" && linkButton(t("phone.link"), person.link, { sign: "open", target: "_blank", rel: "noopener noreferrer" }),
  );
}
