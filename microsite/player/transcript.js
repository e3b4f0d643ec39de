// All that is said, in words that follow the voice; a touch on a sentence goes there.

import { fill, make, scrollTo } from "./dom.js";
import { drawer } from "./drawer.js";

/** The sentences of a scene: {ms, text}. */
function sentences({ cues, sentences: firsts }) {
  const begins = firsts || cues.map((cue, at) => at);
  return begins.map((first, at) => {
    const parts = cues.slice(first, begins[at + 1]).map((cue) => cue[2]);
    return { ms: cues[first][0], text: parts.join("\n").replace(/-\n/g, "-").replace(/\n/g, " ") };
  });
}

export class Transcript {
  /** `actions`: jump(id, ms), popup(popup, kind) makes a button, close. */
  constructor(story, actions) {
    this.story = story;
    this.actions = actions;
    this.shown = "";
    this.list = make("div", { class: "lines", lang: story.lang, dir: story.dir });
    this.element = drawer("reading", story.words.text, story.words, actions.close, this.list);
  }

  /** Shows the scenes of the film's way and those the viewer has been to. */
  update(journey) {
    const { order, defaultPath } = this.story;
    const ids = order.filter((id) => defaultPath.includes(id) || journey.seen.has(id));
    if (ids.join() === this.shown) return;
    this.shown = ids.join();
    this.said = {};
    this.current = null;
    this.list.textContent = "";
    for (const id of ids) this.list.append(...this.scene(id));
  }

  scene(id) {
    const scene = this.story.scenes[id];
    const { words } = this.story;
    this.said[id] = sentences(scene).map(({ ms, text }) => ({
      ms,
      element: make(
        "button",
        { type: "button", class: "line", on: { click: () => this.actions.jump(id, ms) } },
        text
      ),
    }));
    const popups = (scene.popups || []).map((popup) => this.actions.popup(popup, "line asks"));
    return [
      make("h3", {}, scene.title),
      scene.description
        ? make("p", { class: "seen-text" }, fill(words.described, { text: scene.description }))
        : null,
      ...this.said[id].map(({ element }) => element),
      ...popups,
    ].filter(Boolean);
  }

  /** Marks what is said `ms` after the start of a scene and keeps it in sight. */
  follow(id, ms) {
    const lines = this.said[id] || [];
    const now = lines.filter((line) => line.ms <= ms + 1).pop() || lines[0];
    const element = now ? now.element : null;
    if (element === this.current) return;
    if (this.current) this.current.removeAttribute("aria-current");
    this.current = element;
    if (!element) return;
    element.setAttribute("aria-current", "true");
    if (!this.list.contains(document.activeElement)) scrollTo(this.list, element);
  }
}
