// Fills the window; where the browser lets an element fill the screen, that too. (The native full
// screen of an iPhone takes the video alone and would hide choices and captions.)

export class Large {
  /** `changed(large)` is called when the element fills the window, or no longer does. */
  constructor(element, changed) {
    this.element = element;
    this.changed = changed;
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement && this.on) this.fill(false);
    });
  }

  get on() {
    return this.element.classList.contains("large");
  }

  toggle() {
    const large = !this.on;
    this.fill(large);
    if (large && this.element.requestFullscreen) this.element.requestFullscreen().catch(() => {});
    if (!large && document.fullscreenElement === this.element) document.exitFullscreen();
  }

  fill(large) {
    this.element.classList.toggle("large", large);
    document.documentElement.classList.toggle("film-large", large);
    this.changed(large);
  }
}
