// The representatives of a crisis and the notices that their names make due.

import { html } from "../html.js";
import { Designate } from "../forms/designate.js";
import { perimeter } from "../vocabulary.js";
import { Handovers } from "./handover.js";
import { Notice, isPending } from "./notice.js";
import { Representative } from "./representative.js";

const RANK = { active: 0, proposee: 1 };

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Coordination({ dossier }) {
  const designations = [...dossier.cards("representative").values()].sort((a, b) => (RANK[a.state] ?? 2) - (RANK[b.state] ?? 2) || a.seq - b.seq);
  const notices = [...dossier.cards("notice").values()].sort((a, b) => Number(isPending(b)) - Number(isPending(a)) || (a.owed_at < b.owed_at ? -1 : 1));
  const inSight = notices.filter((card) => isPending(card) || card.to === "sgav");
  const settled = notices.filter((card) => !inSight.includes(card));
  const current = designations.filter(({ state }) => state in RANK);
  const over = designations.filter(({ state }) => !(state in RANK));
  const runs = [...dossier.cards("roster_call").values()].some(({ state }) => state === "en_cours");
  return html`<section class="block" aria-labelledby="representant"><header><h2 id="representant">Représentant de l’UNCCAS</h2></header>
    <ul class="cards">${current.map((card) => html`<${Representative} key=${card.id} dossier=${dossier} card=${card} />`)}</ul>
    ${unanswered(designations).map((card) => html`<p key=${card.id} class="in late"><span class="warn" aria-hidden="true">!</span> ${perimeter(card.perimeter)}\u00a0: ${card.name ?? "la personne proposée"} n’a pas répondu dans le délai. Appeler la personne suivante.</p>`)}
    ${current.length === 0 && html`<p class="empty late">${over.some(({ activated_at: active }) => active) ? "Plus personne n’est désigné, depuis la relève ou la fin de mission." : "Personne n’est encore désigné."}</p>`}
    ${over.length > 0 && html`<details class="fold"><summary>Désignations passées (${over.length})</summary>
      <ul class="cards">${over.map((card) => html`<${Representative} key=${card.id} dossier=${dossier} card=${card} />`)}</ul></details>`}
    ${runs && html`<p class="in"><a href=${`/dossiers/${dossier.id}/designation`}>Appel du vivier en cours</a></p>`}
    ${dossier.may("representative.designate") && html`<${Designate} dossier=${dossier} />`}
    ${!runs && dossier.may("roster.call") && html`<p class="in"><a href=${`/dossiers/${dossier.id}/designation`}>Appeler le vivier, une personne après l’autre</a></p>`}
    <${Handovers} dossier=${dossier} />
    ${notices.length > 0 && html`<h3 class="part">Avis</h3><ul class="cards">${inSight.map((card) => html`<${Notice} key=${card.id} dossier=${dossier} card=${card} />`)}</ul>`}
    ${settled.length > 0 && html`<details class="fold"><summary>Autres avis, accusés ou sans objet (${settled.length})</summary>
      <ul class="cards">${settled.map((card) => html`<${Notice} key=${card.id} dossier=${dossier} card=${card} />`)}</ul></details>`}
  </section>`;
}

/** The proposals that nobody answered in time, and after which nobody else was proposed: the next one is to be called.
 * @param {import("../store.js").Card[]} designations */
function unanswered(designations) {
  return designations.filter((card) => card.unanswered && !card.call && !designations.some((other) => other !== card && other.perimeter === card.perimeter && (other.state in RANK || other.designated_at > card.designated_at)));
}
