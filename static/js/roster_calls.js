// A call of the roster, read from its card: who is asked, who comes next and when, what each one answered. Pure.

/** @typedef {import("./store.js").Card} Card */

/** The lists that are being gone down, then the others, the newest first. @param {Iterable<Card>} calls */
export function inOrderOfCall(calls) {
  return [...calls].sort((a, b) => Number(b.state === "en_cours") - Number(a.state === "en_cours") || (a.started_at < b.started_at ? 1 : -1));
}

/** Whose turn comes next, undefined at the end of the list. @param {Card} call */
export function nextOf(call) {
  return call.state === "en_cours" ? call.steps.find((/** @type {any} */ step) => step.state === "a_appeler") : undefined;
}

/** Whoever is being asked. @param {Card} call */
export function askedOf(call) {
  return call.steps.find((/** @type {any} */ step) => step.state === "appelee");
}

/** The perimeters for which nobody is to be called: somebody acts there, or is being asked.
 * @param {Iterable<Card>} designations @param {Iterable<Card>} calls @returns {Set<string>} */
export function heldPerimeters(designations, calls) {
  const held = [...designations].filter(({ state }) => state === "active" || state === "proposee");
  return new Set([...held, ...[...calls].filter(({ state }) => state === "en_cours")].map(({ perimeter }) => perimeter));
}

/** Those whom the desk would call, in its order: free, neither asked nor acting already, nor asked in vain before.
 * @param {any[]} people as the roster gives them, whoever to ask first at the top @param {Iterable<Card>} designations */
export function proposed(people, designations) {
  const known = new Set([...designations].map(({ person }) => person).filter(Boolean));
  return people.filter(({ id, free }) => free && !known.has(id));
}

/** A list with one of its people moved by so many places. @template T @param {T[]} list @param {number} from @param {number} by @returns {T[]} */
export function moved(list, from, by) {
  const to = from + by;
  if (to < 0 || to >= list.length) return list;
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
