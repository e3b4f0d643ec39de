// The way through the story: where the viewer is, what comes next, where an aside returns to.
// Knows nothing of video or page.

const FURTHEST = 12;

export class Journey {
  constructor(story) {
    this.story = story;
    /** Places in their order: {id, returns, chose?: what was chosen to come here}. */
    this.trail = [];
    /** Where asides return to: {id, ms}, ms null for the end of the scene. */
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

  /** Enters a scene and remembers the way back; `chose` is the label of the way that was taken. */
  enter(id, chose) {
    const place = { id, returns: this.returns.slice() };
    if (chose) place.chose = chose;
    this.trail.push(place);
    this.seen.add(id);
    return id;
  }

  /** Enters a scene from a choice; an aside will return there. */
  choose(id, chose) {
    if (this.scene(id).aside) this.returns.push({ id: this.here, ms: null });
    return this.enter(id, chose);
  }

  /** Jumps to a chapter; an aside will return to where the viewer is: `ms`, null for the end. */
  jump(id, ms) {
    if (this.scene(id).aside && this.here) {
      this.returns.push({ id: this.here, ms: ms === undefined ? null : ms });
    } else this.returns = [];
    return this.enter(id);
  }

  /** Takes up a way that was kept. */
  restore(trail) {
    this.trail = trail;
    this.returns = (trail[trail.length - 1].returns || []).slice();
    for (const place of trail) this.seen.add(place.id);
    return this.here;
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

  /** What the viewer chose so far: {id of the scene it led to, label}. */
  get path() {
    return this.trail
      .filter((place) => place.chose)
      .map((place) => ({ id: place.id, label: place.chose }));
  }

  /** What follows when the clip is over: {choice}, {to}, {choice, back}, {back, ms} or {end}. */
  after() {
    const scene = this.scene(this.here);
    if (scene.choice && scene.choice.options.length) return { choice: scene.choice };
    if (scene.next) return { to: scene.next };
    while (scene.aside && this.returns.length) {
      const { id, ms } = this.returns.pop();
      const place = this.scene(id);
      this.trail.push({ id, returns: this.returns.slice() });
      if (ms !== null) return { back: id, ms };
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

  /** The scenes up to the coming choice and all its branches, soonest first. */
  coming(id) {
    const found = [];
    let next = id;
    while (next && found.length < FURTHEST) {
      const ahead = this.ahead(next).filter((each) => each !== id && !found.includes(each));
      found.push(...ahead);
      next = this.scene(next).choice || !ahead.length ? null : ahead[0];
    }
    return found;
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
    let next = this.likely(inAside && this.returns.length ? this.returns[0].id : this.here);
    while (next && !counted.has(next)) {
      counted.add(next);
      rest += this.scene(next).ms;
      next = this.likely(next);
    }
    return played + rest > 0 ? played / (played + rest) : 0;
  }
}
