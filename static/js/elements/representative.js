// Who represents the UNCCAS here, since when, and how long it took.

import { useCommand } from "../commands.js";
import { Reasoned } from "../forms/reasoned.js";
import { clock, dated, duration } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";
import { label, perimeter } from "../vocabulary.js";
import { Outcome } from "./message.js";

const OVER = new Set(["refusee", "relevee", "terminee"]);

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
export function Representative({ dossier, card }) {
  const contact = dossier.cards("contact").get(`contact:${card.designation}`);
  const { outcome, send, busy } = useCommand(dossier.id);
  const proposed = card.state === "proposee";
  const names = { designation: card.designation };
  return html`<li class=${OVER.has(card.state) ? "over" : ""}>
    <p><b>${card.name}</b>${card.function && `, ${card.function}`} <span class="tag">${label("designation_states", card.state)}</span></p>
    <p class="sub">${perimeter(card.perimeter)}${card.warning && " · son propre organisme est touché"}</p>
    ${contact && !OVER.has(card.state) && html`<p class="contact">
      ${contact.phone && html`<a href=${`tel:${contact.phone.replace(/[^+\d]/g, "")}`}>${contact.phone}</a>`}
      ${contact.email && html` <a href=${`mailto:${contact.email}`}>${contact.email}</a>`}</p>`}
    ${proposed && card.due && html`<p class="late">${answerWords(card, dossier.zone, moment.value)}</p>`}
    ${card.unanswered && html`<p class="sub">Sans réponse dans le délai.</p>`}
    <${Clocks} card=${card} zone=${dossier.zone} />
    ${card.reason && html`<p class="sub">Motif\u00a0: ${card.reason}</p>`}
    <${Outcome} outcome=${outcome.state === "done" ? { state: "idle" } : outcome} />
    ${proposed && dossier.may("representative.accept") && html`<p class="go"><button type="button" class="btn" disabled=${busy}
      onClick=${() => send({ do: "representative.accept", ...names })}>Accepter la désignation</button></p>`}
    ${proposed && dossier.may("representative.decline") && html`<${Reasoned} dossier=${dossier.id} title="Décliner…" required=${false} command=${{ do: "representative.decline", ...names }} verb="Décliner la désignation" />`}
    ${proposed && dossier.may("representative.end") && html`<${Reasoned} dossier=${dossier.id} title="Retirer la proposition…" required=${false} command=${{ do: "representative.end", ...names }} verb="Retirer la proposition" />`}
    ${card.state === "active" && dossier.may("representative.relieve") && html`<${Reasoned} dossier=${dossier.id} title="Relever…" command=${{ do: "representative.relieve", ...names }} verb="Relever de sa mission" />`}
    ${card.state === "active" && dossier.may("representative.end") && html`<${Reasoned} dossier=${dossier.id} title="Terminer la mission…" command=${{ do: "representative.end", ...names }} verb="Terminer la mission" />`}
  </li>`;
}

/** @param {{card: import("../store.js").Card, zone: string}} props */
function Clocks({ card, zone }) {
  const at = moment.value;
  const after = (/** @type {number | undefined} */ seconds) => (seconds === undefined ? "" : ` (${duration(seconds * 1000)} après la qualification)`);
  return html`<p class="sub">Désignation ${dated(card.designated_at, zone, at)}${after(card.delay_designated_s)}
    ${card.activated_at && html`<br />Active ${dated(card.activated_at, zone, at)}${after(card.delay_activated_s)}`}
    ${card.ended_at && html`<br />Fin ${dated(card.ended_at, zone, at)}`}</p>`;
}

/** « Réponse attendue avant 14 h 30 (dans 12 min) », then somebody else is called.
 * @param {import("../store.js").Card} card @param {string} zone @param {number} at */
function answerWords({ due, call }, zone, at) {
  const left = Date.parse(due) - at;
  return left > 0 ? `Réponse attendue avant ${clock(due, zone)} (dans ${duration(left)}), ${call ? "sinon la liste continue" : "sinon appeler la personne suivante"}` : `Le délai de réponse est passé\u00a0: ${call ? "la liste continue" : "appeler la personne suivante"}`;
}
