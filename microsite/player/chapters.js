// The chapters: those of the film's way and those the viewer has been to; and what was chosen.

import { make } from "./dom.js";
import { drawer } from "./drawer.js";
import { icon } from "./icons.js";
import { button } from "./panels.js";

export class Chapters {
  /** `actions`: jump(id), again, restart, read, close. */
  constructor(story, actions) {
    this.story = story;
    this.actions = actions;
    this.list = make("ol", { class: "chapter-list" });
    this.path = make("ol", { class: "path" });
    const { words } = story;
    this.chosen = make("div", { hidden: true }, make("h3", {}, words.path), this.path);
    this.element = drawer(
      "chapters",
      words.chapters,
      words,
      actions.close,
      this.list,
      this.chosen,
      make(
        "div",
        { class: "ways" },
        button(words.again, "again", actions.again, "plain-way"),
        button(words.restart, "back", actions.restart, "plain-way"),
        button(words.read, "text", actions.read, "plain-way")
      )
    );
  }

  /** Shows where the viewer is now, and how. */
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
        make("span", { lang: story.lang }, story.scenes[id].title),
        story.scenes[id].aside ? make("small", {}, story.words.aside) : null
      );
      this.list.append(make("li", {}, chapter));
    }
    this.path.textContent = "";
    for (const { id, label } of journey.path) {
      const taken = { type: "button", class: "taken", on: { click: () => actions.jump(id) } };
      this.path.append(make("li", {}, make("button", taken, icon("done"), make("span", {}, label))));
    }
    this.chosen.hidden = !journey.path.length;
  }
}
