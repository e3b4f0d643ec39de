// Two <video> elements that take turns: one plays, the other holds what comes next.
// Phones let a video speak only after it was started in a touch, so both are started in the first
// one and then reused for the whole story.

import { make } from "./dom.js";

const FORWARDED = "timeupdate ended waiting playing pause play error progress".split(" ");
const NEAR_S = 0.02;
const HAS_PICTURE = 2;

export class Screen {
  /** `tell(type)` is called for the events of the video that is shown. */
  constructor(size, tell) {
    this.tell = tell;
    this.videos = [0, 1].map(() => {
      const video = make("video", {
        playsinline: true,
        "webkit-playsinline": true,
        disableremoteplayback: true,
        preload: "auto",
        width: size[0],
        height: size[1],
        "aria-hidden": "true",
      });
      for (const type of FORWARDED) {
        video.addEventListener(type, () => {
          if (video === this.front) this.tell(type);
        });
      }
      // Some browsers forget a place that was asked for before they knew the clip's length.
      video.addEventListener("loadedmetadata", () => {
        if (video === this.front && video.currentTime < this.start - NEAR_S) this.seek(this.start * 1000);
      });
      return video;
    });
    this.front = this.videos[0];
    this.turn = 0;
    this.start = 0;
  }

  get spare() {
    return this.videos[this.front === this.videos[0] ? 1 : 0];
  }

  /** Whether the cut is over and the spare element is free. */
  get settled() {
    return this.front.classList.contains("front");
  }

  /** Starts both elements; must be called inside the first touch. */
  unlock() {
    for (const video of this.videos) {
      const started = video.play();
      if (started) started.catch(() => {});
      video.pause();
    }
  }

  /** Puts a source into the element that is not shown: its first picture is there at the cut. */
  prepare(source) {
    if (this.spare.getAttribute("src") !== source) this.spare.src = source;
  }

  /**
   * Cuts to a source and plays it from `ms` on; with `hold` it waits on its first picture. `fresh`
   * loads it anew into the element that is shown. A picture that is there is shown at once, else
   * the old one stays until the new one moves. Resolves to "playing", "held", "refused" (the
   * browser wants a touch) or "stale" (something else was asked for meanwhile, or the source
   * failed, which its "error" event tells).
   */
  async show(source, { fresh, ms = 0, hold } = {}) {
    const turn = ++this.turn;
    const next = fresh ? this.front : this.spare;
    const old = this.front;
    this.start = ms / 1000;
    if (fresh || next.error || next.getAttribute("src") !== source) next.src = source;
    const there = Math.abs(next.currentTime - this.start) < NEAR_S;
    if (!there) next.currentTime = this.start;
    next.muted = old.muted;
    this.front = next;
    if (there && next.readyState >= HAS_PICTURE) this.reveal();
    if (old !== next) old.pause();
    const result = hold ? await this.picture(next) : await this.play();
    if (turn !== this.turn) return "stale";
    this.reveal();
    return result;
  }

  /** Resolves once a video has the picture it was sent to. */
  picture(video) {
    const there = () => video.readyState >= HAS_PICTURE && !video.seeking;
    if (there()) return Promise.resolve("held");
    // "loadeddata" comes once for a source: a clip that was here before tells of its place alone.
    const types = ["loadeddata", "seeked", "canplay"];
    return new Promise((resolve) => {
      const look = () => {
        if (!there()) return;
        for (const type of types) video.removeEventListener(type, look);
        resolve("held");
      };
      for (const type of types) video.addEventListener(type, look);
    });
  }

  reveal() {
    this.front.classList.add("front");
    this.spare.classList.remove("front");
  }

  async play() {
    const video = this.front;
    try {
      await video.play();
      return "playing";
    } catch (error) {
      return error.name === "NotAllowedError" ? "refused" : "stale";
    }
  }

  pause() {
    this.front.pause();
  }

  /** Takes the source away, so that the browser stops asking for it. */
  stop() {
    this.turn++;
    this.front.removeAttribute("src");
    this.front.load();
  }

  /** Changes whenever the picture moves or more of the clip has come. */
  get mark() {
    const { buffered, currentTime } = this.front;
    const ends = [];
    for (let at = 0; at < buffered.length; at++) ends.push(buffered.end(at));
    return [currentTime, ...ends].join(" ");
  }

  get paused() {
    return this.front.paused;
  }

  get ms() {
    return this.front.currentTime * 1000;
  }

  seek(ms) {
    this.front.currentTime = Math.max(0, ms / 1000);
  }

  /** Whether the whole clip is here, so that the line is free for the next ones. */
  get complete() {
    const { buffered, duration } = this.front;
    return buffered.length > 0 && buffered.end(buffered.length - 1) >= duration - 0.4;
  }

  get muted() {
    return this.front.muted;
  }

  set muted(muted) {
    for (const video of this.videos) video.muted = muted;
  }
}
