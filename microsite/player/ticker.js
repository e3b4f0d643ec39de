// Calls with every picture that is shown, so that captions come with the voice; "timeupdate" comes
// four times a second only.

export class Ticker {
  constructor(screen, tick) {
    this.screen = screen;
    this.tick = tick;
    this.turn = 0;
  }

  /** Begins, or begins anew with the element that is shown now; ends by itself at a pause. */
  run() {
    this.next(++this.turn, this.screen.front);
  }

  next(turn, video) {
    const again = () => {
      if (turn !== this.turn || video.paused) return;
      this.tick();
      this.next(turn, video);
    };
    // A clip of sound alone has no pictures.
    if (video.requestVideoFrameCallback && video.videoWidth) video.requestVideoFrameCallback(again);
    else requestAnimationFrame(again);
  }
}
