// What was done for people, day by day, made ready for curves and tables. Pure.

import { scaled } from "./money.js";

/** @typedef {{day: string, bodies: number, kinds: Record<string, Record<string, number>>}} Day */

/** Units in the order in which they are told; they are never added to one another. */
export const UNITS = ["persons", "households", "count", "amount_cents", "acts"];

/** The sums of one day over its kinds, unit by unit. @param {{kinds: Record<string, Record<string, number>>}} of @returns {Record<string, number>} */
export function sums({ kinds }) {
  return Object.fromEntries(UNITS.map((unit) => [unit, Object.values(kinds).reduce((sum, totals) => sum + (totals[unit] ?? 0), 0)]));
}

/** Every civil day from the first to the last: one on which nothing was noted is a gap, not a zero. @param {Day[]} days @param {number} [most] */
export function everyDay(days, most = 400) {
  if (!days.length) return [];
  const known = new Map(days.map((day) => [day.day, day]));
  const last = Date.parse(/** @type {Day} */ (days.at(-1)).day);
  const first = Math.max(Date.parse(days[0].day), last - (most - 1) * 86_400_000);
  const found = [];
  for (let at = first; at <= last; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    found.push({ day, noted: known.get(day) ?? null });
  }
  return found;
}

/** How long after its noon the last day is drawn, so that its step is seen. */
const REST_OF_DAY_S = 36_000;

/** The curves of the days, each as long as `times` (noon, in seconds, and the end of the last day): a unit that nobody used has none. @param {Day[]} days */
export function curvesOf(days) {
  const all = everyDay(days);
  const noons = all.map(({ day }) => Date.parse(`${day}T12:00:00Z`) / 1_000);
  const times = [...noons, ...noons.slice(-1).map((noon) => noon + REST_OF_DAY_S)];
  const values = (/** @type {(day: Day) => number} */ read) => [...all, ...all.slice(-1)].map(({ noted }) => (noted ? read(noted) : null));
  const units = UNITS.filter((unit) => unit !== "amount_cents" && days.some((day) => sums(day)[unit] > 0));
  return { times, units: units.map((unit) => ({ unit, values: values((day) => sums(day)[unit]) })), euros: days.some((day) => sums(day).amount_cents > 0) ? values((day) => scaled(sums(day).amount_cents, "centime")) : null, bodies: values((day) => day.bodies) };
}
