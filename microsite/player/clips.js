// Where a clip's files come from: an address of the store, or bytes held in memory.

const MOST_HELD = 48000000;
const TYPES = { mp4: "video/mp4", m4a: "audio/mp4", jpg: "image/jpeg" };

export class Clips {
  /**
   * `root` is the store's address. `give`, where there is one, is asked for each file by its name
   * (NAME.mp4) and returns a Promise of a Blob, an ArrayBuffer or an address.
   */
  constructor(root, give) {
    this.root = root;
    this.give = give;
    this.held = new Map();
    this.bytes = new Map();
    this.loading = new Map();
    this.asking = new Map();
  }

  /** What can be played at once: bytes in memory or an address; "" when it must be asked for. */
  now(file) {
    return this.held.get(file) || (this.give ? "" : this.root + "clips/" + file);
  }

  /** What can be played, asked for where need be; rejects when it cannot be had. */
  async need(file) {
    if (!this.now(file)) await this.load(file, Infinity);
    if (!this.now(file)) throw new Error("no clip");
    return this.now(file);
  }

  /** Keeps a file's bytes; those loaded longest ago go when they are too many. */
  hold(file, blob) {
    this.drop(file);
    this.held.set(file, URL.createObjectURL(blob));
    this.bytes.set(file, blob.size);
    let sum = [...this.bytes.values()].reduce((all, size) => all + size, 0);
    for (const [old, size] of this.bytes) {
      if (sum <= MOST_HELD || old === file) break;
      this.drop(old);
      sum -= size;
    }
  }

  /**
   * Forgets bytes that would not play, so that the address is tried. Gives up asking for them, too:
   * a browser lets a second request for an address wait for the first.
   */
  drop(file) {
    if (this.bytes.has(file)) URL.revokeObjectURL(this.held.get(file));
    this.held.delete(file);
    this.bytes.delete(file);
    if (this.asking.has(file)) this.asking.get(file).abort();
  }

  /**
   * Loads a file into memory unless it has more than `most` bytes; resolves to how many came. A
   * failure is no matter here: the clip is tried again when its turn comes.
   */
  load(file, most) {
    if (this.held.has(file)) return Promise.resolve(0);
    if (!this.loading.has(file)) {
      const done = () => this.loading.delete(file);
      const loading = this.give ? this.ask(file) : this.fetch(file, most);
      this.loading.set(file, loading.catch(() => 0));
      this.loading.get(file).then(done);
    }
    return this.loading.get(file);
  }

  async ask(file) {
    const given = await this.give(file);
    if (typeof given === "string") {
      this.held.set(file, given);
      return 0;
    }
    const type = TYPES[file.split(".").pop()];
    const blob = given instanceof Blob ? given : new Blob([given], { type });
    this.hold(file, blob);
    return blob.size;
  }

  async fetch(file, most) {
    // Pages opened from a folder cannot fetch and need not.
    if (!/^https?:/.test(this.root)) return 0;
    const asking = new AbortController();
    this.asking.set(file, asking);
    try {
      const answer = await fetch(this.root + "clips/" + file, { signal: asking.signal });
      if (!answer.ok) return 0;
      if (Number(answer.headers.get("Content-Length")) > most) {
        asking.abort();
        return 0;
      }
      const blob = await answer.blob();
      this.asking.delete(file);
      this.hold(file, blob);
      return blob.size;
    } finally {
      this.asking.delete(file);
    }
  }
}
