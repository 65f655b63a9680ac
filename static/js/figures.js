// Sums over the bodies of a crisis, with what they cover: a total is never shown without it. Pure.

/** @typedef {import("./store.js").Card} Card */

/** The figures at the head of a crisis board, in order. */
export const KEY_FIGURES = ["sheltered", "evacuated", "households_hit", "register_unanswered", "agents_present", "meals"];

/** Add up one figure. `said`: how many bodies gave a number; `estimated`: whether one of them was an estimate.
 * @param {Iterable<Card>} bodies @param {string} name */
export function total(bodies, name) {
  let [sum, said, estimated] = [0, 0, false];
  for (const body of bodies) {
    if (!isSaid(body, name)) continue;
    const figure = body.figures[name];
    sum += figure.value;
    said += 1;
    estimated ||= figure.quality === "estime";
  }
  return { sum, said, estimated };
}

/** A body gave a number that counts. @param {Card} body @param {string} name */
function isSaid({ competent, figures }, name) {
  const figure = competent === false ? undefined : figures?.[name];
  return typeof figure?.value === "number" && figure.quality !== "non_communique";
}

/** Out of how many one figure is: the sum of the other over the bodies that gave the first. Null when one of them did not give both.
 * @param {Iterable<Card>} bodies @param {string} name @param {string} out @returns {number | null} */
export function outOf(bodies, name, out) {
  const given = [...bodies].filter((body) => isSaid(body, name));
  const both = total(given, out);
  return given.length && both.said === given.length ? both.sum : null;
}

/** @type {WeakMap<Card, number>} a card never changes: its date is read once */
const validUntil = new WeakMap();

/** A report is out of date when its validity has passed. @param {Card} body @param {number} now */
export function isStale(body, now) {
  if (body.valid_until === undefined) return false;
  let until = validUntil.get(body);
  if (until === undefined) validUntil.set(body, (until = Date.parse(body.valid_until)));
  return until < now;
}

/** How many bodies are in each status, and how many have news that are out of date. @param {Iterable<Card>} bodies */
export function tally(bodies, now) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const body of bodies) {
    counts[body.status] = (counts[body.status] ?? 0) + 1;
    if (isStale(body, now)) counts.stale = (counts.stale ?? 0) + 1;
  }
  return counts;
}
