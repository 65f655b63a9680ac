// Where one looks: a view turns units into pixels of the frame, and is moved, zoomed and fitted. Pure.

/** @typedef {{k: number, x: number, y: number}} View pixel = unit × k + (x, y) */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {import("./projection.js").Box} Box */

/** How near and how far one may go: at the nearest, 30 km fill a narrow map. */
export const NEAREST = 24;
export const FARTHEST = 0.05;
/** A fit does not go nearer than this, so that a single commune keeps its surroundings. */
const FIT_NEAREST = 7;

/** The box of some points, null when there is none. @param {Iterable<[number, number]>} points @returns {Box | null} */
export function boxOf(points) {
  let box = null;
  for (const [x, y] of points) {
    if (!box) box = [x, y, x, y];
    if (x < box[0]) box[0] = x;
    else if (x > box[2]) box[2] = x;
    if (y < box[1]) box[1] = y;
    else if (y > box[3]) box[3] = y;
  }
  return /** @type {Box | null} */ (box);
}

/** @param {(Box | null)[]} boxes @returns {Box | null} the box around all of them */
export function around(boxes) {
  return boxOf(boxes.flatMap((box) => (box ? /** @type {[number, number][]} */ ([[box[0], box[1]], [box[2], box[3]]]) : [])));
}

/** The view that shows a whole box, in the middle, `margin` pixels from the edges. @param {Box} box @param {Size} size @param {number} [margin] @returns {View} */
export function fit([left, top, right, bottom], { width, height }, margin = 0, nearest = FIT_NEAREST) {
  const room = (/** @type {number} */ side, /** @type {number} */ span) => Math.max(side - 2 * margin, 20) / Math.max(span, 1);
  const k = clamp(Math.min(room(width, right - left), room(height, bottom - top), nearest));
  return { k, x: width / 2 - (k * (left + right)) / 2, y: height / 2 - (k * (top + bottom)) / 2 };
}

/** Go `factor` times nearer while the point under (x, y) stays there. @param {View} view @param {number} factor @returns {View} */
export function zoomed(view, factor, x, y) {
  const k = clamp(view.k * factor);
  const real = k / view.k;
  return { k, x: x - (x - view.x) * real, y: y - (y - view.y) * real };
}

/** @param {View} view @returns {View} */
export function moved(view, dx, dy) {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** What of the units one sees. @param {View} view @param {Size} size @returns {Box} */
export function seen({ k, x, y }, { width, height }) {
  return [-x / k, -y / k, (width - x) / k, (height - y) / k];
}

/** @param {Box} one @param {Box} other */
export function overlap(one, other) {
  return one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3];
}

/** @param {number} k */
const clamp = (k) => Math.min(NEAREST, Math.max(FARTHEST, k));
