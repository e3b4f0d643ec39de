// Audio description as speech of the device: says in words what a scene shows.

const START_MS = 2500;
const LETTER_MS = 130;

export class Describing {
  constructor(lang) {
    this.lang = lang;
    this.synth = window.speechSynthesis;
    this.settle = null;
    // The first call lets the browser look for voices.
    if (this.synth) this.synth.getVoices();
  }

  /** Whether the device can speak. */
  get able() {
    return Boolean(this.synth && window.SpeechSynthesisUtterance && this.synth.getVoices().length);
  }

  get speaking() {
    return Boolean(this.settle);
  }

  /** Speaks; resolves when it is over, was stopped, or nothing is heard. */
  say(text) {
    this.stop();
    return new Promise((resolve) => {
      const spoken = new SpeechSynthesisUtterance(text);
      spoken.lang = this.lang;
      this.settle = resolve;
      spoken.onend = spoken.onerror = () => this.stop();
      // Some voices are listed and never speak, others never say that they have ended.
      this.timer = setTimeout(() => this.stop(), START_MS);
      spoken.onstart = () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.stop(), START_MS + text.length * LETTER_MS);
      };
      this.synth.speak(spoken);
    });
  }

  stop() {
    clearTimeout(this.timer);
    const settle = this.settle;
    this.settle = null;
    if (!settle) return;
    this.synth.cancel();
    settle();
  }
}
