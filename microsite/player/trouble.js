// A clip that does not come: tried again, then its text is offered while the trying goes on; taken up
// when the line is back.

const WAITS_MS = [0, 2000];

/** How long a clip may be on its way while its text is read, before it is asked for anew. */
const TRIES_MS = [15000, 30000, 60000];

export class Trouble {
  /**
   * `film`: retry(ms) plays the scene again from there, giveUp(why, ms) offers its text,
   * waits(text) says that it is being tried again, fetch() asks for the clip's bytes and resolves to
   * whether they are here. `why` is "network" (an answer that failed), "hanging" (none) or "broken".
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

  /** Somebody tries anew: nothing more is tried by itself. */
  rest() {
    this.lost = null;
    clearTimeout(this.timer);
  }

  /** The clip stopped at `ms`. */
  met(why, ms) {
    clearTimeout(this.timer);
    const offline = navigator.onLine === false;
    // Who has waited for a clip that hangs has waited enough.
    const waits = why === "hanging" ? [] : why === "broken" ? WAITS_MS.slice(0, 1) : WAITS_MS;
    if (offline || this.tries >= waits.length) {
      this.tries = 0;
      this.lost = offline || why !== "broken" ? { ms } : null;
      this.film.giveUp(offline ? "offline" : why, ms);
      if (why === "hanging" && !offline) this.goOnTrying(0);
      return;
    }
    const wait = waits[this.tries++];
    if (wait) this.film.waits(this.words.retrying);
    this.timer = setTimeout(() => this.film.retry(ms), wait);
  }

  /** Asks for the clip while its text is read; when it is here, the film goes on by itself. */
  goOnTrying(turn) {
    const { lost } = this;
    this.film.fetch().then((here) => {
      if (here && lost && lost === this.lost) this.film.retry(lost.ms);
    });
    const wait = TRIES_MS[Math.min(turn, TRIES_MS.length - 1)];
    this.timer = setTimeout(() => this.goOnTrying(turn + 1), wait);
  }
}
