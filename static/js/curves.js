// The columns of a history, made ready to be drawn as steps and to be read as a table. Pure.

import { clock } from "./format.js";

/** @typedef {{at: string[], statuses: Record<string, number[]>, status?: string[], figures: Record<string, {sum: number[], said: number[]}>,
 *            acts: number[], to: string}} History */
/** @typedef {{name: string, label: string, line: string, dash: number[], values: (number | null)[]}} Curve `line`: the css class
 *            of its stroke; a gap where nothing was known */

const DAY_S = 86_400;
/** How many rows a table beside a curve has. */
const ROWS = 24;

/** Instants in seconds, the end of the window included: a step holds until then. @param {History} history @returns {number[]} */
export function instants({ at, to }) {
  const seconds = at.map((instant) => Date.parse(instant) / 1_000);
  const end = Date.parse(to) / 1_000;
  return seconds.length && end > /** @type {number} */ (seconds.at(-1)) ? [...seconds, end] : seconds;
}

/** Values as long as their instants: the last one holds to the end. @template T @param {T[]} values @param {number} length @returns {T[]} */
export function held(values, length) {
  return values.length && values.length < length ? [...values, ...Array(length - values.length).fill(values.at(-1))] : values;
}

/** A figure, with a gap as long as nobody gave it. @param {{sum: number[], said: number[]} | undefined} figure @returns {(number | null)[]} */
export function known(figure) {
  return figure ? figure.sum.map((sum, index) => (figure.said[index] ? sum : null)) : [];
}

/** How many bodies were silent: never heard of, or out of reach. @param {Record<string, number[]>} statuses @returns {number[]} */
export function silent({ sans_nouvelle: never = [], injoignable: out = [] }) {
  return never.map((count, index) => count + (out[index] ?? 0));
}

/** One stretch for each time that the status of a body changed. @param {History} history @returns {{status: string, from: number, to: number}[]} in seconds */
export function stretches(history) {
  const times = instants(history);
  const codes = held(history.status ?? [], times.length);
  const found = [];
  codes.forEach((status, index) => {
    const last = found.at(-1);
    if (last) last.to = times[index];
    if (last?.status !== status) found.push({ status, from: times[index], to: times[index] });
  });
  return found.filter(({ from, to }) => to > from);
}

/** Which points a table shows: all of a few, else some at even distances, the last one always. @param {number} count @returns {number[]} indexes */
export function sampled(count) {
  if (count <= ROWS) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: ROWS }, (_, row) => Math.round((row * (count - 1)) / (ROWS - 1)));
}

/** What stands under the axis: hours, or days when they are a day apart. @param {number} second @param {number} apart seconds @param {string} zone */
export function axisWords(second, apart, zone) {
  return apart >= DAY_S ? dayOf(second * 1_000, zone) : clock(second * 1_000, zone);
}

/** « ven. 26 ». @param {number} instant @param {string} zone */
function dayOf(instant, zone) {
  return new Intl.DateTimeFormat("fr-FR", { timeZone: zone, weekday: "short", day: "numeric" }).format(instant);
}
