// Where a scene's clip comes from: an address of the store, or bytes held in memory.

export class Clips {
  constructor(story) {
    this.story = story;
    this.held = new Map();
    this.loading = new Map();
    this.asking = new Map();
  }

  /** What a <video> may play for this scene. */
  source(id) {
    const name = this.story.scenes[id].clip;
    return this.held.get(name) || this.story.root + "clips/" + name + ".mp4";
  }

  /** Hands over a clip's bytes (a Blob); they are played instead of the address. */
  hold(id, blob) {
    this.held.set(this.story.scenes[id].clip, URL.createObjectURL(blob));
  }

  /**
   * Forgets the bytes of a clip that would not play, so that the address is tried. Gives up asking
   * for it, too: a browser lets a second request for an address wait for the first.
   */
  drop(id) {
    const name = this.story.scenes[id].clip;
    if (this.held.has(name)) URL.revokeObjectURL(this.held.get(name));
    this.held.delete(name);
    if (this.asking.has(name)) this.asking.get(name).abort();
  }

  /**
   * Loads clips into memory, one after the other so the first is there soonest. A failure is no
   * matter here: the clip is tried again when its turn comes. With a wish to save data only the
   * first is loaded; pages opened from a folder cannot fetch and need not.
   */
  async preload(ids) {
    if (!/^https?:$/.test(location.protocol)) return;
    const connection = navigator.connection || {};
    const frugal = connection.saveData || /(^|-)2g$/.test(connection.effectiveType || "");
    for (const id of frugal ? ids.slice(0, 1) : ids) {
      const name = this.story.scenes[id].clip;
      if (this.held.has(name)) continue;
      if (!this.loading.has(name)) this.loading.set(name, this.load(id, name));
      await this.loading.get(name);
    }
  }

  async load(id, name) {
    const asking = new AbortController();
    this.asking.set(name, asking);
    try {
      const address = this.story.root + "clips/" + name + ".mp4";
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) this.hold(id, await answer.blob());
    } catch (error) {
      // The line is down; the player says so when the clip is needed.
    }
    this.loading.delete(name);
    this.asking.delete(name);
  }
}
