// <sollecito-film>: the player. Give it a story by the attribute `story` (the id of a JSON block),
// the property `story`, or the attribute `src` (the address of a JSON file), call start() inside a
// touch, and listen to its "sollecito" events. docs/player.md says all of it.

import { FilmControls } from "./controls.js";
import { fill } from "./dom.js";
import { choicePanel, endPanel, failedPanel, popupPanel, resumePanel } from "./panels.js";
import { line } from "./preloading.js";
import { still } from "./stage.js";

const KEEP_EVERY_MS = 4000;
const LAST_MS = 400;
const NETWORK = 2;

export class Film extends FilmControls {
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
      this.stage.focusTop();
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
    this.stage.opened = performance.now(); // the page moves under the finger
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

  /** A pop-up was touched: it leads away from the film, or explains. */
  takePopup(popup, opener) {
    if (popup.text) this.openPopup(popup, opener);
    else {
      this.pause();
      if (popup.pay) this.tell("cta.clicked", null, "pay");
      else this.leaveFor(popup.form);
    }
  }

  openPopup(popup, opener) {
    if (this.waiting === "popup") return;
    const { panel } = this.stage;
    this.asked = { waiting: this.waiting, panel, playing: !this.screen.paused, opener };
    this.waiting = "popup";
    this.screen.pause();
    this.tell("popup.opened", null, String(popup.number));
    this.open(popupPanel(popup, this.story, () => this.closePopup()));
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

  /** Asks for the scene's files anew; resolves to whether all are in memory. */
  async fetchClip() {
    const files = this.filesOf(this.journey.here);
    for (const file of files) this.files.drop(file);
    // What was given up ends first: a file is asked for once at a time.
    await Promise.all(files.map((file) => this.files.loading.get(file)));
    await Promise.all(files.map((file) => this.files.load(file, Infinity)));
    return files.every((file) => this.files.held.has(file));
  }

  /** The clip does not go on: "network", "hanging" or "broken". */
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
    this.trouble.rest();
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
    this.tell("clip.failed", null, why === "hanging" ? "network" : why);
    const goOn = () => {
      this.trouble.calm();
      this.waiting = null;
      this.stage.focus();
      this.open(null);
      this.over();
    };
    const retry = () => this.retry(ms);
    this.open(failedPanel(this.story, scene, why, retry, goOn));
  }
}

customElements.define("sollecito-film", Film);
