// Official figures beside the sums of reports: on the same ground, with the gap between them. Pure.

import { total } from "./figures.js";

/** @typedef {import("./store.js").Card} Card */
/** @typedef {{value: number | null, at: string, source: string, estimated: boolean, seq: number, departements: string[] | null}} Said
 * `value` null: the source says that it does not know; `departements` null: it speaks of the whole crisis */

/** What is officially said of one figure: for the whole crisis, else the sum of the départements that gave it.
 * @param {Map<string, Card>} cards @param {string} name @returns {Said | null} null when nobody said anything */
export function official(cards, name) {
  const whole = cards.get("official:crisis")?.figures[name];
  if (whole) return said([[null, whole]]);
  const parts = [...cards.values()].flatMap((card) => (card.departement && card.figures[name] ? [[card.departement, card.figures[name]]] : []));
  return parts.length ? said(/** @type {[string, any][]} */ (parts)) : null;
}

/** @param {[string | null, any][]} parts @returns {Said} */
function said(parts) {
  const known = parts.filter(([, figure]) => typeof figure.value === "number");
  const told = known.length ? known : parts;
  const newest = told.reduce((a, b) => (a[1].at < b[1].at ? b : a))[1];
  const sources = [...new Set(told.map(([, figure]) => figure.source))];
  return {
    value: known.length ? known.reduce((sum, [, figure]) => sum + figure.value, 0) : null,
    at: newest.at, source: sources.length === 1 ? sources[0] : "", seq: newest.seq,
    estimated: known.some(([, figure]) => figure.quality === "estime"),
    departements: parts[0][0] === null ? null : told.map(([code]) => /** @type {string} */ (code)).sort(),
  };
}

/** @typedef {{declared: number, said: number, of: number, official: Said, gap: number}} Compared `gap`: what reports say beyond it */

/** The reports and the official figure, of the same départements. Null when one of them says nothing.
 * @param {Iterable<Card>} bodies @param {Map<string, Card>} cards @param {string} name @returns {Compared | null} */
export function compared(bodies, cards, name) {
  const found = official(cards, name);
  if (found?.value === null || !found) return null;
  const { departements } = found;
  const same = departements ? [...bodies].filter(({ departement }) => departements.includes(departement)) : [...bodies];
  const { sum, said: heard } = total(same, name);
  const of = same.filter(({ competent }) => competent !== false).length;
  return heard ? { declared: sum, said: heard, of, official: found, gap: sum - found.value } : null;
}
