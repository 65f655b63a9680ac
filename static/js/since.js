// What has changed since an hour ago, since yesterday, since the last point of situation. Pure.

const HOUR = 3_600_000;
/** What may be compared with: the code kept in the address → hours, and words. @type {Record<string, {hours: number, words: string}>} */
export const LAPSES = { "1h": { hours: 1, words: "1 h" }, "24h": { hours: 24, words: "24 h" } };

/** @typedef {{at: number, words: string}} Reference since when, in milliseconds and in words: « depuis 1 h » */
/** @typedef {{figures: Record<string, {sum: number[], said: number[]}>, statuses: Record<string, number[]>}} History the columns of the history of a crisis */

/** Since when changes are counted: the last point of situation, else the lapse that is asked for.
 * @param {Iterable<any>} situations @param {string} lapse @param {number} now @returns {Reference} */
export function reference(situations, lapse, now) {
  const last = [...situations].sort((a, b) => (a.cutoff_at < b.cutoff_at ? -1 : 1)).at(-1);
  if (last) return { at: Date.parse(last.cutoff_at), words: `le n°\u00a0${last.number}` };
  const { hours, words } = LAPSES[lapse] ?? LAPSES["1h"];
  return { at: Math.floor(now / 60_000) * 60_000 - hours * HOUR, words: words.replace(" ", "\u00a0") };
}

/** How much a sum has changed since then; null when nothing was known then. @param {History | null} before @param {string} name @param {number} sum */
export function change(before, name, sum) {
  const figure = before?.figures[name];
  return figure?.said[0] ? sum - figure.sum[0] : null;
}

/** How many bodies more are in a status than then; null when it is not known. @param {History | null} before @param {string} status @param {number} count */
export function changeOfStatus(before, status, count) {
  return before && known(before) ? count - (before.statuses[status]?.[0] ?? 0) : null;
}

/** Whether there was anything on the board then. @param {History} before */
function known(before) {
  return Object.values(before.statuses).some(([first]) => first > 0);
}
