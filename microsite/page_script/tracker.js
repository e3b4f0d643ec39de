// What happened, told to the issuer's own server: no cookie, nothing stored on the device, and
// nothing sent when there is no such server (a plain static host, a page opened from a folder).

const PAUSE_MS = 1000;
const MOST_EVENTS = 50;

/** In a frame the page is a preview: only the issuer's dashboard may show it so. Nothing counts. */
const PREVIEW = window.top !== window.self;

function newSession() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Tracker {
  constructor(story) {
    this.address = story.root + "e";
    this.token = story.token;
    this.session = newSession();
    this.number = 0;
    this.events = [];
    this.present = null;
    /** Whether asking for the server failed, which says nothing about whether there is one. */
    this.unreached = false;
  }

  /** Tells that the page was opened; resolves to whether a server counts. */
  async hello() {
    if (!/^https?:$/.test(location.protocol)) return this.found(false);
    this.note("page.viewed");
    try {
      const answer = await this.post(this.letter());
      // A server that is tired, or one in front of it, says nothing of whether messages are taken.
      this.unreached = answer.status >= 500 || answer.status === 429;
      return this.found(answer.status === 204 && answer.headers.get("X-Sollecito") === "1");
    } catch (error) {
      this.unreached = true;
      return this.found(false);
    }
  }

  post(letter) {
    return fetch(this.address, { method: "POST", body: letter, keepalive: true });
  }

  found(present) {
    this.present = present;
    if (present && this.events.length) this.plan();
    if (!present) this.events = [];
    return present;
  }

  note(type, scene, value) {
    if (this.present === false || PREVIEW) return;
    const event = { type, at_ms: Math.round(performance.now()) };
    if (scene) event.scene = scene;
    if (value !== undefined && value !== null) event.value = value;
    this.events.push(event);
    if (this.present) this.plan();
  }

  plan() {
    if (!this.timer) this.timer = setTimeout(() => this.flush(), PAUSE_MS);
  }

  letter() {
    const events = this.events.splice(0, MOST_EVENTS);
    this.number += 1;
    return JSON.stringify({ t: this.token, s: this.session, n: this.number, events });
  }

  /** Sends what has gathered, also while the page is being left. */
  flush() {
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.present || !this.events.length) return;
    while (this.events.length) {
      const letter = this.letter();
      if (!(navigator.sendBeacon && navigator.sendBeacon(this.address, letter))) {
        this.post(letter).catch(() => {});
      }
    }
  }
}
