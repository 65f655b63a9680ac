// The sheets to print: one body on each, its code spelled and its square to scan.

import { withQuery } from "../api.js";
import { Qr } from "../elements/access_code.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Notice, Refusal } from "../elements/message.js";
import { useFetched } from "../fetched.js";
import { clock, longDay, number } from "../format.js";
import { html } from "../html.js";
import { place } from "../router.js";
import { Watched } from "./watched.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */

/** @param {{dossier: string}} props */
export function SheetsOfAccessPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {Dossier} */ dossier) => html`
    <${Frame} title="Fiches d’accès" sub=${dossier.only("crisis")?.title} dossier=${dossier} kind="access-sheets"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/acces`} />`}><${Sheets} dossier=${dossier} /><//>`}<//>`;
}

/** @param {{dossier: Dossier}} props */
function Sheets({ dossier }) {
  const { query } = place.value;
  const first = Number(query.get("a-partir")) || 0;
  const { value, problem } = useFetched(withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/sheets`, { to_call: query.get("a-appeler"), departement: query.get("departement"), body: query.get("organisme"), from: first || "" }));
  if (problem) return html`<div class="block in"><${Refusal} problem=${problem} /></div>`;
  if (!value) return html`<p class="empty" role="status">Lecture…</p>`;
  return html`<p class="go"><button type="button" class="btn btn-main" disabled=${!value.sheets.length} onClick=${() => print()}>Imprimer ${value.sheets.length > 1 ? `les ${number(value.sheets.length)} fiches` : "la fiche"}</button> <a class="btn" href=${`/dossiers/${dossier.id}/acces`}>Revenir aux accès</a></p>
    ${value.left_out > 0 && html`<${Notice} tone="note">${number(value.left_out)} fiches de plus, après celles-ci. <a href=${withQuery(`/dossiers/${dossier.id}/acces/fiches`, { ...Object.fromEntries(query), "a-partir": first + value.sheets.length })}>Fiches suivantes</a><//>`}
    ${!value.sheets.length && html`<p class="block empty">Aucune fiche à imprimer.</p>`}
    ${value.sheets.map((/** @type {import("../elements/access_code.js").Sheet} */ sheet) => html`<${OneSheet} key=${sheet.body} dossier=${dossier} sheet=${sheet} />`)}`;
}

/** @param {{dossier: Dossier, sheet: import("../elements/access_code.js").Sheet}} props */
function OneSheet({ dossier, sheet }) {
  const crisis = dossier.only("crisis");
  return html`<section class="block access-sheet" aria-label=${sheet.name}>
    ${crisis?.exercise && html`<p class="exo"><b>EXERCICE</b><span>aucune suite réelle n’est à donner</span><b aria-hidden="true">EXERCICE</b></p>`}
    <h2>${sheet.name}</h2><p class="sub">${crisis?.title} · département ${sheet.departement}</p>
    <div class="access-ways"><div><h3>Avec un téléphone</h3><p>Visez le carré, ouvrez le lien, rendez compte. Ni compte, ni mot de passe.</p><${Qr} qr=${sheet.qr} name=${sheet.name} /></div>
      <div><h3>Avec le code</h3><p>Ouvrez <b>${sheet.where}</b> et saisissez\u00a0:</p><p class="code">${sheet.code}</p><p class="spelled">${sheet.spelled}</p></div></div>
    <p>Vaut jusqu’au <b>${longDay(sheet.expires_at, dossier.zone)}, ${clock(sheet.expires_at, dossier.zone)}</b>, pendant l’urgence. Qui tient cette feuille parle pour l’organisme\u00a0: gardez-la, ne la photographiez pas. Perdue\u202f? Dites-le à la coordination, qui en fait une autre.</p></section>`;
}
