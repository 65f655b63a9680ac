// In which order things ask to be looked at, and which of them a filter lets through. Pure.

import { isStale } from "./figures.js";
import { plain } from "./format.js";

/** @typedef {import("./store.js").Card} Card */

const SILENT = new Set(["sans_nouvelle", "injoignable"]);
const RANKS = ["deborde", "hors_service", "tension"];
const REST = ["mobilise", "veille", "retour_normale"];

/** Silence first, then those who no longer cope, then old news, then the rest. @param {Card} body @param {number} now */
export function rank(body, now) {
  if (body.competent === false) return 99;
  if (SILENT.has(body.status)) return 0;
  if (body.awaited_since) return 1;
  const urgent = RANKS.indexOf(body.status);
  if (urgent >= 0) return 2 + urgent;
  if (isStale(body, now)) return 5;
  const rest = REST.indexOf(body.status);
  return 6 + (rest < 0 ? REST.length : rest);
}

/** Bodies, the most pressing first; inside a rank those awaited the longest, then the oldest news, then by name.
 * @param {Iterable<Card>} bodies @param {number} now */
export function byUrgency(bodies, now) {
  const keyed = Array.from(bodies, (body) => ({
    body,
    rank: rank(body, now),
    since: body.awaited_since ?? body.observed_at ?? "",
  }));
  keyed.sort((a, b) => a.rank - b.rank || compare(!a.since, !b.since) || compare(a.since, b.since)
    || a.body.name.localeCompare(b.body.name, "fr"));
  return keyed.map(({ body }) => body);
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @typedef {{text?: string, departement?: string, status?: string}} Filter */

/** A test for one filter: words of the name or an INSEE code, a département, a status or `stale`.
 * @param {Filter} filter @param {number} now @returns {(body: Card) => boolean} */
export function passes({ text = "", departement = "", status = "" }, now) {
  const words = plain(text).split(" ").filter(Boolean);
  return (body) => {
    if (departement && body.departement !== departement) return false;
    if (status === "stale" ? !isStale(body, now) : status && body.status !== status) return false;
    if (!words.length) return true;
    const name = ` ${plain(body.name)} ${body.commune ?? ""}`;
    return words.every((word) => name.includes(` ${word}`));
  };
}

/** Keep the order of `before` for those still there, and put newcomers last: nothing moves under a finger.
 * @template {{id: string}} T @param {T[]} items @param {string[]} before */
export function inOrderOf(items, before) {
  const places = new Map(before.map((id, index) => [id, index]));
  const at = (/** @type {T} */ item) => places.get(item.id) ?? Infinity;
  return items.map((item, index) => ({ item, index })).sort((a, b) => compare(at(a.item), at(b.item)) || a.index - b.index)
    .map(({ item }) => item);
}
