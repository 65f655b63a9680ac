// How many have been heard of. Whom to call, and in which order, is for the server to say. Pure.

import { NBSP, number } from "./format.js";

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

/** « 34 sur 41 ». @param {Coverage} of */
export function covered({ heard, of }) {
  return `${number(heard)} sur${NBSP}${number(of)}`;
}
