// The element as pages see it: where its story comes from, and how it is started and paused.
// film.js is the story and the picture, controls.js what the viewer does.

import { Bookmark } from "./bookmark.js";
import { Clips } from "./clips.js";
import { press } from "./keys.js";
import { furnish } from "./parts.js";

export class FilmElement extends HTMLElement {
  connectedCallback() {
    if (!this.hidden) this.offer();
  }

  set story(story) {
    this.data = story;
    this.payByStory();
    if (this.isConnected && !this.hidden) this.offer();
  }

  get story() {
    const block = !this.data && document.getElementById(this.getAttribute("story"));
    if (block) this.data = JSON.parse(block.textContent);
    if (block) this.payByStory();
    return this.data || null;
  }

  /** Where the pay links lead; a page may replace it by an address that counts. */
  set pay(address) {
    this.payGiven = true;
    this.payAt(address);
  }

  payByStory() {
    if (!this.payGiven) this.payAt(this.data.pay);
  }

  payAt(address) {
    this.payAddress = address;
    // A choice that an explanation covers stands nowhere for that while.
    const covered = this.asked && this.asked.panel;
    for (const part of [this, covered]) {
      if (part) for (const link of part.querySelectorAll("[data-pay]")) link.href = address;
    }
  }

  /** A function that is asked for each clip: NAME.mp4 → Promise of Blob, ArrayBuffer or address. */
  set clips(give) {
    this.give = give;
    if (this.files) this.files.give = give;
  }

  /** Loads the story where it is a file. */
  async load() {
    const source = this.getAttribute("src");
    if (this.story || !source) return;
    const address = new URL(source, document.baseURI).href;
    const answer = await fetch(address);
    if (!answer.ok) throw new Error("The story could not be loaded: " + answer.status);
    this.base = address;
    this.story = await answer.json();
  }

  /** Shows the picture's frame with a large button that starts the film. */
  offer() {
    this.load()
      .then(() => {
        if (!this.story || this.stage) return;
        this.build();
        this.stage.offerTouch(true);
      })
      .catch(() => this.dispatchEvent(new Event("error")));
  }

  /** Starts the story, or starts it again. Must be called inside a touch or a key press. */
  start() {
    if (!this.story) {
      this.load().then(() => this.story && this.start());
      return;
    }
    this.build();
    if (this.begun) {
      this.jump(this.story.start);
      return;
    }
    this.begun = true;
    this.stage.touched();
    this.screen.unlock();
    this.stage.focus();
    const kept = this.bookmark.read();
    if (kept) this.askResume(kept);
    else this.begin();
  }

  /** Pauses, as when the viewer turns to the text. */
  pause() {
    if (this.screen) this.screen.pause();
  }

  tell(type, scene, value) {
    const detail = { type, scene: scene || (this.journey && this.journey.here) || null, value };
    this.dispatchEvent(new CustomEvent("sollecito", { bubbles: true, detail }));
  }

  build() {
    this.hidden = false;
    if (this.stage) return;
    const root = new URL(this.story.root || "./", this.base || document.baseURI).href;
    this.files = new Clips(root, this.give);
    this.bookmark = new Bookmark(this.story);
    this.soundless = new Set();
    this.entering = 0;
    furnish(this);
    this.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.begun) return;
      if (press(this, event)) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.pause();
    });
    if (this.story.wordsLang) this.setAttribute("lang", this.story.wordsLang);
    this.append(this.stage.element);
    this.apply();
  }
}
