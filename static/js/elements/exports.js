// Files to carry away: the same lines and cards as the screen, with the same rights.

import { html } from "../html.js";

/** @type {[string, string, string[]][]} */
const TABLES = [
  ["main-courante", "Main courante", ["pdf", "csv", "xlsx", "json"]],
  ["organismes", "CCAS, CIAS et mairies", ["pdf", "csv", "xlsx", "json", "geojson"]],
  ["besoins", "Besoins", ["csv", "xlsx", "json"]],
  ["soutiens", "Soutiens", ["csv", "xlsx", "json"]],
  ["actes", "Actes", ["csv", "xlsx", "json"]],
  ["lieux", "Lieux", ["csv", "xlsx", "json", "geojson"]],
  ["points", "Points de situation", ["csv", "xlsx", "json"]],
];

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Exports({ dossier }) {
  const base = `/api/dossiers/${encodeURIComponent(dossier.id)}/exports`;
  return html`<section class="block" aria-labelledby="exports"><header><h2 id="exports">Exports</h2><p class="sub">ce que vous voyez, et rien d’autre</p></header>
    <ul class="cards">${TABLES.map(([name, words, endings]) => html`<li key=${name}><b>${words}</b>\u00a0: ${endings.map((ending) => html`<a key=${ending} href=${`${base}/${name}.${ending}`} download>${ending.toUpperCase()}<span class="vh"> (${words})</span></a> `)}</li>`)}
      ${dossier.may("crisis.close") && html`<li><b>Archive scellée</b>\u00a0: <a href=${`/api/dossiers/${encodeURIComponent(dossier.id)}/archive`} download>ZIP</a>, tout le dossier, à vérifier sans ce logiciel</li>`}</ul></section>`;
}
