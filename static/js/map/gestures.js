// What hands do on a map: drag, wheel, pinch, tap, point, and draw a rectangle with the shift key held.

/** A pointer that moved less than this, in pixels, has tapped. */
const STILL = 5;
/** How much nearer one notch of a wheel goes. */
const WHEEL = 0.0022;
const NOTCH_MOST = 120;

/**
 * @typedef {{
 *   onDrag: (dx: number, dy: number) => void, onDrop: (dx: number, dy: number) => void,
 *   onZoom: (factor: number, x: number, y: number, dx: number, dy: number) => void,
 *   onTap: (x: number, y: number, touch: boolean) => void, onPoint: (x: number, y: number) => void, onLeave: () => void,
 *   onRectangle?: (box: import("./projection.js").Box, done: boolean) => void,
 * }} Wishes
 */

export class Gestures {
  /** @param {Element} element @param {() => Wishes} wishes read at every move, so that they may change */
  constructor(element, wishes) {
    this.element = element;
    this.wishes = wishes;
    /** @type {Map<number, {x: number, y: number}>} */
    this.pointers = new Map();
    /** @type {{x: number, y: number, moved: boolean, rectangle: boolean} | null} */
    this.began = null;
    this.listening = new AbortController();
    const on = (/** @type {string} */ name, /** @type {(said: any) => void} */ hear, options = {}) =>
      element.addEventListener(name, hear, { signal: this.listening.signal, ...options });
    on("pointerdown", (press) => this.#press(press));
    on("pointermove", (move) => this.#move(move));
    on("pointerup", (lift) => this.#lift(lift, true));
    on("pointercancel", (lift) => this.#lift(lift, false));
    on("pointerleave", () => this.pointers.size || this.wishes().onLeave());
    on("wheel", (wheel) => this.#wheel(wheel), { passive: false });
  }

  stop() {
    this.listening.abort();
  }

  /** @param {{clientX: number, clientY: number}} at */
  #place({ clientX, clientY }) {
    const { left, top } = this.element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** @param {PointerEvent} press */
  #press(press) {
    if (press.button !== 0) return;
    const here = this.#place(press);
    this.pointers.set(press.pointerId, here);
    if (this.pointers.size === 1) this.began = { ...here, moved: false, rectangle: press.shiftKey && Boolean(this.wishes().onRectangle) };
    else this.#settle();
  }

  /** @param {PointerEvent} move */
  #move(move) {
    const here = this.#place(move);
    const before = this.pointers.get(move.pointerId);
    if (!before) return this.wishes().onPoint(here.x, here.y);
    if (this.pointers.size > 1) this.#pinch(move.pointerId, before, here);
    this.pointers.set(move.pointerId, here);
    if (this.pointers.size > 1 || !this.began) return;
    const { x, y } = this.began;
    if (!this.began.moved && Math.hypot(here.x - x, here.y - y) < STILL) return;
    if (!this.began.moved) this.element.setPointerCapture(move.pointerId);
    this.began.moved = true;
    if (this.began.rectangle) this.wishes().onRectangle?.(corners(this.began, here), false);
    else this.wishes().onDrag(here.x - x, here.y - y);
  }

  /** @param {PointerEvent} lift @param {boolean} meant */
  #lift(lift, meant) {
    if (!this.pointers.delete(lift.pointerId) || this.pointers.size || !this.began) return;
    const here = this.#place(lift);
    const { x, y, moved, rectangle } = this.began;
    this.began = null;
    if (moved && rectangle) this.wishes().onRectangle?.(corners({ x, y }, here), true);
    else if (moved) this.wishes().onDrop(here.x - x, here.y - y);
    else if (meant) this.wishes().onTap(here.x, here.y, lift.pointerType !== "mouse");
  }

  /** A second finger came: what the first one dragged stays where it is. */
  #settle() {
    if (this.began?.moved && !this.began.rectangle) {
      const [first] = this.pointers.values();
      this.wishes().onDrop(first.x - this.began.x, first.y - this.began.y);
    }
    this.began = null;
  }

  /** @param {number} id @param {{x: number, y: number}} before @param {{x: number, y: number}} here */
  #pinch(id, before, here) {
    const other = [...this.pointers].find(([known]) => known !== id)?.[1];
    if (!other) return;
    const factor = Math.hypot(here.x - other.x, here.y - other.y) / Math.max(Math.hypot(before.x - other.x, before.y - other.y), 1);
    this.wishes().onZoom(factor, (here.x + other.x) / 2, (here.y + other.y) / 2, (here.x - before.x) / 2, (here.y - before.y) / 2);
  }

  /** @param {WheelEvent} wheel */
  #wheel(wheel) {
    wheel.preventDefault();
    const { x, y } = this.#place(wheel);
    const pixels = wheel.deltaMode ? wheel.deltaY * 40 : wheel.deltaY;
    this.wishes().onZoom(Math.exp(-Math.max(-NOTCH_MOST, Math.min(NOTCH_MOST, pixels)) * WHEEL), x, y, 0, 0);
  }
}

/** @returns {import("./projection.js").Box} */
function corners(one, other) {
  return [Math.min(one.x, other.x), Math.min(one.y, other.y), Math.max(one.x, other.x), Math.max(one.y, other.y)];
}
