// <sollecito-film>: the player. Give it a story by the attribute `story` (the id of a JSON block)
// or the property `story`, call start() inside a touch, and listen to its "sollecito" events.

import { Clips } from "./clips.js";
import { Deck, STEP_MS } from "./deck.js";
import { fill } from "./dom.js";
import { Chapters, choicePanel, endPanel, failedPanel } from "./panels.js";
import { Screen } from "./screen.js";
import { Stage } from "./stage.js";
import { Journey } from "./story.js";
import { Watchdog } from "./watchdog.js";

const QUARTERS = [25, 50, 75];

export class Film extends HTMLElement {
  set story(story) {
    this.data = story;
    this.pay = story.pay;
  }

  get story() {
    if (!this.data) {
      const block = document.getElementById(this.getAttribute("story"));
      this.story = JSON.parse(block.textContent);
    }
    return this.data;
  }

  /** Where the pay links lead; a page may replace it by an address that counts. */
  set pay(address) {
    this.payAddress = address;
    for (const link of this.querySelectorAll("[data-pay]")) link.href = address;
  }

  /** Starts the story, or starts it again. Must be called inside a touch or a key press. */
  start() {
    if (this.screen) {
      this.jump(this.story.start);
      return;
    }
    this.build();
    this.screen.unlock();
    this.tell("video.started", this.story.start);
    this.jump(this.story.start);
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
    const { words, size } = this.story;
    this.journey = new Journey(this.story);
    this.clips = new Clips(this.story);
    this.screen = new Screen(size, (type) => this.heard(type));
    this.watchdog = new Watchdog(
      this.screen,
      () => Boolean(this.journey.here) && !this.waiting && !this.screen.paused,
      () => this.broken()
    );
    this.captionsShown = true;
    this.retried = new Set();
    this.quarters = new Set();
    this.deck = new Deck(words, {
      back: () => this.goBack(),
      toggle: () => this.toggle(),
      captions: () => this.toggleCaptions(),
      sound: () => this.toggleSound(),
      chapters: () => this.toggleChapters(),
      larger: () => this.toggleLarger(),
      seek: (ms) => this.seek(ms),
    });
    this.chapters = new Chapters(this.story, {
      jump: (id) => this.jump(id),
      again: () => this.again(),
      restart: () => this.jump(this.story.start),
      read: () => this.read(),
      close: () => this.toggleChapters(),
    });
    this.stage = new Stage(this.story, this.screen, this.chapters.element, this.deck.element, () =>
      this.toggle()
    );
    this.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) this.fillWindow(false);
    });
    this.deck.captions(true);
    this.deck.sound(true);
    this.deck.chapters(false);
    this.append(this.stage.element);
    this.hidden = false;
  }

  // --- the story -------------------------------------------------------------------------------

  async enter(id, fresh) {
    const scene = this.journey.scene(id);
    this.waiting = null;
    this.open(null);
    this.preloaded = false;
    this.stage.caption("");
    this.chapters.update(this.journey);
    this.deck.back(this.journey.canGoBack);
    this.deck.position(0, scene.ms);
    this.stage.announce(fill(this.story.words.scene, { title: scene.title }));
    this.stage.expect();
    this.watchdog.calm();
    if (!fresh) this.tell("scene.started", id);
    if ((await this.screen.show(this.clips.source(id), fresh)) === "refused") this.refused();
  }

  /** The clip is over, or was given up: what follows. */
  over() {
    const next = this.journey.after();
    this.stage.caption("");
    if (next.to) this.enter(this.journey.enter(next.to));
    else if (next.choice) this.ask(next.choice);
    else this.end();
  }

  ask(choice) {
    this.waiting = "choice";
    this.chapters.update(this.journey);
    this.deck.back(this.journey.canGoBack);
    this.deck.playing(false);
    this.tell("choice.shown");
    const choose = (option) => this.choose(option);
    this.open(choicePanel(choice, this.story, this.payAddress, choose, () => this.again()));
    this.clips.preload(this.journey.ahead(this.journey.here)).then(() => this.prepare());
  }

  choose(option) {
    const way = option.pay ? "pay" : option.form ? "form:" + option.form : option.to;
    this.tell("choice.made", null, this.journey.here + ">" + way);
    if (option.pay) this.tell("cta.clicked", null, "pay");
    else if (option.form) this.leaveFor(option.form);
    else {
      this.stage.focus();
      this.enter(this.journey.choose(option.to));
    }
  }

  end() {
    this.waiting = "end";
    this.deck.playing(false);
    this.reached(100);
    this.open(
      endPanel(
        this.story,
        this.payAddress,
        () => this.read(),
        () => this.jump(this.story.start),
        () => this.tell("cta.clicked", null, "pay")
      )
    );
  }

  again() {
    this.stage.focus();
    this.enter(this.journey.here);
  }

  /** The viewer would rather read: stops, and leaves the rest to the page. */
  read() {
    this.pause();
    if (this.classList.contains("large")) this.toggleLarger();
    this.tell("read");
  }

  /** A form of the page is wanted: the story waits at its choice, the page does the rest. */
  leaveFor(form) {
    if (this.classList.contains("large")) this.toggleLarger();
    this.tell("form", null, form);
  }

  jump(id) {
    this.stage.focus();
    this.enter(this.journey.jump(id));
  }

  goBack() {
    const id = this.journey.back();
    if (id) this.enter(id);
  }

  // --- the picture -----------------------------------------------------------------------------

  heard(type) {
    const id = this.journey.here;
    const scene = id && this.journey.scene(id);
    if (!scene) return;
    if (type === "progress") this.watchdog.fed();
    if (type === "timeupdate") this.tick(scene);
    else if (type === "ended") {
      this.deck.position(scene.ms, scene.ms);
      this.over();
    } else if (type === "waiting") this.stage.expect();
    else if (type === "error") this.broken();
    else if (type === "progress" || type === "playing") this.lookAhead();
    if (type === "playing" || type === "timeupdate") this.stage.arrived();
    if (type === "play" || type === "pause" || type === "playing") {
      const playing = !this.screen.paused;
      this.deck.playing(playing);
      this.stage.offerTouch(!playing && !this.waiting && !this.screen.front.ended);
    }
  }

  tick(scene) {
    const { ms } = this.screen;
    this.deck.position(ms, scene.ms);
    const cue = this.captionsShown && scene.cues.find((each) => each[0] <= ms && ms < each[1]);
    this.stage.caption(cue && !this.waiting ? cue[2] : "");
    this.reached(Math.floor(this.journey.share(Math.min(ms, scene.ms)) * 100));
    this.lookAhead();
  }

  reached(percent) {
    for (const quarter of QUARTERS) {
      if (percent >= quarter && percent < 100 && !this.quarters.has(quarter)) {
        this.quarters.add(quarter);
        this.tell("video.progress", null, String(quarter));
      }
    }
    if (percent >= 100 && !this.quarters.has(100) && this.waiting === "end") {
      this.quarters.add(100);
      this.tell("video.completed");
    }
  }

  lookAhead() {
    if (this.preloaded || !this.screen.complete) return;
    this.preloaded = true;
    this.clips.preload(this.journey.ahead(this.journey.here).slice(0, 1)).then(() => {
      this.prepare();
      return this.clips.preload(this.journey.ahead(this.journey.here));
    });
  }

  prepare() {
    const next = this.journey.ahead(this.journey.here)[0];
    if (next && this.screen.settled) this.screen.prepare(this.clips.source(next));
  }

  refused() {
    this.stage.arrived();
    this.deck.playing(false);
    this.stage.offerTouch(true, this.story.words.refused);
  }

  broken() {
    const id = this.journey.here;
    if (this.waiting) return;
    if (!this.retried.has(id)) {
      this.retried.add(id);
      this.clips.drop(id);
      this.enter(id, true);
      return;
    }
    this.waiting = "failed";
    this.screen.stop();
    this.stage.arrived();
    this.deck.playing(false);
    const retry = () => {
      this.retried.delete(id);
      this.stage.focus();
      this.enter(id, true);
    };
    const goOn = () => {
      this.waiting = null;
      this.stage.focus();
      this.open(null);
      this.over();
    };
    this.open(failedPanel(this.story, this.journey.scene(id), retry, goOn));
  }

  // --- what the viewer does ----------------------------------------------------------------------

  async toggle() {
    if (this.waiting === "choice" || this.waiting === "failed") return;
    if (this.waiting === "end") {
      this.jump(this.story.start);
    } else if (this.screen.paused) {
      if (this.stage.listing) this.toggleChapters();
      if ((await this.screen.play()) === "refused") this.refused();
    } else {
      this.screen.pause();
      this.tell("video.paused", null, String(Math.round(this.screen.ms)));
    }
  }

  seek(ms) {
    const scene = this.journey.scene(this.journey.here);
    if (this.waiting) return;
    const to = Math.max(0, Math.min(ms, scene.ms - 40));
    this.screen.seek(to);
    this.deck.position(to, scene.ms);
    clearTimeout(this.seeking);
    this.seeking = setTimeout(() => this.tell("video.seeked", null, String(Math.round(to))), 400);
  }

  toggleCaptions() {
    this.captionsShown = !this.captionsShown;
    this.deck.captions(this.captionsShown);
    this.say(this.captionsShown ? "captions_on" : "captions_off");
    this.tick(this.journey.scene(this.journey.here));
  }

  toggleSound() {
    this.screen.muted = !this.screen.muted;
    this.deck.sound(!this.screen.muted);
    this.say(this.screen.muted ? "sound_off" : "sound_on");
  }

  say(word) {
    this.stage.announce(this.story.words[word]);
  }

  /**
   * Fills the window; where the browser lets an element fill the screen, that too. (The native
   * full screen of an iPhone takes the video alone and would hide choices and captions.)
   */
  toggleLarger() {
    const large = !this.classList.contains("large");
    this.fillWindow(large);
    if (large && this.requestFullscreen) this.requestFullscreen().catch(() => {});
    if (!large && document.fullscreenElement === this) document.exitFullscreen();
  }

  fillWindow(large) {
    this.classList.toggle("large", large);
    document.documentElement.classList.toggle("film-large", large);
    this.deck.larger(large);
  }

  toggleChapters() {
    const listing = this.stage.list(!this.stage.listing);
    this.deck.chapters(listing);
    if (listing) {
      this.screen.pause();
      this.chapters.focus();
    } else {
      this.deck.parts.chapters.element.focus({ preventScroll: true });
    }
  }

  /** Shows a panel beside the picture, or none; chapters that were listed go. */
  open(panel) {
    this.deck.chapters(false);
    this.stage.open(panel);
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onControl = event.target.closest("button, a");
    const key = event.key.toLowerCase();
    const ways = this.waiting === "choice" ? this.stage.ways : [];
    if (/^[1-9]$/.test(key) && ways[key - 1] && !this.stage.listing) ways[key - 1].click();
    else if (key === " " && !onControl) this.toggle();
    else if (key === "arrowleft") this.seek(this.screen.ms - STEP_MS);
    else if (key === "arrowright") this.seek(this.screen.ms + STEP_MS);
    else if (key === "c") this.toggleCaptions();
    else if (key === "m") this.toggleSound();
    else if (key === "f") this.toggleLarger();
    else if (key === "escape" && this.stage.listing) this.toggleChapters();
    else if (key === "escape" && this.classList.contains("large")) this.toggleLarger();
    else return;
    event.preventDefault();
  }
}

customElements.define("sollecito-film", Film);
