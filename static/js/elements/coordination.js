// The representatives of a crisis and the notices that their names make due.

import { html } from "../html.js";
import { Designate } from "../forms/designate.js";
import { Handovers } from "./handover.js";
import { Notice } from "./notice.js";
import { Representative } from "./representative.js";

const RANK = { active: 0, proposee: 1 };

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Coordination({ dossier }) {
  const designations = [...dossier.cards("representative").values()].sort((a, b) => (RANK[a.state] ?? 2) - (RANK[b.state] ?? 2) || a.seq - b.seq);
  const notices = [...dossier.cards("notice").values()].sort((a, b) => Number(a.state === "accuse") - Number(b.state === "accuse") || (a.owed_at < b.owed_at ? -1 : 1));
  const inSight = notices.filter(({ state, to }) => state !== "accuse" || to === "sgav");
  const settled = notices.filter((card) => !inSight.includes(card));
  const current = designations.filter(({ state }) => state in RANK);
  const over = designations.filter(({ state }) => !(state in RANK));
  return html`<section class="block" aria-labelledby="representant"><header><h2 id="representant">Représentant de l’UNCCAS</h2></header>
    <ul class="cards">${current.map((card) => html`<${Representative} key=${card.id} dossier=${dossier} card=${card} />`)}</ul>
    ${current.length === 0 && html`<p class="empty late">Personne n’est encore désigné.</p>`}
    ${over.length > 0 && html`<details class="fold"><summary>Désignations passées (${over.length})</summary>
      <ul class="cards">${over.map((card) => html`<${Representative} key=${card.id} dossier=${dossier} card=${card} />`)}</ul></details>`}
    ${dossier.may("representative.designate") && html`<${Designate} dossier=${dossier} />`}
    <${Handovers} dossier=${dossier} />
    ${notices.length > 0 && html`<h3 class="part">Avis</h3><ul class="cards">${inSight.map((card) => html`<${Notice} key=${card.id} dossier=${dossier} card=${card} />`)}</ul>`}
    ${settled.length > 0 && html`<details class="fold"><summary>Autres avis, accusés (${settled.length})</summary>
      <ul class="cards">${settled.map((card) => html`<${Notice} key=${card.id} dossier=${dossier} card=${card} />`)}</ul></details>`}
  </section>`;
}
