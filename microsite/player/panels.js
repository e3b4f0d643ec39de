// What stands beside the picture when the story waits: a choice, the end, a notice, the chapters.

import { fill, icon, make } from "./dom.js";

let ids = 0;

/** A panel with a heading that takes the focus, so that screen readers say what is asked. */
function panel(kind, heading, ...children) {
  const id = "film-panel-" + ++ids;
  const title = make("h2", { id, tabindex: "-1" }, heading);
  return make("section", { class: "panel " + kind, "aria-labelledby": id }, title, ...children);
}

function button(label, iconName, listener, kind) {
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

/** The ways on at a choice; `choose(option)` is called for those that lead to a scene. */
export function choicePanel(choice, story, pay, choose, again) {
  const { words } = story;
  const many = choice.options.length > 1;
  const ways = choice.options.map((option, at) => {
    const file = option.icon && story.icons[option.icon];
    const source = story.root + "static/" + file;
    const picture = make(
      "span",
      { class: "way-icon" },
      file ? make("img", { src: source, alt: "", width: 24, height: 24 }) : icon("on")
    );
    const digit = many && at < 9 ? make("kbd", { "aria-hidden": "true" }, String(at + 1)) : null;
    if (option.pay) return payLink(option.label, pay, () => choose(option), picture, digit);
    return make(
      "button",
      { type: "button", class: "way", on: { click: () => choose(option) } },
      picture,
      make("span", {}, option.label),
      digit
    );
  });
  return panel(
    "choice",
    choice.ask,
    make("p", { class: "unseen" }, fill(words.keys, { count: Math.min(9, ways.length) })),
    make("div", { class: "ways" }, ...ways),
    button(words.again, "again", again, "plain-way")
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
export function failedPanel(story, scene, retry, goOn) {
  const { words } = story;
  const lines = scene.cues.map((cue) => make("p", { class: "said" }, cue[2]));
  return panel(
    "failed",
    words.failed,
    lines.length ? make("p", {}, words.failed_text) : null,
    ...lines,
    make(
      "div",
      { class: "ways" },
      button(words.go_on, "on", goOn),
      button(words.retry, "again", retry)
    )
  );
}

/**
 * The chapters: those of the film's way and those the viewer has been to. Beside the picture where
 * there is room, else shown by a key of the deck.
 */
export class Chapters {
  /** `actions`: jump(id), again, restart, read, close. */
  constructor(story, actions) {
    this.story = story;
    this.actions = actions;
    this.list = make("ol", {});
    const { words } = story;
    this.element = panel(
      "chapters",
      words.chapters,
      make(
        "button",
        { type: "button", class: "close", "aria-label": words.close, on: { click: actions.close } },
        icon("close")
      ),
      this.list,
      make(
        "div",
        { class: "ways" },
        button(words.again, "again", actions.again, "plain-way"),
        button(words.restart, "back", actions.restart, "plain-way"),
        button(words.read, "text", actions.read, "plain-way")
      )
    );
  }

  /** Shows where the viewer is now. */
  update(journey) {
    const { story, actions } = this;
    const { order, defaultPath } = story;
    const shown = order.filter((id) => defaultPath.includes(id) || journey.seen.has(id));
    this.list.textContent = "";
    for (const id of shown) {
      const chapter = make(
        "button",
        {
          type: "button",
          class: "chapter" + (journey.seen.has(id) ? " seen" : ""),
          "aria-current": id === journey.here ? "true" : null,
          on: { click: () => actions.jump(id) },
        },
        make("span", {}, story.scenes[id].title),
        story.scenes[id].aside ? make("small", {}, story.words.aside) : null
      );
      this.list.append(make("li", {}, chapter));
    }
  }

  focus() {
    this.element.firstChild.focus({ preventScroll: true });
  }
}
