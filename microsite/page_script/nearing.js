// The script of what stands below the first screen is loaded when somebody turns to it: by
// scrolling, by keys, by a link or by sending a form. Until it is there, and where it never comes,
// everything works as it does without scripts.

const SOME_PX = 40;

export class Sections {
  /** `address`: where the script is; `content`: what it serves. */
  constructor(address, content) {
    this.address = address;
    this.here = false;
    const load = () => {
      this.load().catch(() => {});
    };
    const seen = (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) load();
    };
    const margin = { rootMargin: "0px 0px -" + SOME_PX + "px" };
    for (const part of content) {
      new IntersectionObserver(seen, margin).observe(part);
      part.addEventListener("focusin", load);
      part.addEventListener("submit", (event) => this.send(event));
    }
    if (location.hash) load();
  }

  /** Loads the script once; after a failure it is tried anew. */
  load() {
    if (!this.loading) {
      this.loading = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.onload = () => {
          this.here = true;
          resolve();
        };
        script.onerror = () => {
          this.loading = null;
          reject(new Error("no script"));
        };
        script.src = this.address;
        document.head.append(script);
      });
    }
    return this.loading;
  }

  /** A form that is sent before the script is there waits for it, else the browser sends it. */
  send(event) {
    if (this.here) return;
    const form = event.target;
    event.preventDefault();
    this.load().then(
      () => form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })),
      () => HTMLFormElement.prototype.submit.call(form)
    );
  }
}
