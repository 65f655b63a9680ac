// Which rows of a long table are drawn: those in sight and a few around, whether its own block scrolls or the page does.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { inSight } from "./matrix.js";
import { printing } from "./printing.js";

/** Up to so many rows, all of them are drawn. */
const WHOLE = 80;
/** How many are drawn before anything was measured. */
const FIRST = 40;

/** @typedef {{first: number, last: number, height: number}} Sight rows `first` to `last` (not included), each so many pixels high */

/** Follow what is in sight of `count` rows. @param {number} count
 * @returns {{sight: Sight, box: {current: any}, body: {current: any}, reveal: (index: number) => void}} `box`: what may scroll,
 * `body`: the part of the table that holds the rows */
export function useSight(count) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const body = useRef(/** @type {HTMLElement | null} */ (null));
  const [seen, setSeen] = useState(/** @type {Sight} */ ({ first: 0, last: FIRST, height: 33 }));
  const long = count > WHOLE && !printing.value;

  useLayoutEffect(() => {
    if (!long) return undefined;
    const measure = () => setSeen((before) => look(box.current, body.current, count, before));
    measure();
    addEventListener("scroll", measure, { capture: true, passive: true });
    addEventListener("resize", measure);
    return () => {
      removeEventListener("scroll", measure, { capture: true });
      removeEventListener("resize", measure);
    };
  }, [long, count]);

  /** Bring a row that is not drawn into sight. @param {number} index */
  function reveal(index) {
    const [scrolls, rows] = [box.current, body.current];
    if (!scrolls || !rows) return;
    const top = rows.getBoundingClientRect().top + index * seen.height;
    if (scrolls.scrollHeight > scrolls.clientHeight) scrolls.scrollTop += top - scrolls.getBoundingClientRect().top - scrolls.clientHeight / 2;
    else scrollBy(0, top - innerHeight / 2);
  }
  const sight = long ? { ...seen, first: Math.min(seen.first, count), last: Math.min(seen.last, count) } : { first: 0, last: count, height: seen.height };
  return { sight, box, body, reveal };
}

/** @param {HTMLElement | null} box @param {HTMLElement | null} body @param {number} count @param {Sight} before @returns {Sight} the same when nothing moved */
function look(box, body, count, before) {
  if (!box || !body) return before;
  const [outer, inner] = [box.getBoundingClientRect(), body.getBoundingClientRect()];
  const height = heightOf(body) ?? before.height;
  const { first, last } = inSight({ count, height, top: inner.top, from: Math.max(outer.top, 0), to: Math.min(outer.bottom, innerHeight) });
  const near = Math.abs(first - before.first) < 4 && Math.abs(last - before.last) < 4 && last < count && first > 0;
  return near || (first === before.first && last === before.last && height === before.height) ? before : { first, last, height };
}

/** How high a row is, the mean of those drawn. @param {HTMLElement} body */
function heightOf(body) {
  const rows = body.querySelectorAll("tr[data-id]");
  if (rows.length < 2) return undefined;
  const [top, bottom] = [rows[0].getBoundingClientRect().top, rows[rows.length - 1].getBoundingClientRect().bottom];
  return bottom > top ? (bottom - top) / rows.length : undefined;
}
