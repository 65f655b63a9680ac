// The decisions of meetings, in the order in which they ask to be looked at. Pure.

/** @typedef {import("./store.js").Card} Card */

/** A decision is overdue when its day has passed and it is not done; the server may have said so first.
 * @param {Card} card @param {number} now */
export function isOverdue({ state, overdue, due_on: day }, now) {
  return state !== "fait" && (overdue === true || Date.parse(`${day}T23:59:59Z`) < now);
}

/** What is to be done first, by day; then what is done, the latest first. @param {Iterable<Card>} decisions */
export function decisionsInOrder(decisions) {
  const done = (/** @type {Card} */ card) => card.state === "fait";
  return [...decisions].sort((a, b) => {
    if (done(a) !== done(b)) return done(a) ? 1 : -1;
    const [first, second] = done(a) ? [b, a] : [a, b];
    return first.due_on < second.due_on ? -1 : first.due_on > second.due_on ? 1 : a.seq - b.seq;
  });
}
