// The communes of a département with their places, read when somebody looks at it; a few départements are kept.

import { get, withQuery } from "../api.js";

/** @typedef {import("../elements/pick_map.js").Commune} Commune */

const KEPT = 12;
/** @type {Map<string, Promise<Commune[]>>} */
const asked = new Map();

/** @param {string} departement @returns {Promise<Commune[]>} */
export function communesWithin(departement) {
  const known = asked.get(departement);
  if (known) return known;
  const coming = get(withQuery("/api/territory/communes", { within: departement })).then(({ communes }) => communes);
  asked.set(departement, coming);
  coming.catch(() => asked.delete(departement));
  if (asked.size > KEPT) asked.delete(asked.keys().next().value ?? "");
  return coming;
}
