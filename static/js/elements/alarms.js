// What should have happened by now and did not: a bar that stays until somebody takes it up. Never a window.

import { useCommand } from "../commands.js";
import { dated, duration } from "../format.js";
import { html } from "../html.js";
import { keyOf } from "../ids.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";
import { Outcome } from "./message.js";

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Alarms({ dossier }) {
  const alarms = [...dossier.cards("alarm").values()].filter((card) => !card.acknowledged_at || !card.settled_at)
    .sort((a, b) => Number(Boolean(a.acknowledged_at)) - Number(Boolean(b.acknowledged_at)) || a.seq - b.seq);
  return html`<section class="alarms" aria-label="Alarmes" aria-live="polite">
    ${alarms.map((card) => html`<${Alarm} key=${card.id} dossier=${dossier} card=${card} />`)}</section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
function Alarm({ dossier, card }) {
  const { outcome, send, busy } = useCommand(dossier.id);
  const at = moment.value;
  const open = !card.acknowledged_at;
  return html`<div class=${`alarm ${open ? "" : "taken"}`}>
    <p><span class="warn" aria-hidden="true">!</span> <b>ALARME\u00a0: ${words(card)}</b>
      ${" "}<span class="sub">levée ${dated(card.raised_at, dossier.zone, at)}, il y a ${duration(at - Date.parse(card.raised_at))}${card.settled_at && `\u202f; réglée ${dated(card.settled_at, dossier.zone, at)}`}${!open && `\u202f; prise en compte ${dated(card.acknowledged_at, dossier.zone, at)}${card.acknowledged_by ? ` (${label("roles", card.acknowledged_by)})` : ""}`}</span></p>
    ${card.text && html`<p class="sub">${card.text}</p>`}
    <${Outcome} outcome=${outcome.state === "done" ? { state: "idle" } : outcome} />
    ${open && dossier.may("alarm.acknowledge") && html`<p class="go"><button type="button" class="btn" disabled=${busy}
      onClick=${() => send({ do: "alarm.acknowledge", alarm: keyOf(card) })}>Prendre en compte</button></p>`}</div>`;
}

/** @param {import("../store.js").Card} card */
function words({ subject, to_name: to }) {
  return subject === "designation" ? "aucun représentant principal actif" : `${to ?? "le destinataire"} n’a pas accusé réception de l’identité du représentant`;
}
