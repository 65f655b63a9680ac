// A meeting between the parties, and what was decided there.

import { HoldMeeting } from "../forms/meeting.js";
import { dated, plainDay } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";
import { keyOf } from "../ids.js";
import { partyName } from "./convention.js";

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
export function Meeting({ dossier, card }) {
  const at = moment.value;
  const obligation = card.obligation && dossier.cards("obligation").get(`obligation:${card.obligation}`);
  const minutes = dossier.cards("minutes").get(`minutes:${keyOf(card)}`)?.minutes;
  const when = card.state === "tenue" && card.held_at ? `Tenue ${dated(card.held_at, dossier.zone, at)}` : `Prévue ${dated(card.at, dossier.zone, at)}`;
  return html`<li><p><b>${when}</b> <span class="tag">${label("meeting_states", card.state)}</span></p>
    ${obligation && html`<p class="sub">Pour\u00a0: ${obligation.title}, échéance du ${plainDay(obligation.due_on)}</p>`}
    ${card.attended?.length > 0 && html`<p class="sub">Présents\u00a0: ${card.attended.map(partyName).join(", ")}</p>`}
    ${minutes && html`<p class="quote">${minutes}</p>`}
    ${card.state === "prevue" && dossier.may("meeting.hold") && html`<${HoldMeeting} dossier=${dossier} card=${card} />`}</li>`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Decisions({ dossier }) {
  const decisions = [...dossier.cards("decision").values()].sort((a, b) => b.seq - a.seq);
  if (!decisions.length) return null;
  return html`<section class="block" aria-labelledby="decisions"><header><h2 id="decisions">Décisions</h2></header>
    <ul class="cards">${decisions.map((card) => html`<li key=${card.id}><p>${card.text}</p>
      <p class="sub">${card.owner && partyName(card.owner)}${card.due_on && `, pour le ${plainDay(card.due_on)}`}</p></li>`)}</ul></section>`;
}
