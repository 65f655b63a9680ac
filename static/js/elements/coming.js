// What is to be done and by when, owner by owner: counts by span, as the server makes them.

import { withQuery } from "../api.js";
import { useFollowed } from "../fetched.js";
import { Choice } from "../forms/field.js";
import { NOTHING, counted, dated, number } from "../format.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";
import { moment } from "../ticking.js";
import { codes, short } from "../vocabulary.js";
import { Refusal } from "./message.js";

/** Views of the page that the server knows; any other is of everybody. */
const ASKED = new Set(["mine", "body", "departement"]);
/** How many owners are told at first. */
const FEW = 12;

/** @param {{dossier: import("../dossier.js").Dossier, view: string}} props */
export function Coming({ dossier, view }) {
  const at = moment.value;
  const departement = place.value.query.get("departement") ?? "";
  const whole = place.value.query.get("responsables") === "tous";
  const address = withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/tasks`, { view: ASKED.has(view) ? view : "", departement });
  const { value, problem, again } = useFollowed(address, `${dossier.seq.value}/${Math.floor(at / 60_000)}`);
  const seen = new Set([...dossier.cards("body").values()].map((card) => card.departement));
  const departements = (dossier.only("crisis")?.departements ?? []).filter((/** @type {string} */ code) => seen.has(code));
  const spans = codes("spans").filter(([code]) => value?.counts[code]);
  const owners = (value?.owners ?? []).slice(0, whole ? undefined : FEW);
  const more = (value?.owners.length ?? 0) - owners.length + (value?.owners_left_out ?? 0);
  const cell = (/** @type {string} */ code, /** @type {number | undefined} */ count) => html`<td class=${`num ${count ? (code === "en_retard" ? "late" : "") : "nil"}`} data-label=${short("spans", code)}>${count ? number(count) : NOTHING}</td>`;
  return html`<section class="block" aria-labelledby="a-venir"><header><h2 id="a-venir">Ce qui vient, par responsable</h2>
      ${departements.length > 1 && html`<${Choice} label="Département" hidden empty="Tous les départements" options=${departements.map((/** @type {string} */ code) => [code, `Département ${code}`])} value=${departement} onInput=${(/** @type {any} */ input) => keepInAddress({ departement: input.currentTarget.value })} />`}</header>
    ${problem && html`<${Refusal} problem=${problem} /><p class="go in"><button type="button" class="btn" onClick=${again}>Réessayer</button></p>`}
    ${!value && !problem && html`<p class="empty" role="status">Lecture des échéances…</p>`}
    ${value && owners.length === 0 && html`<p class="empty">Rien n’est à faire dans cette vue.</p>`}
    ${owners.length > 0 && html`<div class="scroll" tabindex="0" role="group" aria-labelledby="a-venir"><table class="tbl spans"><thead><tr><th scope="col">Responsable</th>${spans.map(([code]) => html`<th scope="col" class="num" key=${code}>${short("spans", code)}</th>`)}<th scope="col">Prochaine échéance</th></tr></thead>
      <tbody>${owners.map((/** @type {any} */ one) => html`<tr key=${one.owner}><th scope="row">${one.body ? html`<a href=${`/dossiers/${dossier.id}/organismes/${one.body}`}>${one.name}</a>` : one.owner.startsWith("departement-") ? `${one.name} (département)` : one.name}</th>
        ${spans.map(([code]) => cell(code, one.counts[code]))}<td>${one.next ? dated(one.next, dossier.zone, at) : html`<span class="nil">sans date</span>`}</td></tr>`)}</tbody>
      ${(value.owners.length > 1) && html`<tfoot><tr><th scope="row">Ensemble</th>${spans.map(([code]) => cell(code, value.counts[code]))}<td></td></tr></tfoot>`}</table></div>`}
    ${more > 0 && html`<p class="more"><button type="button" class="btn" onClick=${() => keepInAddress({ responsables: "tous" })}>${counted(more, "autre responsable", "autres responsables")}</button></p>`}</section>`;
}
