// A clip that does not come: tried again after a while, then given up; taken up again when the line
// is back.

const WAITS_MS = [0, 2000];

export class Trouble {
  /**
   * `film`: retry(ms) plays the scene again from there, giveUp(why, ms) offers its text,
   * waits(text) says that it is being tried again. `why` is "network" or "broken".
   */
  constructor(film, words) {
    this.film = film;
    this.words = words;
    this.calm();
    this.back = () => {
      if (this.lost) this.film.retry(this.lost.ms);
    };
    window.addEventListener("online", this.back);
  }

  /** Another scene, or the picture moves again. */
  calm() {
    this.tries = 0;
    this.lost = null;
    clearTimeout(this.timer);
  }

  /** The clip stopped at `ms`. */
  met(why, ms) {
    clearTimeout(this.timer);
    const waits = why === "broken" ? WAITS_MS.slice(0, 1) : WAITS_MS;
    if (navigator.onLine === false || this.tries >= waits.length) {
      const offline = navigator.onLine === false;
      this.tries = 0;
      this.lost = offline || why === "network" ? { ms } : null;
      this.film.giveUp(offline ? "offline" : why, ms);
      return;
    }
    const wait = waits[this.tries++];
    if (wait) this.film.waits(this.words.retrying);
    this.timer = setTimeout(() => this.film.retry(ms), wait);
  }
}
