// Notices a clip that should be playing and gets nowhere: a line that was cut off or a server that
// says nothing. Browsers ask again and again without an "error" event, and would wait for ever.

const LOOK_MS = 500;

export class Watchdog {
  /** `due()`: whether the clip should be moving now. `stuck()` is called when it does not. */
  constructor(screen, due, stuck) {
    this.screen = screen;
    this.due = due;
    this.stuck = stuck;
    /** How long nothing at all may move, neither the picture nor the line. */
    this.patience = 8000;
    /** How long the line may bring bytes that move neither the picture nor what is buffered. */
    this.lenience = 30000;
    this.calm();
    setInterval(() => this.look(), LOOK_MS);
  }

  /** Another clip is awaited: counts from nothing. */
  calm() {
    this.still = 0;
    this.vain = 0;
    this.mark = "";
  }

  /** The line brings something. */
  fed() {
    this.still = 0;
  }

  // Looks are counted, not the clock: a phone that slept has not waited.
  look() {
    if (!this.due() || document.hidden) {
      this.calm();
      return;
    }
    const mark = this.screen.mark;
    if (mark !== this.mark) {
      this.calm();
      this.mark = mark;
      return;
    }
    this.still += LOOK_MS;
    this.vain += LOOK_MS;
    if (this.still < this.patience && this.vain < this.lenience) return;
    this.calm();
    this.stuck();
  }
}
