// Changes of a large board that come many a second are shown together: at once when it is calm, else no more often than
// drawing can follow. Those of a small one are shown as they come.

/** Milliseconds from one showing to the next, at least and at most. */
const [LEAST, MOST] = [50, 1_000];
/** How many times longer than it drew a page leaves the hand free. */
const FREE = 3;

export class Pace {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;
  #next = 0;

  /** @param {() => void} show shows all that has changed since the last time; what it makes drawn is drawn before the next task
   * @param {() => boolean} isLarge */
  constructor(show, isLarge) {
    this.show = show;
    this.isLarge = isLarge;
  }

  /** Something has changed. */
  ask() {
    if (this.#waiting !== undefined) return;
    const wait = this.isLarge() ? this.#next - performance.now() : 0;
    if (wait <= 0) this.now();
    else this.#waiting = setTimeout(() => this.now(), wait);
  }

  /** Show it now. */
  now() {
    this.stop();
    const began = performance.now();
    this.#next = began + MOST;
    this.show();
    setTimeout(() => {
      const ended = performance.now();
      this.#next = ended + Math.min(MOST, Math.max(LEAST, FREE * (ended - began)));
    });
  }

  stop() {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }
}
