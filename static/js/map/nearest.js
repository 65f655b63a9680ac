// Which mark is meant: by a pointer near it, or by an arrow key from another. Pure.

/** @typedef {{id: string, x: number, y: number, r: number}} Spot */

/** The mark under a point, or the nearest one within `reach` pixels of its edge; the last drawn wins when two are as near.
 * @template {Spot} T @param {T[]} spots in the order of drawing @param {number} x @param {number} y @param {number} [reach] @returns {T | null} */
export function under(spots, x, y, reach = 4) {
  let [best, least] = [/** @type {T | null} */ (null), reach];
  for (const spot of spots) {
    if (Math.abs(spot.x - x) > spot.r + reach || Math.abs(spot.y - y) > spot.r + reach) continue;
    const away = Math.max(0, Math.hypot(spot.x - x, spot.y - y) - spot.r);
    if (away <= least) [best, least] = [spot, away];
  }
  return best;
}

/** @type {Record<string, [number, number]>} */
export const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** What lies more aside than this, for what it lies ahead, is gone to only when nothing else is ahead. */
const [ASIDE, LAST_RESORT] = [1.5, 1e6];

/** The nearest mark in a direction: what is aside counts twice, so that one goes rather straight.
 * @template {Spot} T @param {T[]} spots @param {T} from @param {[number, number]} direction @returns {T | null} */
export function towards(spots, from, [right, down]) {
  let [best, least] = [/** @type {T | null} */ (null), Infinity];
  for (const spot of spots) {
    if (spot === from) continue;
    const [dx, dy] = [spot.x - from.x, spot.y - from.y];
    const ahead = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    const cost = ahead + 2 * aside + (aside > ASIDE * ahead ? LAST_RESORT : 0);
    if (ahead > 0.5 && cost < least) [best, least] = [spot, cost];
  }
  return best;
}

/** Those in a rectangle. @template {Spot} T @param {T[]} spots @param {import("./projection.js").Box} box @returns {T[]} */
export function inside(spots, [left, top, right, bottom]) {
  return spots.filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom);
}
