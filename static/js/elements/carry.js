// A list to carry away as a file: the lines or the cards of the screen, in its order, with its filters and the same rights.

import { withQuery } from "../api.js";
import { html } from "../html.js";

/** @param {{dossier: string, table: string, of: string, endings: string[], asked?: Record<string, any>}} props `of`: what is carried, for who does not see what it stands beside */
export function Carry({ dossier, table, of, endings, asked = {} }) {
  const address = (/** @type {string} */ ending) => withQuery(`/api/dossiers/${encodeURIComponent(dossier)}/exports/${table}.${ending}`, asked);
  return html`<p class="sub carry">Emporter\u00a0: ${endings.map((ending) => html`<a key=${ending} href=${address(ending)} download>${ending.toUpperCase()}<span class="vh"> (${of})</span></a> `)}</p>`;
}
