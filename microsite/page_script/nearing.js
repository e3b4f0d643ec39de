// The script of what stands below the first screen is loaded when somebody turns to it: by
// scrolling, by keys, by a link or by sending a form. Until it is there, and where it never comes,
// everything works as it does without scripts; but no form is sent into a line that is down.

const SOME_PX = 40;
const PATIENCE_MS = 8000;
const SOON_MS = 2000;
const LATEST_MS = 60000;

/** As `promise`, but fails when nothing came of it in PATIENCE_MS. */
function soon(promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(reject, PATIENCE_MS))]);
}

export class Sections {
  /** `address`: where the script is; `content`: what it serves. */
  constructor(address, content) {
    this.address = address;
    this.here = false;
    this.pause = SOON_MS;
    this.failed = 0;
    this.waiting = new Set();
    const load = () => {
      this.load().catch(() => {});
    };
    this.again = load;
    const seen = (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) load();
    };
    const margin = { rootMargin: "0px 0px -" + SOME_PX + "px" };
    for (const part of content) {
      new IntersectionObserver(seen, margin).observe(part);
      part.addEventListener("focusin", load);
      // Before the form's own listener, which the script adds.
      part.addEventListener("submit", (event) => this.send(event), true);
    }
    window.addEventListener("online", () => {
      this.pause = SOON_MS;
      if (this.failed) load();
    });
    const moved = () => {
      if (this.failed && Date.now() - this.failed > SOON_MS) load();
    };
    window.addEventListener("scroll", moved, { passive: true });
    // Back from the page that answers a form, it may be sent again.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.waiting.forEach((form) => this.wait(form, false));
    });
    if (location.hash) load();
  }

  /** Loads the script once; after a failure it is tried anew, ever more seldom. */
  load() {
    if (!this.loading) {
      clearTimeout(this.timer);
      this.loading = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.onload = () => {
          this.here = true;
          this.failed = 0;
          resolve();
        };
        script.onerror = () => {
          script.remove();
          this.loading = null;
          this.failed = Date.now();
          this.timer = setTimeout(this.again, this.pause);
          this.pause = Math.min(this.pause * 2, LATEST_MS);
          reject(new Error("no script"));
        };
        script.src = this.address;
        document.head.append(script);
      });
    }
    return this.loading;
  }

  /**
   * A form that is sent before the script is there waits for it, else the browser sends it; where
   * there is no line the page says so, and what was written stays.
   */
  send(event) {
    const form = event.target;
    if (this.told) this.told.remove();
    if (this.waiting.has(form)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (!this.here) {
      event.preventDefault();
      // The script may just have run: what it listens for comes once, when it is told to be here.
      event.stopPropagation();
      this.wait(form, true);
      this.deliver(form);
    }
  }

  async deliver(form) {
    try {
      const script = this.load();
      // A browser that says it has no line is asked for proof, not waited for.
      await (navigator.onLine ? soon(script) : Promise.race([script, Promise.reject()]));
      this.wait(form, false);
      const taken = !form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
      if (taken) return;
      this.wait(form, true);
    } catch (error) {
      // The script did not come.
    }
    try {
      // Any answer will do: then the line is there.
      await soon(fetch(location.pathname, { method: "HEAD", cache: "no-store" }));
      HTMLFormElement.prototype.submit.call(form);
    } catch (error) {
      this.wait(form, false);
      this.tell(form);
    }
  }

  /** Says that a form is being sent, and lets nobody send it twice meanwhile; or that it is not. */
  wait(form, sending) {
    const button = form.querySelector("[type=submit]");
    if (sending) {
      this.waiting.add(form);
      button.setAttribute("aria-disabled", "true");
    } else {
      this.waiting.delete(form);
      button.removeAttribute("aria-disabled");
    }
    const words = this.words().querySelector("[data-sending]").textContent;
    const status = form.querySelector(".send [role=status]");
    status.textContent = sending ? words : "";
    if (sending) status.scrollIntoView({ block: "nearest" });
  }

  words() {
    return document.getElementById("not-sent").content;
  }

  tell(form) {
    this.told = this.words().querySelector("[role=alert]").cloneNode(true);
    form.parentNode.insertBefore(this.told, form);
    this.told.querySelector("h3").focus({ preventScroll: true });
    this.told.scrollIntoView({ block: "center" });
  }
}
