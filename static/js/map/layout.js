// Which mark stands where, how large and how faded, and in which order they are drawn. Pure.

import { isStale } from "../figures.js";
import { SHAPES } from "../shapes.js";
import { SPREAD_MOST, spread } from "./spread.js";

/** @typedef {import("../store.js").Card} Card */
/** @typedef {{id: string, body: Card, trueX: number, trueY: number, x: number, y: number, r: number, small: boolean, fade: string, rank: number}} Mark */
/** @typedef {{marks: Mark[], dense: boolean}} Layout marks in the order of drawing: what calls lies on top */

/** Above this many in the frame, or when they would cover this part of it, marks are not spread and those who manage lose their size. */
export const DENSE = SPREAD_MOST;
const CROWDED = 0.4;
/** Of the others, the most urgent keep theirs as long as they cover no more than this part. */
const FULL = 0.16;
const area = (/** @type {number} */ r) => Math.PI * r * r;
/** What calls first comes first; it is drawn last. */
const ORDER = ["deborde", "hors_service", "tension", "injoignable", "sans_nouvelle", "retour_normale", "mobilise", "veille"];
const WITHOUT_SIZE = new Set(["mobilise", "veille"]);
const LARGER = { deborde: 1.3, hors_service: 1.15, tension: 1.12 };
const SMALL_R = 3;
const [LEAST_R, MOST_R, PEOPLE_PER_R2] = [4.4, 11, 34 ** 2];

/** @param {Card} body @returns {number} */
export function callRank({ status }) {
  const rank = ORDER.indexOf(status);
  return rank < 0 ? ORDER.length : rank;
}

/** How faded a mark is: by the part of the validity of its news that has passed. @param {Card} body @param {number} at */
export function fading(body, at) {
  if (isStale(body, at)) return "stale";
  if (!body.observed_at || !body.valid_until) return "";
  const [from, until] = [Date.parse(body.observed_at), Date.parse(body.valid_until)];
  const part = (at - from) / Math.max(until - from, 1);
  return part > 2 / 3 ? "age2" : part > 1 / 3 ? "age1" : "";
}

/** Half the side of a mark in pixels: its area grows with the population. @param {Card} body @param {number} scale */
export function radius(body, scale) {
  const larger = LARGER[/** @type {keyof typeof LARGER} */ (body.status)] ?? 1;
  return scale * larger * Math.min(MOST_R, LEAST_R + Math.sqrt((body.population ?? 0) / PEOPLE_PER_R2));
}

/** Lay out the bodies of one frame.
 * @param {{body: Card, x: number, y: number}[]} placed bodies with their place in units
 * @param {import("./view.js").View} view @param {import("./projection.js").Box} frame in pixels
 * @param {number} at @param {number} [scale] of the marks: larger on a wall @returns {Layout} */
export function layOut(placed, view, frame, at, scale = 1) {
  const marks = placed.map(({ body, x, y }) => {
    const [X, Y] = [x * view.k + view.x, y * view.k + view.y];
    return { id: body.id, body, trueX: X, trueY: Y, x: X, y: Y, r: radius(body, scale), small: false, fade: fading(body, at), rank: callRank(body) };
  });
  marks.sort((one, other) => other.rank - one.rank || other.r - one.r);
  const [left, top, right, bottom] = frame;
  const shown = marks.filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom);
  const room = (right - left) * (bottom - top);
  const dense = shown.length > DENSE || shown.reduce((sum, { r }) => sum + area(r), 0) > room * CROWDED;
  if (dense) shrink(marks, scale, room * FULL);
  else spread(shown);
  return { marks, dense };
}

/** Those who manage lose their size, and the others beyond what there is room for. @param {Mark[]} marks the most urgent last @param {number} scale @param {number} room */
function shrink(marks, scale, room) {
  let left = room;
  for (const mark of marks.toReversed()) {
    left -= area(mark.r);
    if (!WITHOUT_SIZE.has(mark.body.status) && left > 0) continue;
    mark.small = true;
    mark.r = SMALL_R * scale;
  }
}

/** @typedef {{key: string, className: string, d: string}} Batch one path for all marks that look the same */

/** Small marks of these are rings: a wide stroke with a narrower one of the ground over it. */
const RINGS = new Set(["veille", "sans_nouvelle"]);

/** Gather marks that look the same into one path each: a few elements, however many marks. @param {Mark[]} marks @returns {Batch[]} */
export function batches(marks) {
  /** @type {Map<string, {status: string, small: boolean, fade: string, marks: Mark[]}>} */
  const alike = new Map();
  for (const mark of marks) {
    const { status } = mark.body;
    const key = `${status} ${mark.fade}${mark.small ? " small" : ""}`;
    const found = alike.get(key);
    if (found) found.marks.push(mark);
    else alike.set(key, { status, small: mark.small, fade: mark.fade, marks: [mark] });
  }
  return [...alike].flatMap(([key, { status, small, fade, marks: group }]) => {
    const shape = SHAPES[status] ?? SHAPES.stale;
    if (small) return dots(key, status, fade, group);
    const body = { key, className: `f-${status} ${fade}`, d: group.map(({ x, y, r }) => shape.body(x, y, r)).join("") };
    // a dashed ring would be taken for one never heard of: out of date, it has the hands of a clock
    const sign = status === "veille" && fade === "stale" ? SHAPES.stale.sign : shape.sign;
    return sign ? [body, { key: `${key} sign`, className: `k-${status} ${fade}`, d: group.map(({ x, y, r }) => sign(x, y, r)).join("") }] : [body];
  });
}

/** @param {Mark[]} marks @returns {Batch[]} */
function dots(key, status, fade, marks) {
  const d = marks.map(({ x, y }) => `M${Math.round(x * 2) / 2} ${Math.round(y * 2) / 2}h0`).join("");
  const dot = { key, className: `dot dot-${status} ${fade}`, d };
  return RINGS.has(status) ? [dot, { key: `${key} hole`, className: `dot hole`, d }] : [dot];
}

/** Where a mark was pushed away from its place: lines back to it. @param {Mark[]} marks */
export function leaders(marks) {
  return marks.filter(({ trueX, trueY, x, y, r }) => Math.hypot(x - trueX, y - trueY) > r + 4)
    .map(({ trueX, trueY, x, y }) => `M${Math.round(trueX)} ${Math.round(trueY)}L${Math.round(x)} ${Math.round(y)}`).join("");
}
