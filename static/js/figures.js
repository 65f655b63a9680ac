// Sums over the bodies of a crisis, with what they cover: a total is never shown without it. Pure.

/** @typedef {import("./store.js").Card} Card */

/** The figures at the head of a crisis board, in order. */
export const KEY_FIGURES = ["sheltered", "evacuated", "households_hit", "register_unanswered", "agents_present", "meals"];

/** Add up one figure. `said`: how many bodies gave a number; `estimated`: whether one of them was an estimate.
 * @param {Iterable<Card>} bodies @param {string} name */
export function total(bodies, name) {
  let [sum, said, estimated] = [0, 0, false];
  for (const body of bodies) {
    const figure = body.competent === false ? undefined : body.figures?.[name];
    if (!figure || figure.quality === "non_communique" || typeof figure.value !== "number") continue;
    sum += figure.value;
    said += 1;
    estimated ||= figure.quality === "estime";
  }
  return { sum, said, estimated };
}

/** A report is out of date when its validity has passed. @param {Card} body @param {number} now */
export function isStale(body, now) {
  return body.valid_until !== undefined && Date.parse(body.valid_until) < now;
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
