// Names made here for things that do not exist yet: commands, designations, acts, dossiers.

import { plain } from "./format.js";

/** A UUID 4. `crypto.randomUUID` exists on https and loopback only: elsewhere it is made of the same random bytes. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The id of a command: a UUID 7 (RFC 9562, section 5.7), the later the greater, so that the receipts of one hour lie
 * side by side in the database (docs/decisions/0032). @param {number} at milliseconds since 1970 */
export function commandId(at) {
  const told = Math.trunc(at).toString(16).padStart(12, "0");
  return `${told.slice(0, 8)}-${told.slice(8)}-7${uuid().slice(15)}`;
}

/** A name for a thing inside a dossier: « acte-3f9a1c07b2d4 ». @param {string} prefix */
export function freshName(prefix) {
  return `${prefix}-${uuid().replaceAll("-", "").slice(0, 12)}`;
}

/** A name for a dossier, readable and unlikely to be taken: « crue-de-la-seine-2018-3f9a ». */
export function dossierName(title, year) {
  const words = plain(title).replaceAll(" ", "-").slice(0, 44).replace(/-+$/, "");
  return `${words || "dossier"}-${year}-${uuid().slice(0, 4)}`;
}

/** The part of a card's id by which commands name the thing. @param {{id: string}} card */
export function keyOf({ id }) {
  return id.slice(id.indexOf(":") + 1);
}
