// A meeting between the parties, and what was decided there.

import { HoldMeeting, MoveMeeting } from "../forms/meeting.js";
import { Reasoned } from "../forms/reasoned.js";
import { decisionsInOrder, isOverdue } from "../decisions.js";
import { counted, dated, duration, plainDay } from "../format.js";
import { html } from "../html.js";
import { keyOf } from "../ids.js";
import { moment } from "../ticking.js";
import { label, partyName } from "../vocabulary.js";

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
export function Meeting({ dossier, card }) {
  const at = moment.value;
  const obligation = card.obligation && dossier.cards("obligation").get(`obligation:${card.obligation}`);
  const minutes = dossier.cards("minutes").get(`minutes:${keyOf(card)}`)?.minutes;
  const planned = card.state === "prevue";
  const names = { meeting: keyOf(card) };
  const when = card.state === "tenue" && card.held_at ? `Tenue ${dated(card.held_at, dossier.zone, at)}` : `Prévue ${dated(card.at, dossier.zone, at)}`;
  return html`<li><p><b>${when}</b> <span class="tag">${label("meeting_states", card.state)}</span></p>
    ${obligation && html`<p class="sub">Pour\u00a0: ${obligation.title}, échéance du ${plainDay(obligation.due_on)}</p>`}
    ${card.attended?.length > 0 && html`<p class="sub">Présents\u00a0: ${card.attended.map(partyName).join(", ")}</p>`}
    ${card.moved > 0 && html`<p class="sub">Déplacée ${counted(card.moved, "fois", "fois")}</p>`}
    ${card.reason && html`<p class="sub">Motif\u00a0: ${card.reason}</p>`}
    ${minutes && html`<p class="quote">${minutes}</p>`}
    ${planned && dossier.may("meeting.hold") && html`<${HoldMeeting} dossier=${dossier} card=${card} />`}
    ${planned && dossier.may("meeting.move") && html`<${MoveMeeting} dossier=${dossier} card=${card} />`}
    ${planned && dossier.may("meeting.cancel") && html`<${Reasoned} dossier=${dossier.id} title="Annuler…" command=${{ do: "meeting.cancel", ...names }} verb="Annuler cette réunion" />`}</li>`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Decisions({ dossier }) {
  const at = moment.value;
  const decisions = decisionsInOrder(dossier.cards("decision").values());
  if (!decisions.length) return null;
  const late = decisions.filter((card) => isOverdue(card, at)).length;
  return html`<section class="block" aria-labelledby="decisions"><header><h2 id="decisions">Décisions</h2>
      <p class=${late ? "late" : "sub"}>${late ? `${counted(late, "décision")} en retard` : "aucun retard"}</p></header>
    <ul class="cards">${decisions.map((card) => html`<${Decision} key=${card.id} dossier=${dossier} card=${card} now=${at} />`)}</ul></section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card, now: number}} props */
function Decision({ dossier, card, now }) {
  const done = card.state === "fait";
  const late = isOverdue(card, now);
  const names = { decision: keyOf(card) };
  const due = `pour le\u00a0${plainDay(card.due_on)}`;
  return html`<li class=${late ? "is-late" : done ? "over" : ""}>
    <p>${card.text} <span class="tag">${label("task_states", card.state)}</span></p>
    <p class="sub">${card.owner_name ?? partyName(card.owner)}, ${due}${card.finished_on && `, faite le ${plainDay(card.finished_on)}`}</p>
    ${late && html`<p class="late"><span class="warn" aria-hidden="true">!</span> En retard de ${duration(now - Date.parse(`${card.due_on}T23:59:59Z`))}</p>`}
    ${card.comment && html`<p class="quote">${card.comment}</p>`}
    ${!done && dossier.may("decision.finish") && html`<${Reasoned} dossier=${dossier.id} title="C’est fait…" command=${{ do: "decision.finish", ...names }}
      verb="Noter comme faite" label="Ce qui a été fait (facultatif)" field="text" required=${false} />`}
    ${done && dossier.may("decision.reopen") && html`<${Reasoned} dossier=${dossier.id} title="Rouvrir…" command=${{ do: "decision.reopen", ...names }}
      verb="Rouvrir cette décision" label="Pourquoi (facultatif)" field="text" required=${false} />`}</li>`;
}
