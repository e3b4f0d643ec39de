// <sollecito-film>: the player. Give it a story by the attribute `story` (the id of a JSON block),
// the property `story`, or the attribute `src` (the address of a JSON file), call start() inside a
// touch, and listen to its "sollecito" events. docs/player.md says all of it.

import { Bookmark } from "./bookmark.js";
import { Clips } from "./clips.js";
import { fill } from "./dom.js";
import { press } from "./keys.js";
import { choicePanel, endPanel, failedPanel, popupPanel, resumePanel } from "./panels.js";
import { furnish } from "./parts.js";
import { line } from "./preloading.js";
import { still } from "./stage.js";

const KEEP_EVERY_MS = 4000;
const LAST_MS = 400;
const NETWORK = 2;

export class Film extends HTMLElement {
  connectedCallback() {
    if (!this.hidden) this.offer();
  }

  set story(story) {
    this.data = story;
    this.pay = story.pay;
    if (this.isConnected && !this.hidden) this.offer();
  }

  get story() {
    const block = !this.data && document.getElementById(this.getAttribute("story"));
    if (block) this.data = JSON.parse(block.textContent);
    if (block) this.pay = this.data.pay;
    return this.data || null;
  }

  /** Where the pay links lead; a page may replace it by an address that counts. */
  set pay(address) {
    this.payAddress = address;
    for (const link of this.querySelectorAll("[data-pay]")) link.href = address;
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
    this.append(this.stage.element);
    this.apply();
  }

  // --- the story -------------------------------------------------------------------------------

  begin() {
    this.tell("video.started", this.story.start);
    this.enter(this.journey.jump(this.story.start));
  }

  /** Asks whether to go on where the viewer left. */
  askResume({ trail, ms }) {
    const { id } = trail[trail.length - 1];
    const scene = this.journey.scene(id);
    this.waiting = "resume";
    this.goOn = () => {
      this.stage.focus();
      this.tell("video.started", id);
      this.enter(this.journey.restore(trail), Math.max(0, Math.min(ms, scene.ms - LAST_MS)));
    };
    const restart = () => {
      this.stage.focus();
      this.bookmark.clear();
      this.begin();
    };
    this.showStill(scene.clip + ".jpg", this.entering);
    this.open(resumePanel(this.story.words, scene.title, this.goOn, restart));
  }

  /** Shows a scene from `ms` on; `fresh` loads its clip anew. */
  async enter(id, ms = 0, fresh = false) {
    const scene = this.journey.scene(id);
    const entering = ++this.entering;
    const { deck, describing, stage, story } = this;
    this.waiting = null;
    describing.stop();
    this.preloading.calm();
    this.watchdog.calm();
    if (!fresh) this.trouble.calm();
    const tells = this.settings.get("described") && scene.description && !ms && !fresh;
    const told = tells ? fill(story.words.described, { text: scene.description }) : "";
    // The cut comes first: all that follows takes its time on a cheap phone.
    const shown = this.present(id, { ms, fresh, hold: Boolean(told) && describing.able }, entering);
    this.open(null);
    this.captions.show(null);
    stage.tellPicture(told);
    this.popups.enter(scene);
    this.chapters.update(this.journey);
    this.transcript.update(this.journey);
    this.transcript.follow(id, ms);
    deck.back(this.journey.canGoBack);
    deck.position(ms, scene.ms);
    stage.announce(fill(story.words.scene, { title: scene.title }) + (told ? ". " + told : ""));
    stage.expect();
    if (!fresh) this.tell("scene.started", id);
    this.keepPlace(ms);
    const result = await shown;
    if (entering !== this.entering) return;
    if (result === "refused") this.refused();
    if (result !== "held") return;
    stage.arrived();
    await describing.say(scene.description);
    if (entering === this.entering && !this.waiting) this.resume();
  }

  /** Puts a scene's clip on the screen, at once where it is at hand. */
  async present(id, how, entering) {
    const [file, picture] = this.filesOf(id);
    let source = this.files.now(file);
    if (!source) {
      try {
        source = await this.files.need(file);
      } catch (error) {
        if (entering === this.entering) this.stopped("broken");
        return "stale";
      }
      if (entering !== this.entering) return "stale";
    }
    if (picture) this.showStill(picture, entering);
    else this.stage.showStill("");
    return this.screen.show(source, how);
  }

  async showStill(file, entering) {
    const address = await this.files.need(file).catch(() => "");
    if (entering === this.entering) this.stage.showStill(address);
  }

  /** The files that are played of a scene: its video, or its sound and a still picture. */
  filesOf(id) {
    const { clip } = this.journey.scene(id);
    return this.stills && !this.soundless.has(clip) ? [clip + ".m4a", clip + ".jpg"] : [clip + ".mp4"];
  }

  /** Whether pictures stand still: as the viewer says, else to save data or for who wants no motion. */
  get stills() {
    const wanted = this.settings.get("pictures");
    return wanted === "auto" ? still() || line() === "frugal" : wanted === "stills";
  }

