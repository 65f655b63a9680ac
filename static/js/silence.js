// Who has been heard of, and who is to be called next. Pure.

import { isStale } from "./figures.js";

/** @typedef {import("./store.js").Card} Card */
/** @typedef {{heard: number, of: number}} Coverage `heard` bodies have given news, of those that should */

/** @param {Card} body */
const isHeard = (body) => body.observed_at !== undefined;
/** @param {Card} body */
const isCounted = (body) => body.competent !== false;

/** @param {Iterable<Card>} bodies @returns {Coverage} */
export function coverage(bodies) {
  const counted = [...bodies].filter(isCounted);
  return { heard: counted.filter(isHeard).length, of: counted.length };
}

/** The coverage of each département, by code. @param {Iterable<Card>} bodies @returns {[string, Coverage][]} */
export function coverageByDepartement(bodies) {
  /** @type {Map<string, Card[]>} */
  const parts = new Map();
  for (const body of bodies) {
    const found = parts.get(body.departement);
    if (found) found.push(body);
    else parts.set(body.departement, [body]);
  }
  return [...parts].map(([code, part]) => /** @type {[string, Coverage]} */ ([code, coverage(part)]))
    .filter(([, { of }]) => of > 0).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The bodies to call, in order: never heard of first, then those awaited the longest, then those least often tried.
 * Whoever is back to normal, or whose news still hold, is left in peace. @param {Iterable<Card>} bodies @param {number} now */
export function callList(bodies, now) {
  const wanted = [...bodies].filter((body) => isCounted(body) && isSilent(body, now));
  const since = (/** @type {Card} */ body) => body.awaited_since ?? body.valid_until ?? "9";
  return wanted.sort((a, b) => Number(isHeard(a)) - Number(isHeard(b))
    || compare(since(a), since(b))
    || (a.unanswered ?? 0) - (b.unanswered ?? 0)
    || a.name.localeCompare(b.name, "fr"));
}

/** @param {Card} body @param {number} now */
function isSilent(body, now) {
  if (body.status === "retour_normale") return false;
  return !isHeard(body) || body.status === "injoignable" || body.awaited_since !== undefined || isStale(body, now);
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
