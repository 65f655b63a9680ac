// In which order things ask to be looked at, and which of them a filter lets through. Pure.

import { isStale } from "./figures.js";
import { plain } from "./format.js";
import { isPressing } from "./needs.js";

/** @typedef {import("./store.js").Card} Card */
/** @typedef {import("./needs.js").Need} Need */

const SILENT = new Set(["sans_nouvelle", "injoignable"]);
/** @type {Record<string, number>} */
const RANKS = { deborde: 1, hors_service: 2, tension: 6, mobilise: 7, veille: 8, retour_normale: 9 };
const PRESSING = 3;
export const SILENCE = 4;
export const STALE = 5;
const OTHERS = 10;
const WITHDRAWN = 99;

/** Nobody knows how it is: never heard of, or out of reach. @param {Card} body */
export function isSilent(body) {
  return SILENT.has(body.status);
}

/** Who no longer copes, then whoever needs help now, then silence, then old news, then the rest.
 * @param {Card} body @param {number} now @param {Need | null} [need] what it lacks */
export function rank(body, now, need = null) {
  if (body.competent === false) return WITHDRAWN;
  const own = RANKS[body.status] ?? OTHERS;
  if (own <= 2) return own;
  if (body.status === "tension" && isPressing(need)) return PRESSING;
  if (isSilent(body)) return SILENCE;
  return isStale(body, now) ? STALE : own;
}

/** @typedef {{body: Card, rank: number, since: string, key: string, need: Need | null, late: number}} Row `key`: its name,
 * without accents, to be put in order at no cost */

/** Inside a rank the oldest news first: who was never heard of by how long they have been awaited, then by name.
 * @param {Row} a @param {Row} b */
export function byUrgency(a, b) {
  return a.rank - b.rank || Number(!a.since) - Number(!b.since) || order(a.since, b.since) || order(a.key, b.key);
}

/** @type {Record<string, (a: Row, b: Row) => number>} the other orders that may be asked for, each then by urgency */
const ORDERS = {
  organisme: (a, b) => order(a.key, b.key),
  nouvelle: (a, b) => order(a.body.observed_at ?? "", b.body.observed_at ?? ""),
  heberges: (a, b) => figure(b, "sheltered") - figure(a, "sheltered"),
  evacues: (a, b) => figure(b, "evacuated") - figure(a, "evacuated"),
  retards: (a, b) => b.late - a.late,
};

/** @param {string} wanted one of the orders, or anything else for urgency @returns {(a: Row, b: Row) => number} */
export function sorter(wanted) {
  const chosen = ORDERS[wanted];
  return chosen ? (a, b) => chosen(a, b) || byUrgency(a, b) : byUrgency;
}

/** What is not known comes after zero. @param {Row} row @param {string} name */
function figure({ body }, name) {
  const value = body.figures?.[name]?.value;
  return typeof value === "number" ? value : -1;
}

/** @param {string | number} a @param {string | number} b */
function order(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @typedef {{text?: string, departement?: string, status?: string, degree?: string, silent?: boolean, need?: boolean}} Filter */

/** A test for one filter: words of the name or an INSEE code, a département, a status or `stale`, how badly hit, silent,
 * in need. @param {Filter} filter @param {number} now @param {(body: Card) => Need | null} [needOf] @returns {(body: Card) => boolean} */
export function passes({ text = "", departement = "", status = "", degree = "", silent = false, need = false }, now, needOf = () => null) {
  const words = plain(text).split(" ").filter(Boolean);
  return (body) => {
    if (departement && body.departement !== departement) return false;
    if (status === "stale" ? !isStale(body, now) : status && body.status !== status) return false;
    if (degree && body.degree !== degree) return false;
    if (silent && !isSilent(body)) return false;
    if (need && !needOf(body)) return false;
    if (!words.length) return true;
    const name = searched(body);
    return words.every((word) => name.includes(` ${word}`));
  };
}

/** @type {WeakMap<Card, string>} */
const searchable = new WeakMap();

/** The words that a body is found by. @param {Card} body */
function searched(body) {
  let words = searchable.get(body);
  if (words === undefined) searchable.set(body, (words = ` ${plain(body.name)} ${body.commune ?? ""}`));
  return words;
}

/** Keep the order of `before` for those still there, and put newcomers last: nothing moves under a finger.
 * @template {{id: string}} T @param {T[]} items @param {string[]} before */
export function inOrderOf(items, before) {
  const places = new Map(before.map((id, index) => [id, index]));
  const at = (/** @type {T} */ item) => places.get(item.id) ?? Infinity;
  return items.map((item, index) => ({ item, index })).sort((a, b) => order(at(a.item), at(b.item)) || a.index - b.index)
    .map(({ item }) => item);
}
