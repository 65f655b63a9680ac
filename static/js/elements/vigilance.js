// The vigilance of départements: level, of what, until when, by which bulletin; and the form of those who may say it.

import { Reasoned } from "../forms/reasoned.js";
import { VigilanceForm } from "../forms/vigilance.js";
import { counted, dated, moment as written } from "../format.js";
import { html } from "../html.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { levelNow, vigilances } from "../vigilance.js";
import { label } from "../vocabulary.js";

/** Rows at most; the calmest and those that ran out are counted. */
const SHOWN = 30;

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Vigilances({ dossier }) {
  const at = moment.value;
  const rows = vigilances(dossier.cards("vigilance").values(), at);
  const says = dossier.may("vigilance.say");
  const { role, departements: own } = actor();
  const undoes = (/** @type {string} */ code) => dossier.may("vigilance.withdraw") && (role !== "prefecture" || own.includes(code));
  if (!rows.length && !says) return null;
  return html`<section class="block" aria-labelledby="vigilance"><header><h2 id="vigilance">Vigilance</h2><p class="sub">Météo-France, Vigicrues\u00a0: dite à la main</p></header>
    ${rows.length ? html`<ul class="cards">${rows.slice(0, SHOWN).map((card) => html`<${One} key=${card.id} card=${card} zone=${dossier.zone} at=${at}>
      ${undoes(card.departement) && html`<${Reasoned} dossier=${dossier.id} title="Retirer" command=${{ do: "vigilance.withdraw", departement: card.departement }} verb="Retirer, dite par erreur" />`}<//>`)}</ul>` : html`<p class="empty">Personne ne l’a dite\u00a0: elle est inconnue partout.</p>`}
    ${rows.length > SHOWN && html`<p class="more sub">et ${counted(rows.length - SHOWN, "autre")}.</p>`}
    ${rows.length > 0 && html`<p class="sub in">Ailleurs, inconnue\u00a0: ce n’est pas le vert.</p>`}
    ${says && html`<${VigilanceForm} dossier=${dossier} />`}</section>`;
}

/** That of one département, on the page of a body; nothing when nobody has ever said it. @param {{dossier: import("../dossier.js").Dossier, departement: string}} props */
export function VigilanceOf({ dossier, departement }) {
  const card = dossier.cards("vigilance").get(`vigilance:${departement}`);
  return card ? html`<section class="block" aria-label="Vigilance de son département"><header><h2>Vigilance</h2></header><ul class="cards"><${One} card=${card} zone=${dossier.zone} at=${moment.value} /></ul></section>` : null;
}

/** @param {{card: import("../store.js").Card, zone: string, at: number, children?: any}} props */
function One({ card, zone, at, children }) {
  const level = levelNow(card, at);
  const calls = level === "orange" || level === "rouge";
  const of = (card.phenomena ?? []).map((/** @type {string} */ code) => label("phenomena", code).toLowerCase()).join(", ");
  const until = `jusqu’${dated(card.until, zone, at).replace(/^le /, "au ")}`;
  const known = level ? until : `${label("vigilance_levels", card.level).toLowerCase()}${of && ` ${of}`} ${until}, plus redite depuis`;
  return html`<li><p class="line"><b>${card.name} (${card.departement})</b> <span class=${`tag ${level ? calls ? "tag-late" : "" : "tag-stale"}`}>${level ? label("vigilance_levels", level) : "inconnue"}</span> ${level && of}</p>
    <p class="sub">${known} · bulletin de ${written(card.at, zone, at)}\u00a0: ${card.source} · ${label("roles", card.by_role)}</p>${children}</li>`;
}
