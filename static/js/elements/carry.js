// A list to carry away as a file: the lines or the cards of the screen, in its order, with its filters and the same rights.

import { withQuery } from "../api.js";
import { html } from "../html.js";
import { actor } from "../session.js";

/** @param {{dossier: string, table: string, of: string, endings: string[], named?: string, asked?: Record<string, any>}} props `of`: what is carried, for who does not see what it stands beside; `named`: what stands before the links */
export function Carry({ dossier, table, of, endings, named = "Emporter", asked = {} }) {
  if (actor().dossier) return null; // who came by a link carries nothing away: files would not bear their mark
  const address = (/** @type {string} */ ending) => withQuery(`/api/dossiers/${encodeURIComponent(dossier)}/exports/${table}.${ending}`, asked);
  return html`<p class="sub carry">${named}\u00a0: ${endings.map((ending) => html`<a key=${ending} href=${address(ending)} download>${ending.toUpperCase()}<span class="vh"> (${of})</span></a> `)}</p>`;
}
