// What the viewer does with the film: play and pause, seek, captions, sound, descriptions, drawers.

import { fill } from "./dom.js";
import { FilmElement } from "./element.js";

export class FilmControls extends FilmElement {
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
