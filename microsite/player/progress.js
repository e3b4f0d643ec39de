// How much of the story is over, told once for every quarter.

const QUARTERS = [25, 50, 75];

export class Progress {
  /** `tell(type, value)` is called at every quarter and at the end. */
  constructor(tell) {
    this.tell = tell;
    this.told = new Set();
  }

  reached(percent) {
    for (const quarter of QUARTERS) {
      if (percent >= quarter && percent < 100 && !this.told.has(quarter)) {
        this.told.add(quarter);
        this.tell("video.progress", String(quarter));
      }
    }
  }

  completed() {
    if (this.told.has(100)) return;
    this.told.add(100);
    this.tell("video.completed");
  }
}