  /** The clip is over, or was given up: what follows. */
  over() {
    const next = this.journey.after();
    this.captions.show(null);
    if (next.to) this.enter(this.journey.enter(next.to));
    else if (next.choice) this.ask(next.choice);
    else if (next.back) this.enter(next.back, next.ms);
    else this.end();
  }

  ask(choice) {
    const { here } = this.journey;
    this.waiting = "choice";
    this.chapters.update(this.journey);
    this.deck.back(this.journey.canGoBack);
    this.deck.playing(false);
    this.tell("choice.shown");
    this.keepPlace(this.journey.scene(here).ms);
    this.open(
      choicePanel(choice, this.story, this.files.root, this.payAddress, {
        choose: (option) => this.choose(option),
        near: (option) => this.preloading.prepare(option.to),
        again: () => this.again(),
      })
    );
    this.stage.announce(this.story.words.waits);
    this.preloading.look(true);
  }

  choose(option) {
    const way = option.pay ? "pay" : option.form ? "form:" + option.form : option.to;
    this.tell("choice.made", null, this.journey.here + ">" + way);
    if (option.pay) this.tell("cta.clicked", null, "pay");
    else if (option.form) this.leaveFor(option.form);
    else {
      this.stage.focus();
      this.enter(this.journey.choose(option.to, option.label));
    }
  }

  end() {
    this.waiting = "end";
    this.bookmark.clear();
    this.deck.playing(false);
    this.progress.completed();
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
    if (this.large.on) this.large.toggle();
    this.tell("read");
  }

  /** A form of the page is wanted: the story waits at its choice, the page does the rest. */
  leaveFor(form) {
    if (this.large.on) this.large.toggle();
    this.tell("form", null, form);
  }

  /** Goes to a scene, from `ms` on; an aside comes back to where the viewer is. */
  jump(id, ms = 0) {
    const waits = this.waiting && this.waiting !== "popup";
    this.stage.focus();
    if (id === this.journey.here && !waits && ms) {
      this.waiting = null;
      this.open(null);
      this.seek(ms);
      this.resume();
    } else this.enter(this.journey.jump(id, waits ? null : this.screen.ms), ms);
  }

  goBack() {
    const id = this.journey.back();
    if (id) this.enter(id);
  }

  openPopup(popup, opener) {
    if (this.waiting === "popup") return;
    const { panel } = this.stage;
    this.asked = { waiting: this.waiting, panel, playing: !this.screen.paused, opener };
    this.waiting = "popup";
    this.screen.pause();
    this.tell("popup.opened", null, String(popup.number));
    this.open(popupPanel(popup, this.story.words, () => this.closePopup()));
  }

  /** Goes on exactly where the pop-up was opened. */
  closePopup() {
    const { waiting, panel, playing, opener } = this.asked;
    this.waiting = waiting;
    this.open(panel);
    opener.focus({ preventScroll: true });
    if (playing) this.resume();
    else if (!waiting) this.stage.offerTouch(true);
  }

  // --- the picture -----------------------------------------------------------------------------

  heard(type) {
    const id = this.journey.here;
    const scene = id && this.journey.scene(id);
    if (!scene) return;
    const { screen, stage } = this;
    if (type === "progress") this.watchdog.fed();
    if (type === "timeupdate") this.move(scene);
    else if (type === "ended") {
      this.deck.position(scene.ms, scene.ms);
      this.over();
    } else if (type === "waiting") stage.expect();
    else if (type === "error") this.stopped(screen.front.error.code === NETWORK ? "network" : "broken");
    else if (type === "progress" || type === "playing") this.preloading.look();
    if (type === "playing" || type === "timeupdate") stage.arrived();
    if (type === "playing") this.ticker.run();
    if (type === "play" || type === "pause" || type === "playing") {
      const playing = !screen.paused;
      this.deck.playing(playing);
      stage.offerTouch(!playing && !this.waiting && !screen.front.ended);
    }
    if (type === "pause") this.keepPlace(screen.ms);
    if (type === "play") {
      for (const film of document.querySelectorAll("sollecito-film")) if (film !== this) film.pause();
    }
  }

  /** With every picture: what must be in time with the voice. */
  tick() {
    const { here } = this.journey;
    if (!here || this.waiting) return;
    const { ms } = this.screen;
    this.captions.show(this.journey.scene(here), ms);
    this.transcript.follow(here, ms);
    this.popups.tick(ms);
  }

  /** A few times a second: what may take its time. */
  move(scene) {
    const { ms } = this.screen;
    this.deck.position(ms, scene.ms);
    this.progress.reached(Math.floor(this.journey.share(Math.min(ms, scene.ms)) * 100));
    if (Math.abs(ms - this.kept) > KEEP_EVERY_MS) this.keepPlace(ms);
    this.tick();
    this.preloading.look();
    this.preloading.prepare();
  }

  keepPlace(ms) {
    if (!this.journey.here || this.waiting === "end") return;
    this.kept = ms;
    this.bookmark.keep(this.journey.trail, ms);
  }

  async resume() {
    if ((await this.screen.play()) === "refused") this.refused();
  }

