// Communes and départements, as the server looks them up for forms.

import { Problem, get, post, withQuery } from "./api.js";
import { plain } from "./format.js";

/** How many codes are asked for at once, and lines of a list. */
const CODES_AT_ONCE = 100;
const LINES_AT_ONCE = 1_000;
const SHOWN = 10;

/** @typedef {{code: string, name: string, departement: string, population: number, competent?: {id: string, name: string, kind: string, presumed?: boolean}, position?: [number, number] | null}} Commune
 * @typedef {{code: string, name: string, communes: number}} Departement
 * @typedef {{line: number, text: string, reason: string, among: Commune[], departement?: {code: string, name: string}}} Doubt */

/** The communes that a person typing may mean; none when it cannot be asked. @param {string} q @param {AbortSignal} signal @returns {Promise<Commune[]>} */
export async function searchCommunes(q, signal) {
  try {
    return await get(withQuery("/api/territory/communes", { q: q.trim().slice(0, 80), limit: SHOWN }), { signal });
  } catch (problem) {
    if (problem instanceof Problem || (problem instanceof DOMException && problem.name === "AbortError")) return [];
    throw problem;
  }
}

/** @type {Promise<Departement[]> | null} */
let asked = null;

/** Every département, asked for once. @returns {Promise<Departement[]>} */
export function departements() {
  asked ??= get("/api/territory/departements").catch(() => {
    asked = null;
    return [];
  });
  return asked;
}

/** The départements that a person typing may mean: a code, or the beginning of a name. @param {Departement[]} all @param {string} q */
export function meant(all, q) {
  const typed = plain(q);
  return typed.length < 2 ? [] : all.filter(({ code, name }) => code.toLowerCase() === typed || plain(name).startsWith(typed)).slice(0, 3);
}

/** Every commune of a département. @param {string} code @returns {Promise<Commune[]>} @throws {Problem} */
export async function communesWithin(code) {
  return (await get(withQuery("/api/territory/communes", { within: code }))).communes;
}

/** The communes of today that INSEE codes mean, and the codes that mean none. @param {string[]} codes */
export async function communesOf(codes) {
  const all = { communes: /** @type {Commune[]} */ ([]), unknown: /** @type {string[]} */ ([]) };
  for (let at = 0; at < codes.length; at += CODES_AT_ONCE) {
    const found = await get(withQuery("/api/territory/communes", { code: codes.slice(at, at + CODES_AT_ONCE).join(",") }));
    all.communes.push(...found.communes);
    all.unknown.push(...found.unknown);
  }
  return all;
}

/** What the lines of a list mean, and which of them a person must make precise.
 * @param {import("./place_list.js").Item[]} items @param {(read: number) => void} onRead
 * @returns {Promise<{communes: Commune[], doubts: Doubt[]}>} @throws {Problem} */
export async function readItems(items, onRead) {
  const all = { communes: /** @type {Commune[]} */ ([]), doubts: /** @type {Doubt[]} */ ([]) };
  for (let at = 0; at < items.length; at += LINES_AT_ONCE) {
    const part = items.slice(at, at + LINES_AT_ONCE);
    const { communes, doubts } = await post("/api/territory/list", { lines: part.map(({ text }) => text) });
    all.communes.push(...communes);
    all.doubts.push(...doubts.map((/** @type {Doubt} */ doubt) => ({ ...doubt, line: part[doubt.line].line })));
    onRead(at + part.length);
  }
  return all;
}
