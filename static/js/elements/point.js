// One point, as it was frozen: every figure with its source, its hour, its quality, its coverage and its change.

import { useState } from "preact/hooks";
import { counted, dated, euros, NOTHING, number } from "../format.js";
import { howMuch } from "../help.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";
import { label, short } from "../vocabulary.js";

// a point is printed and kept: its hour is written with the day and the year, also on the day itself
const NEVER = 0;
const MEASURES = { persons: " (personnes)", households: " (foyers)", count: " (unités)" };

/** @param {{dossier: import("../dossier.js").Dossier, crisis: any, card: any}} props */
export function Point({ dossier, crisis, card }) {
  const at = moment.value;
  const when = (/** @type {string} */ instant) => dated(instant, dossier.zone, at);
  const { bodies } = card;
  const file = `/api/dossiers/${encodeURIComponent(dossier.id)}/exports/points/${card.number}`;
  return html`<article class="block" aria-labelledby="point"><header><h2 id="point">Point de situation n°\u00a0${card.number}${card.rectifies && `, rectificatif du n°\u00a0${card.rectifies}`}</h2>
      ${crisis.exercise && html`<span class="tag tag-exo">EXERCICE</span>`} <p class="sub">Chiffres arrêtés ${dated(card.cutoff_at, dossier.zone, NEVER)}. Journal ${card.cursor}.</p></header>
    <p class="go"><a class="btn" href=${`${file}.pdf`} download>PDF</a> <${Copy} address=${`${file}.txt`} /> <button type="button" class="btn" onClick=${() => print()}>Imprimer</button></p>
    ${card.text && html`<p class="in">${card.text}</p>`}
    <h3 class="part">CCAS, CIAS et mairies</h3><p class="in">${counted(bodies.of, "concerné", "concernés")}, ${counted(bodies.heard, "a", "ont")} rendu compte, ${counted(bodies.stale, "nouvelle périmée", "nouvelles périmées")}\u00a0: ${Object.entries(bodies.statuses).map(([status, many]) => `${label("statuses", status).toLowerCase()} ${number(/** @type {number} */ (many))}`).join(", ")}.</p>
    ${Object.entries(bodies.named).map(([status, names]) => html`<p class="in" key=${status}><b>${label("statuses", status)}\u00a0:</b> ${/** @type {string[]} */ (names).join(", ")}</p>`)}
    <h3 class="part">Chiffres</h3><div class="scroll" tabindex="0" role="region" aria-label="Chiffres du point"><table class="tbl"><thead><tr>${["Indicateur", "Total", card.compared_to ? `Écart n°\u00a0${card.compared_to}` : "Écart", "Couverture", "Source", "Qualité"].map((words) => html`<th scope="col" key=${words}>${words}</th>`)}</tr></thead>
      <tbody>${card.figures.map((/** @type {any} */ one) => html`<tr key=${[one.name, one.source, one.measure].join()}><th scope="row">${named(one)}${one.differs && html` <b title="une autre source donne un autre chiffre">≠</b>`}</th>
        <td>${one.value === undefined ? "non communiqué" : amount(one, one.value)}</td><td>${one.delta === undefined ? NOTHING : `${one.delta > 0 ? "+" : ""}${amount(one, one.delta)}`}</td>
        <td>${one.said} ${one.source === "departements" ? "dép. " : ""}sur ${one.of}</td><td>${one.by ?? label("point_sources", one.source)}${one.at && `, ${when(one.at)}`}</td><td>${label("qualities", one.quality)}</td></tr>`)}</tbody></table></div>
    <p class="in sub">≠\u00a0: chiffres donnés tels quels, l’écart n’est pas expliqué. «\u00a0Non communiqué\u00a0» n’est pas zéro. Foyers et personnes ne s’additionnent pas.</p>
    ${card.places.length > 0 && list("Lieux ouverts", card.places, (one) => `${one.name} (${short("places", one.kind)})\u00a0: ${many(one.present, "présent")}, ${many(one.capacity, "place")}`)}
    ${card.needs.length > 0 && list("Besoins non couverts", card.needs, (one) => `${label("urgencies", one.urgency)}\u00a0: ${howMuch(one.quantity, one.unit)}, ${label("needs", one.kind)}, ${one.body}`)}
    ${card.supports.length > 0 && list("Renforts en cours", card.supports, (one) => `${one.by} → ${one.to}\u00a0: ${howMuch(one.quantity, one.unit)}, ${label("needs", one.kind)}`)}
    ${card.difficulties && html`<h3 class="part">Difficultés</h3><p class="in">${card.difficulties}</p>`}
    ${card.outlook && html`<h3 class="part">Prochaines 24 heures</h3><p class="in">${card.outlook}</p>`}</article>`;
}

/** @param {string} title @param {any[]} rows @param {(one: any) => string} words */
function list(title, rows, words) {
  return html`<h3 class="part">${title}</h3><ul class="cards">${rows.map((one, index) => html`<li key=${index}>${words(one)}</li>`)}</ul>`;
}

/** « 31 présents », or that it was not communicated. @param {number | undefined} count @param {string} what */
const many = (count, what) => (count === undefined ? `${what}s n.\u00a0c.` : counted(count, what, `${what}s`));

/** @param {any} one */
function named(one) {
  if (one.source === "acts") return label("acts", one.name) + (MEASURES[/** @type {keyof MEASURES} */ (one.measure)] ?? "");
  return label(one.source === "reports" ? "figures" : "official_figures", one.name);
}

/** @param {any} one @param {number} value */
const amount = (one, value) => (one.measure === "amount_cents" ? euros(value) : number(value));

/** @param {{address: string}} props */
function Copy({ address }) {
  const [said, say] = useState("");
  async function copy() {
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(String(response.status));
      await navigator.clipboard.writeText(await response.text());
      say("Copié.");
    } catch {
      say("La copie n’a pas pu se faire\u00a0: ouvrir le texte.");
    }
  }
  return html`<button type="button" class="btn" onClick=${copy}>Copier pour SYNERGI</button> <a href=${address} download>Texte</a> <span role="status">${said}</span>`;
}
