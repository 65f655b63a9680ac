// What differs between the text of a protocol that a crisis follows and the one that the library holds. Pure.

/** @typedef {{code: string, title: string, fields: string[]}} Changed */
/** @typedef {{added: any[], removed: any[], changed: Changed[], lines: {added: string[], removed: string[]}}} Differences */

/** What a reader notices of an action, and its name. @type {[string, string][]} */
export const FIELDS = [
  ["title", "ce qu’il faut faire"], ["done_when", "ce qui montre que c’est fait"], ["who", "qui"], ["must", "obligatoire ou non"], ["phase", "phase"],
  ["anchor", "repère"], ["at", "délai"], ["every", "répétition"], ["until", "fin des répétitions"], ["scope", "portée"], ["partners", "partenaires"], ["aids", "dispositifs"],
];

/** @param {any} value a field left out is an empty one */
const written = (value) => JSON.stringify(value === undefined || (Array.isArray(value) && !value.length) ? null : value);

/** What applying the library's text would change, word for word.
 * @param {{actions: Record<string, any>, retired?: string[], red_lines?: string[]}} frozen the card of the crisis
 * @param {{actions: any[], red_lines?: string[]}} library as the server lists it @returns {Differences} */
export function differences(frozen, library) {
  const before = new Map(Object.entries(frozen.actions).filter(([code]) => !frozen.retired?.includes(code)));
  const after = new Map(library.actions.map((action) => [action.code, action]));
  const changed = [];
  for (const [code, action] of after) {
    const was = before.get(code);
    if (!was) continue;
    const fields = FIELDS.filter(([field]) => written(was[field]) !== written(action[field])).map(([, words]) => words);
    if (fields.length) changed.push({ code, title: action.title, fields });
  }
  const [lines, kept] = [library.red_lines ?? [], frozen.red_lines ?? []];
  return {
    added: [...after.values()].filter(({ code }) => !before.has(code)),
    removed: [...before].filter(([code]) => !after.has(code)).map(([code, action]) => ({ code, ...action })),
    changed,
    lines: { added: lines.filter((line) => !kept.includes(line)), removed: kept.filter((line) => !lines.includes(line)) },
  };
}

/** How many differences there are. @param {Differences} found */
export function countOf({ added, removed, changed, lines }) {
  return added.length + removed.length + changed.length + lines.added.length + lines.removed.length;
}
