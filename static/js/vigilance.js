// The vigilance of départements, as it is known at an instant. Pure. After its hour, nothing is known (crisiscoord/domain/vigilance.py).

/** @typedef {import("./store.js").Card} Card */

const WEIGHT = ["rouge", "orange", "jaune", "vert"];

/** The level that holds, null when it is not known any more. @param {Card} card @param {number} at @returns {string | null} */
export const levelNow = (card, at) => (at < Date.parse(card.until) ? card.level : null);

/** The worst first, those that nobody has said again last, by département. @param {Iterable<Card>} cards @param {number} at */
export function vigilances(cards, at) {
  const rank = (/** @type {Card} */ card) => (levelNow(card, at) ? WEIGHT.indexOf(card.level) : WEIGHT.length);
  return [...cards].sort((a, b) => rank(a) - rank(b) || (a.departement < b.departement ? -1 : 1));
}