  refused() {
    this.stage.arrived();
    this.deck.playing(false);
    this.stage.offerTouch(true, this.story.words.refused);
  }

  /** The clip does not go on: "network" or "broken". */
  stopped(why) {
    if (this.waiting) return;
    const { here } = this.journey;
    const files = this.filesOf(here);
    const { ms } = this.screen;
    for (const file of files) this.files.drop(file);
    if (files.length > 1 && why === "broken") {
      // No sound of its own: the video has it, too.
      this.soundless.add(this.journey.scene(here).clip);
      this.enter(here, ms, true);
    } else this.trouble.met(why, ms);
  }

  retry(ms) {
    if (this.waiting && this.waiting !== "failed") return;
    if (this.waiting) this.stage.focus();
    this.enter(this.journey.here, ms, true);
  }

  /** The clip is given up: what it says is offered as text. */
  giveUp(why, ms) {
    const scene = this.journey.scene(this.journey.here);
    this.waiting = "failed";
    this.screen.stop();
    this.stage.arrived();
    this.deck.playing(false);
    this.captions.show(null);
    this.tell("clip.failed", null, why);
    const goOn = () => {
      this.trouble.calm();
      this.waiting = null;
      this.stage.focus();
      this.open(null);
      this.over();
    };
    const retry = () => this.retry(ms);
    this.open(failedPanel(this.story.words, scene, why === "offline", retry, goOn));
  }

  // --- what the viewer does ----------------------------------------------------------------------

  toggle() {
    const { screen, stage, waiting } = this;
    if (!this.begun) this.start();
    else if (waiting === "popup") this.closePopup();
    else if (waiting === "resume") this.goOn();
    else if (waiting === "end") this.jump(this.story.start);
    else if (waiting) return;
    else if (this.describing.speaking) this.describing.stop();
    else if (screen.paused) {
      if (stage.covered) this.toggleDrawer(stage.drawer);
      this.resume();
    } else {
      screen.pause();
      this.tell("video.paused", null, String(Math.round(screen.ms)));
    }
  }

  seek(ms) {
    const { here } = this.journey;
    if (this.waiting || !here) return;
    const { ms: total } = this.journey.scene(here);
    const to = Math.max(0, Math.min(ms, total - 40));
    this.screen.seek(to);
    this.deck.position(to, total);
    clearTimeout(this.seeking);
    this.seeking = setTimeout(() => this.tell("video.seeked", null, String(Math.round(to))), 400);
  }

  toggleCaptions() {
    const { words } = this.story;
    const shown = !this.captions.shown;
    this.settings.set("captions", shown);
    this.apply();
    this.stage.announce(shown ? words.captions_on : words.captions_off);
  }

  /** Without sound there are captions: what is said must not be lost. */
  toggleSound() {
    const { words } = this.story;
    this.screen.muted = !this.screen.muted;
    if (this.screen.muted && !this.captions.shown) this.toggleCaptions();
    this.apply();
    this.stage.announce(this.screen.muted ? words.sound_off : words.sound_on);
  }

  async toggleDescribed() {
    const { words } = this.story;
    const { here } = this.journey;
    const on = !this.settings.get("described");
    this.settings.set("described", on);
    this.apply();
    this.describing.stop();
    const text = on && here ? this.journey.scene(here).description : "";
    const told = text ? fill(words.described, { text }) : "";
    this.stage.tellPicture(told);
    this.stage.announce((on ? words.described_on : words.described_off) + (told ? ". " + told : ""));
    if (!told || !this.describing.able || this.waiting) return;
    const playing = !this.screen.paused;
    const { entering } = this;
    this.screen.pause();
    await this.describing.say(text);
    if (playing && entering === this.entering && !this.waiting) this.resume();
  }

  toggleLarger() {
    this.large.toggle();
  }

  /** Opens a drawer or closes it; the film waits while one stands where the picture was. */
  toggleDrawer(name) {
    const { deck, screen, stage } = this;
    const open = stage.drawer !== name;
    stage.openDrawer(open ? name : "");
    deck.drawer(stage.drawer);
    if (open && stage.covered && !screen.paused) {
      this.covered = true;
      screen.pause();
    }
    if (open) return;
    deck.parts[name].element.focus({ preventScroll: true });
    if (this.covered && !this.waiting) this.resume();
    this.covered = false;
  }

  /** Something in the settings changed. */
  apply(name) {
    const { settings, stage } = this;
    settings.show(stage.element);
    this.captions.place();
    this.deck.captions(this.captions.shown);
    if (this.describable) this.deck.press("describe", settings.get("described"));
    this.deck.sound(!this.screen.muted);
    this.settingsPanel.state(!this.screen.muted, this.large.on);
    stage.light.hidden = !(this.stills && settings.get("pictures") === "auto");
    if (name === "pictures" && this.journey.here && !this.waiting) {
      this.enter(this.journey.here, this.screen.ms, true);
    } else this.tick();
  }

  /** Shows a panel beside the picture, or none. */
  open(panel) {
    this.stage.open(panel);
    this.deck.drawer(this.stage.drawer);
  }
}

customElements.define("sollecito-film", Film);
