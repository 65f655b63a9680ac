// The band of time: where an instant lies, the steps of the curve, the hours under it. Pure.

import { NBSP, civilDay, clock, clockSeconds, dated } from "./format.js";
import { toField, fromField } from "./time.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How far apart the marks under the curve may be, and how many there are at the most. */
const APART = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR];
const MARKS = 7;
/** A dossier that lasts less (an exercise at speed) needs its seconds. */
const SHORT = 30 * MINUTE;

/** How many bodies call for help, from `at` until the next point. @typedef {{at: number, seq: number, deborde: number, tension: number}} Point */

/** What the server said, as points. @param {any} history @returns {Point[]} */
export function pointsOf(history) {
  const { deborde, tension } = history.statuses;
  return history.seq.map((/** @type {number} */ seq, /** @type {number} */ index) => ({ at: Date.parse(history.at[index]), seq, deborde: deborde[index], tension: tension[index] }));
}

/** The state at an instant: that of the last point before it. @param {Point[]} points @param {number} at */
export function pointAt(points, at) {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].at <= at) low = middle + 1;
    else high = middle;
  }
  return points[Math.max(0, low - 1)];
}

/** Where an instant lies between two others, from 0 to 100. @param {number} at @param {number} from @param {number} to */
export function share(at, from, to) {
  return to <= from ? 0 : Math.round(Math.min(1, Math.max(0, (at - from) / (to - from))) * 10_000) / 100;
}

/** The outline of a curve in steps, filled down to its foot, in a box of 1000 × 100. `of` gives the height of a point.
 * @param {Point[]} points @param {(point: Point) => number} of @param {number} most @param {number} from @param {number} to */
export function outline(points, of, most, from, to) {
  if (!points.length) return "";
  const x = (/** @type {number} */ at) => Math.round(share(at, from, to) * 10);
  const y = (/** @type {Point} */ point) => Math.round(100 - (96 * of(point)) / Math.max(1, most));
  let path = `M${x(points[0].at)} 100V${y(points[0])}`;
  for (const point of points.slice(1)) path += `H${x(point.at)}V${y(point)}`;
  return `${path}H1000V100Z`;
}

/** The marks under the curve: days when it lasts for days, hours otherwise, on round hours of the zone.
 * @param {number} from @param {number} to @param {string} zone @returns {{at: number, words: string}[]} */
export function marks(from, to, zone) {
  const span = to - from;
  if (span <= 0) return [];
  const apart = APART.find((step) => span / step <= MARKS) ?? Math.ceil(span / DAY / MARKS) * DAY;
  const words = apart < DAY ? (/** @type {number} */ at) => clock(at, zone) : (/** @type {number} */ at) => dayName(at, zone);
  const found = [];
  for (let civil = Math.ceil(civilOf(from, zone) / apart) * apart; ; civil += apart) {
    const at = Date.parse(fromField(new Date(civil).toISOString().slice(0, 16), zone) ?? "");
    if (!(at <= to)) return found;
    if (at >= from) found.push({ at, words: words(at) });
  }
}

/** The hour that clocks of the zone show, as if it were UTC. */
function civilOf(/** @type {number} */ at, /** @type {string} */ zone) {
  return Date.parse(`${toField(at, zone)}Z`);
}

/** « mar. 23 ». @param {number} at @param {string} zone */
function dayName(at, zone) {
  return new Intl.DateTimeFormat("fr-FR", { timeZone: zone, weekday: "short", day: "numeric" }).format(at).replace(" ", "\u00a0");
}

/** The seconds, « 7 s », when a minute is too coarse to tell moments apart; empty otherwise. */
function seconds(/** @type {number} */ at, /** @type {string} */ zone, /** @type {number} */ span) {
  return span < SHORT ? `${NBSP}min${NBSP}${clockSeconds(at, zone).slice(-2)}` : "";
}

/** « à 14 h 03 », « du 27 janv. à 14 h 03 »: after « le tableau ». @param {number} at @param {string} zone @param {number} from @param {number} now */
export function boardOf(at, zone, from, now) {
  return dated(at, zone, now).replace(/^le /, "du ") + seconds(at, zone, now - from);
}

/** « 14 h 03 », with its day when the crisis has several. @param {number} at @param {string} zone @param {number} from @param {number} to */
export function hourOf(at, zone, from, to) {
  const hour = clock(at, zone) + seconds(at, zone, to - from);
  return civilDay(from, zone) === civilDay(to, zone) ? hour : `${dayName(at, zone)}, ${hour}`;
}
