// The way through the story: where the viewer is, what comes next, where an aside returns to.
// Knows nothing of video or page.

export class Journey {
  constructor(story) {
    this.story = story;
    this.trail = [];
    this.returns = [];
    this.seen = new Set();
  }

  /** The id of the scene the viewer is in, or null before the start. */
  get here() {
    return this.trail.length ? this.trail[this.trail.length - 1].id : null;
  }

  scene(id) {
    return this.story.scenes[id];
  }

  /** Enters a scene and remembers the way back. */
  enter(id) {
    this.trail.push({ id, returns: this.returns.slice() });
    this.seen.add(id);
    return id;
  }

  /** Enters a scene from a choice; an aside will return there. */
  choose(id) {
    if (this.scene(id).aside) this.returns.push(this.here);
    return this.enter(id);
  }

  /** Jumps to a chapter. */
  jump(id) {
    if (this.scene(id).aside) return this.choose(id);
    this.returns = [];
    return this.enter(id);
  }

  get canGoBack() {
    return this.trail.length > 1;
  }

  /** Goes one scene back and returns its id, or null at the start. */
  back() {
    if (!this.canGoBack) return null;
    this.trail.pop();
    const place = this.trail[this.trail.length - 1];
    this.returns = place.returns.slice();
    return place.id;
  }

  /** What follows when the scene's clip is over: {choice}, {to}, {choice, back} or {end}. */
  after() {
    const scene = this.scene(this.here);
    if (scene.choice && scene.choice.options.length) return { choice: scene.choice };
    if (scene.next) return { to: scene.next };
    while (scene.aside && this.returns.length) {
      const id = this.returns.pop();
      const place = this.scene(id);
      this.trail.push({ id, returns: this.returns.slice() });
      if (place.choice) return { choice: place.choice, back: id };
      if (place.next) return { to: place.next };
    }
    return { end: true };
  }

  /** The scenes that may come after this one, the likely one first. */
  ahead(id) {
    const scene = this.scene(id);
    const targets = scene.choice
      ? scene.choice.options.filter((option) => option.to).map((option) => option.to)
      : [scene.next];
    const likely = this.likely(id);
    return targets
      .filter((target, at) => target && targets.indexOf(target) === at)
      .sort((one, other) => (other === likely) - (one === likely));
  }

  /** The way on that the film takes, or null at an end. */
  likely(id) {
    const path = this.story.defaultPath;
    const at = path.indexOf(id);
    if (at >= 0 && at + 1 < path.length) return path[at + 1];
    const scene = this.scene(id);
    if (scene.next) return scene.next;
    if (!scene.choice) return null;
    const option = scene.choice.options.find((each) => each.to && !this.scene(each.to).aside);
    return option ? option.to : null;
  }

  /** How much of the story is over, 0…1, when `ms` of the present scene have played. */
  share(ms) {
    const main = [...new Set(this.trail.map((place) => place.id))].filter(
      (id) => id !== this.here && !this.scene(id).aside
    );
    const before = main.reduce((sum, id) => sum + this.scene(id).ms, 0);
    const inAside = this.scene(this.here).aside;
    const played = inAside ? before : before + ms;
    let rest = inAside ? 0 : this.scene(this.here).ms - ms;
    const counted = new Set([this.here]);
    let next = this.likely(inAside && this.returns.length ? this.returns[0] : this.here);
    while (next && !counted.has(next)) {
      counted.add(next);
      rest += this.scene(next).ms;
      next = this.likely(next);
    }
    return played + rest > 0 ? played / (played + rest) : 0;
  }
}
