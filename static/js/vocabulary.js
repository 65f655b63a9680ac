// The French words of the field, as the server spells them: {group: {code: {label, short?, meaning?, …}}}.

import { ask } from "./api.js";

/** @typedef {{label: string, short?: string, meaning?: string, [more: string]: any}} Worded */

/** @type {Record<string, Record<string, Worded>>} */
let groups = {};

/** Fetch the words; the browser keeps them as long as the server says that they have not changed. */
export async function loadVocabulary() {
  groups = await ask("/api/vocabulary.json");
}

/** @param {string} group @returns {[string, Worded][]} codes in the order of display */
export function codes(group) {
  return Object.entries(groups[group] ?? {});
}

/** @param {string} group @param {string} code @returns {Worded} an unknown code is shown as it is */
export function worded(group, code) {
  return groups[group]?.[code] ?? { label: code };
}

/** @param {string} group @param {string} code */
export function label(group, code) {
  return worded(group, code).label;
}

/** The word for a narrow place. @param {string} group @param {string} code */
export function short(group, code) {
  const { short: narrow, label: full } = worded(group, code);
  return narrow || full;
}

/** « Préfecture 77 » from a body id. @param {string} id */
export function partyName(id) {
  const [kind, ...rest] = id.split("-");
  return [short("body_kinds", kind), rest.join("-")].filter(Boolean).join(" ");
}

/** @param {string} code `main`, `deputy` or a département */
export function perimeter(code) {
  const words = label("perimeters", code);
  return words === code ? `Département ${code}` : words;
}
