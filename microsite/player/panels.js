// What stands beside the picture when the story waits: a choice, the end, a pop-up, a notice.

import { fill, make } from "./dom.js";
import { icon } from "./icons.js";

let ids = 0;

/** A text of the story's author: the player's own words may be in another language. */
function inLanguage(text, lang) {
  return make("span", { lang }, text);
}

/** A panel with a heading that takes the focus, so that screen readers say what is asked. */
export function panel(kind, heading, ...children) {
  const id = "film-panel-" + ++ids;
  const title = make("h2", { id, tabindex: "-1" }, heading);
  return make("section", { class: "panel " + kind, "aria-labelledby": id }, title, ...children);
}

export function button(label, iconName, listener, kind) {
  return make(
    "button",
    { type: "button", class: "way " + (kind || ""), on: { click: listener } },
    iconName ? icon(iconName) : null,
    make("span", {}, label)
  );
}

function payLink(label, address, listener, picture, digit) {
  return make(
    "a",
    { class: "way", href: address, "data-pay": true, rel: "noreferrer", on: { click: listener } },
    picture || icon("card"),
    make("span", {}, label),
    digit || null
  );
}

/**
 * The ways on at a choice. `actions`: choose(option) for all of them, near(option) when one may be
 * taken soon, again.
 */
export function choicePanel(choice, story, root, pay, actions) {
  const { words, lang } = story;
  const many = choice.options.length > 1;
  const ways = choice.options.map((option, at) => {
    const file = option.icon && story.icons && story.icons[option.icon];
    const source = root + "static/" + file;
    const picture = make(
      "span",
      { class: "way-icon" },
      file ? make("img", { src: source, alt: "", width: 24, height: 24 }) : icon("on")
    );
    const digit = many && at < 9 ? make("kbd", { "aria-hidden": "true" }, String(at + 1)) : null;
    if (option.pay) return payLink(inLanguage(option.label, lang), pay, () => actions.choose(option), picture, digit);
    const near = () => actions.near(option);
    return make(
      "button",
      {
        type: "button",
        class: "way",
        on: { click: () => actions.choose(option), pointerenter: near, pointerdown: near, focus: near },
      },
      picture,
      inLanguage(option.label, lang),
      digit
    );
  });
  return panel(
    "choice",
    inLanguage(choice.ask, lang),
    make("p", { class: "unseen" }, fill(words.keys, { count: Math.min(9, ways.length) })),
    make("div", { class: "ways" }, ...ways),
    button(words.again, "again", actions.again, "plain-way")
  );
}

/** The story is over: pay, read, or see it again. */
export function endPanel(story, pay, read, restart, paid) {
  const { words } = story;
  return panel(
    "end",
    words.ended,
    make("p", {}, words.ended_text),
    make(
      "div",
      { class: "ways" },
      payLink(words.pay, pay, paid),
      button(words.read, "text", read),
      button(words.restart, "again", restart)
    )
  );
}

/** A clip does not open: what it says, and two ways on. Nothing here goes away by itself. */
export function failedPanel({ words, lang }, scene, why, retry, goOn) {
  const offline = why === "offline";
  const more = { offline: words.offline_text, hanging: words.retrying }[why];
  const lines = scene.cues.map((cue) => make("p", { class: "said", lang }, cue[2]));
  if (scene.description) lines.push(make("p", { lang }, fill(words.described, { text: scene.description })));
  return panel(
    "failed",
    offline ? words.offline : words.failed,
    more ? make("p", {}, more) : null,
    make(
      "div",
      { class: "ways" },
      button(words.go_on, "on", goOn),
      button(words.retry, "again", retry)
    ),
    lines.length ? make("p", {}, words.failed_text) : null,
    ...lines
  );
}

/** What a pop-up explains; the film waits behind it. */
export function popupPanel(popup, { words, lang }, close) {
  return panel(
    "popup-panel",
    inLanguage(popup.title, lang),
    ...popup.text.map((text) => make("p", { lang }, text)),
    make("div", { class: "ways" }, button(words.popup_close, "play", close))
  );
}

/** The film was left in the middle: go on from there, or begin again. */
export function resumePanel(words, title, goOn, restart) {
  return panel(
    "resume",
    words.resume,
    make("p", {}, fill(words.resume_text, { title })),
    make(
      "div",
      { class: "ways" },
      button(words.resume_on, "play", goOn),
      button(words.restart, "again", restart)
    )
  );
}
