// The view of one map on the screen: it fits what is to be seen until somebody moves it, then stays where it was put.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Gestures } from "./gestures.js";
import { fit, moved, zoomed } from "./view.js";

/** How much nearer a button or a key goes. */
const STEP = 1.6;

/** @typedef {import("./view.js").View} View */

/** The inner size of an element, followed. @param {{current: Element | null}} element */
export function useSize(element) {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const watched = /** @type {Element} */ (element.current);
    const look = () => setSize((before) => {
      const { clientWidth: width, clientHeight: height } = watched;
      return before.width === width && before.height === height ? before : { width, height };
    });
    look();
    const watcher = new ResizeObserver(look);
    watcher.observe(watched);
    return () => watcher.disconnect();
  }, []);
  return size;
}

/**
 * @param {{current: Element | null}} element what hands move @param {import("./view.js").Size} room in which the box is fitted
 * @param {import("./projection.js").Box} box in units @param {number} margin in pixels
 * @param {Partial<import("./gestures.js").Wishes>} wishes what else is done with what hands do
 */
export function useView(element, room, box, margin, wishes) {
  const [put, setPut] = useState(/** @type {View | null} */ (null));
  const layer = useRef(/** @type {SVGGElement | null} */ (null));
  const view = put ?? fit(box, room, margin);
  const latest = useRef({ view, wishes });
  latest.current = { view, wishes };
  const pending = useRef(/** @type {View | null} */ (null));

  /** Changes of one frame of the screen are drawn once. @param {(view: View) => View} change */
  const change = (change) => {
    const waits = pending.current !== null;
    pending.current = change(pending.current ?? latest.current.view);
    if (!waits) requestAnimationFrame(() => {
      setPut(pending.current);
      pending.current = null;
    });
  };
  /** What is drawn follows the hand as it is; it is laid out again where it is dropped. */
  const slide = (/** @type {number} */ dx, /** @type {number} */ dy) => layer.current?.setAttribute("transform", `translate(${dx} ${dy})`);

  useLayoutEffect(() => layer.current?.removeAttribute("transform"), [view.k, view.x, view.y]);
  useEffect(() => {
    const ignore = () => {};
    const gestures = new Gestures(/** @type {Element} */ (element.current), () => ({
      onTap: ignore, onPoint: ignore, onLeave: ignore, ...latest.current.wishes,
      onDrag: slide,
      onDrop: (dx, dy) => change((from) => moved(from, dx, dy)),
      onZoom: (factor, x, y, dx, dy) => change((from) => moved(zoomed(from, factor, x, y), dx, dy)),
    }));
    return () => gestures.stop();
  }, []);

  const middle = /** @type {const} */ ([room.width / 2, room.height / 2]);
  return {
    view,
    layer,
    /** Whether somebody has moved it. */
    free: put !== null,
    nearer: () => change((from) => zoomed(from, STEP, ...middle)),
    further: () => change((from) => zoomed(from, 1 / STEP, ...middle)),
    reset: () => setPut(null),
    /** Show another box. @param {import("./projection.js").Box} other @param {number} [nearest] */
    show: (other, nearest) => setPut(fit(other, room, margin, nearest)),
    /** Bring a place of the screen into the middle unless it is well in sight. @param {number} x @param {number} y */
    bring: (x, y) => {
      const sight = x > 24 && y > 24 && x < room.width - 24 && y < room.height - 24;
      if (!sight && room.width > 0) change(() => moved(view, middle[0] - x, middle[1] - y)); // (x, y) is of the view that is drawn, and of no other
    },
  };
}
