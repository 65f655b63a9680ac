// Files to carry away: the same lines and cards as the screen, with the same rights, as the server says that they are given.

import { useFetched } from "../fetched.js";
import { html } from "../html.js";
import { actor } from "../session.js";
import { Refusal } from "./message.js";

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Exports({ dossier }) {
  const base = `/api/dossiers/${encodeURIComponent(dossier.id)}`;
  const byLink = Boolean(actor().dossier);
  const { value, problem } = useFetched(byLink ? "" : `${base}/exports`);
  if (byLink) return null; // they carry nothing away: files would not bear their mark
  return html`<section class="block" aria-labelledby="exports"><header><h2 id="exports">Exports</h2><p class="sub">ce que vous voyez, et rien d’autre</p></header>
    ${problem && html`<${Refusal} problem=${problem} />`}
    <ul class="cards">${value?.tables.map((/** @type {any} */ { table, title, formats }) => html`<li key=${table}><b>${title}</b>\u00a0: ${formats.map((/** @type {string} */ ending) => html`<a key=${ending} href=${`${base}/exports/${table}.${ending}`} download>${ending.toUpperCase()}<span class="vh"> (${title})</span></a> `)}<a href=${`${base}/exports/${table}.csv?hxl=1`} download>CSV avec HXL<span class="vh"> (${title})</span></a></li>`)}
      ${value?.archive && html`<li><b>Archive scellée</b>\u00a0: <a href=${`${base}/archive`} download>ZIP</a>, tout le dossier, à vérifier sans ce logiciel</li>`}</ul></section>`;
}
