// What a wall adds up and in which order: one line per département, all of them together, what contradicts what. Pure.

import { KEY_FIGURES, total } from "../figures.js";
import { official } from "../official.js";
import { coverage } from "../silence.js";

/** @typedef {import("../store.js").Card} Card */
/** @typedef {{sum: number, said: number, estimated: boolean}} Sum */
/** @typedef {{code: string, name: string, statuses: Record<string, number>, heard: number, of: number, figures: Record<string, Sum>}} Part
 * what the bodies of one département say together, as the server counts them too */

/** Lines of a table of départements; beyond, the most loaded and the others together. */
export const MOST_PARTS = 8;
/** How long a view stays, in seconds, and the bounds of what the address may ask for. */
export const TURN_S = 20;
const [SHORTEST_S, LONGEST_S] = [5, 3600];

/** From so many on, numbers are written smaller: five digits and more. */
const WIDE = 10_000;

/** @param {number[]} numbers */
export function wide(numbers) {
  return numbers.some((one) => Math.abs(one) >= WIDE);
}

/** How long a view stays: 0, for ever. @param {string | null} asked */
export function turnSeconds(asked) {
  if (asked === null || !/^\d{1,4}$/.test(asked)) return TURN_S;
  const seconds = Number(asked);
  return seconds === 0 ? 0 : Math.min(LONGEST_S, Math.max(SHORTEST_S, seconds));
}

/** @param {Iterable<Card>} bodies @param {string} code @param {string} name @returns {Part} */
export function partOf(bodies, code, name) {
  const counted = [...bodies].filter((body) => body.competent !== false);
  /** @type {Record<string, number>} */
  const statuses = {};
  for (const { status } of counted) statuses[status] = (statuses[status] ?? 0) + 1;
  return { code, name, statuses, ...coverage(counted), figures: Object.fromEntries(KEY_FIGURES.map((figure) => [figure, total(counted, figure)])) };
}

/** @param {Part[]} parts @param {string} name @returns {Part} */
export function together(parts, name) {
  /** @type {Part} */
  const all = { code: "", name, statuses: {}, heard: 0, of: 0, figures: {} };
  for (const { statuses, heard, of, figures } of parts) {
    for (const [code, count] of Object.entries(statuses)) all.statuses[code] = (all.statuses[code] ?? 0) + count;
    all.heard += heard;
    all.of += of;
    for (const [figure, { sum, said, estimated }] of Object.entries(figures)) {
      const before = all.figures[figure] ?? { sum: 0, said: 0, estimated: false };
      all.figures[figure] = { sum: before.sum + sum, said: before.said + said, estimated: before.estimated || estimated };
    }
  }
  return all;
}

/** Those who no longer cope, who are in tension, who are silent. @param {Part} part */
export function load({ statuses: { deborde = 0, hors_service = 0, tension = 0, sans_nouvelle = 0, injoignable = 0 } }) {
  return { hot: deborde + hors_service, deborde, hors_service, tension, silent: sans_nouvelle + injoignable };
}

/** The most loaded first; the one looked at before all. No more than `most`: the last ones together then.
 * @param {Part[]} parts @param {string} [first] @param {number} [most] */
export function ordered(parts, first = "", most = MOST_PARTS) {
  const keyed = parts.map((part) => ({ part, load: load(part) }));
  keyed.sort((a, b) => Number(b.part.code === first) - Number(a.part.code === first) || b.load.hot - a.load.hot || b.load.tension - a.load.tension
    || b.load.silent - a.load.silent || (a.part.code < b.part.code ? -1 : 1));
  const all = keyed.map(({ part }) => part);
  return all.length <= most ? all : [...all.slice(0, most - 1), together(all.slice(most - 1), `${all.length - most + 1} autres`)];
}

/** What préfectures publish against the sum of the reports, the widest gap first; both are shown, neither is corrected.
 * @param {Map<string, Card>} officials cards `official`, by id @param {Part[]} parts @param {string} [departement] only there */
export function contradictions(officials, parts, departement = "") {
  const cards = departement ? new Map([...officials].filter(([, card]) => card.departement === departement)) : officials;
  const found = KEY_FIGURES.flatMap((figure) => {
    const told = official(cards, figure);
    if (!told || told.value === null) return [];
    const { departements, value } = told;
    const { sum = 0, said = 0 } = together(parts.filter(({ code }) => !departements || departements.includes(code)), "").figures[figure] ?? {};
    return said && sum !== value ? [{ figure, declared: sum, official: value, gap: sum - value }] : [];
  });
  return found.sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap));
}
