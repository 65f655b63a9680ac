// What the pages of the directory share: the ways between them, a state in words, telephone numbers to touch.

import { html } from "../html.js";
import { place } from "../router.js";

/** What is known of a body, in the order in which it is read. @type {Record<string, string>} */
export const STATES = { confirme: "Confirmé", presume: "Présumé", ferme: "Fermé" };

/** The pages that the role of whoever looks may open. @param {{may: string[]}} props */
export function DirectoryWays({ may }) {
  const { path } = place.value;
  const link = (/** @type {string} */ to, /** @type {string} */ words) => html`<a href=${to} aria-current=${to === path ? "page" : null}>${words}</a>`;
  if (!may.includes("directory.import") && !may.includes("roster.read")) return null;
  return html`<nav class="ways" aria-label="Annuaire">${link("/annuaire", "Organismes")}
    ${may.includes("roster.read") && link("/annuaire/vivier", "Vivier des représentants")} ${may.includes("directory.import") && link("/annuaire/import", "Importer")}</nav>`;
}

/** @param {{code: string}} props */
export function State({ code }) {
  return html`<span class=${code === "confirme" ? "" : `tag ${code === "presume" ? "tag-stale" : "tag-late"}`}>${STATES[code]}</span>`;
}

/** A number as it is dialled in France, in pairs; others as they are kept. @param {string} number */
export function said(number) {
  return number.startsWith("+33") ? `0${number.slice(3)}`.replace(/(\d\d)(?=\d)/g, "$1\u00a0") : number;
}

/** A number that calls when it is touched. @param {{number: string, who: string}} props */
export function Dial({ number, who }) {
  return number ? html`<a href=${`tel:${number}`} aria-label=${`Appeler ${who}, ${said(number)}`}>${said(number)}</a>` : null;
}

/** An address that opens a letter. @param {{address: string}} props */
export function Mail({ address }) {
  return address ? html`<a href=${`mailto:${address}`}>${address}</a>` : null;
}
