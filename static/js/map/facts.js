// The foot of the map: what is pointed at, in words; else how to read the map.

import { Mark as Sign, Status } from "../elements/status.js";
import { isStale } from "../figures.js";
import { NARROW, NBSP, clock, counted, duration, number } from "../format.js";
import { html } from "../html.js";
import { placeName } from "../names.js";
import { SHAPES } from "../shapes.js";
import { label } from "../vocabulary.js";

/** @typedef {import("../store.js").Card} Card */

/** How old the news of a body are. @param {Card} body @param {number} at */
function news(body, at) {
  if (body.observed_at) return `nouvelle il y a ${duration(at - Date.parse(body.observed_at))}`;
  return body.awaited_since ? `attendu depuis ${duration(at - Date.parse(body.awaited_since))}` : "aucune nouvelle";
}

/** What is heard when the keys come to a mark. @param {Card} body @param {number} at */
export function spoken(body, at) {
  return [placeName(body.name), label("statuses", body.status), isStale(body, at) && "périmé", news(body, at), body.departement].filter(Boolean).join(", ");
}

/** @param {{mark: import("./layout.js").Mark | null, dossier: string, at: number, zone: string, source: string, without: number, links: boolean}} props */
export function Facts({ mark, dossier, at, zone, source, without, links }) {
  return html`<div class="map-foot">${mark ? html`<${Pointed} body=${mark.body} dossier=${dossier} at=${at} zone=${zone} />` : html`<${Reading} source=${source} without=${without} links=${links} />`}</div>`;
}

/** @param {{body: Card, dossier: string, at: number, zone: string}} props */
function Pointed({ body, dossier, at, zone }) {
  return html`<p class="pointed"><${Status} code=${body.status} /> <a href=${`/dossiers/${dossier}/organismes/${body.body}`}>${body.name}</a>
    <span class="sub">${isStale(body, at) && html`<span class="tag tag-stale">périmé</span> `}${news(body, at)}${body.observed_at && ` (${clock(body.observed_at, zone)})`}
      ${body.population > 0 && ` · ${number(body.population)}${NBSP}hab.`} · ${body.departement}</span></p>`;
}

/** @param {{source: string, without: number, links: boolean}} props */
function Reading({ source, without, links }) {
  return html`<p class="reading"><span>Aire${NBSP}: population</span> <span>Pâleur${NBSP}: âge</span> ${links && html`<span>Tireté${NBSP}: renfort en route</span> `}
      ${without > 0 && html`<span>${counted(without, "organisme")} sans position</span>`}</p>
    <details class="key"><summary>Légende</summary><div class="key-in"><ul>
      ${Object.keys(SHAPES).map((code) => html`<li key=${code}><${Sign} code=${code} />${code === "stale" ? "Nouvelle périmée\u00a0: contour tireté" : label("statuses", code)}</li>`)}</ul>
      <p class="sub">Molette, pincement, + et −${NBSP}: échelle. Flèches${NBSP}: d’un organisme à l’autre${NARROW}; Entrée${NBSP}: ouvrir${NARROW}; 0${NBSP}: tout voir.</p>
      <p class="sub">${source}</p></div></details>`;
}
