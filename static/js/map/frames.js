// The frames of one map: the territory that one moves about in, and a small box for each other one that is hit. Pure.

import { METROPOLE } from "./projection.js";
import { around, boxOf, fit, moved } from "./view.js";

/** @typedef {import("./projection.js").Box} Box */
/** @typedef {{code: string, name: string, box: Box, view: import("./view.js").View}} Cartouche `box` in pixels */
/** @typedef {import("./plot.js").Placed} Placed */

const [WIDE, HIGH, GAP] = [92, 84, 6];
/** Boxes shrink until they leave this part of the height to the territory that one moves about in, but not below the least. */
const LEFT_FREE = 0.66;
const INSET_NEAREST = 12;
const [SHRINK, LEAST] = [0.9, 0.5];

/** In which frame one moves about: metropolitan France when anything is there, else where most is.
 * @param {Map<string, {length: number}>} frames */
export function mainFrame(frames) {
  if (frames.has(METROPOLE) || !frames.size) return METROPOLE;
  return [...frames].sort(([, one], [, other]) => other.length - one.length)[0][0];
}

/** How much room the boxes of so many territories may take each. @param {number} count @param {import("./view.js").Size} size @param {number} scale */
function boxScale(count, { width, height }, scale) {
  const rows = (/** @type {number} */ of) => Math.ceil(count / Math.max(1, Math.floor((width - GAP) / (WIDE * of + GAP))));
  while (scale > LEAST && rows(scale) * (HIGH * scale + GAP) > height * (1 - LEFT_FREE)) scale *= SHRINK;
  return scale;
}

/** The boxes of the other territories, in rows from the bottom left. @param {string[]} codes @param {import("./view.js").Size} size
 * @param {(code: string) => {name: string, box: Box}} outline @param {(code: string) => Iterable<[number, number]>} points in units @param {number} title height of a line of text @param {number} [most] how many times larger than usual they may be
 * @returns {{cartouches: Cartouche[], height: number, scale: number}} `height` of their rows, `scale` that they ended at */
export function cartouches(codes, size, outline, points, title, most = 1) {
  const scale = boxScale(codes.length, size, most);
  const [wide, high] = [WIDE * scale, HIGH * scale];
  const row = Math.max(1, Math.floor((size.width - GAP) / (wide + GAP)));
  const made = codes.map((code, index) => {
    const left = GAP + (index % row) * (wide + GAP);
    const top = size.height - (Math.floor(index / row) + 1) * (high + GAP);
    const { name, box } = outline(code);
    const inside = { width: wide, height: high - title };
    const view = fit(/** @type {Box} */ (around([box, boxOf(points(code))])), inside, 6 * scale, INSET_NEAREST);
    return { code, name, box: /** @type {Box} */ ([left, top, left + wide, top + high]), view: moved(view, left, top + title) };
  });
  return { cartouches: made, scale, height: Math.ceil(codes.length / row) * (high + GAP) };
}
