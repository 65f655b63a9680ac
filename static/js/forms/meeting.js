// Scheduling a meeting that an obligation asks for; moving it; holding it, with its minutes and its decisions.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { plainDay } from "../format.js";
import { html } from "../html.js";
import { freshName, keyOf } from "../ids.js";
import { fromField, iso, now, toField } from "../time.js";
import { Area, Choice, Field, NO_NAMES, useForm } from "./field.js";
import { partyName } from "../vocabulary.js";

const OPEN = new Set(["a_venir", "due", "manquee"]);
const DECISIONS_MAX = 20;

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function ScheduleMeeting({ dossier }) {
  const { values, bind, reset } = useForm({ obligation: "", at: "" });
  const { outcome, send, refuse, busy } = useCommand(dossier.id);
  const open = [...dossier.cards("obligation").values()].filter(({ state }) => OPEN.has(state)).sort((a, b) => (a.due_on < b.due_on ? -1 : 1));
  const options = open.map((card) => /** @type {[string, string]} */ ([keyOf(card), `${card.title}, ${plainDay(card.due_on)}`]));
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const at = fromField(values.at, dossier.zone);
    if (!at) return refuse("Donnez la date et l’heure de la réunion.");
    if (await send({ do: "meeting.schedule", meeting: freshName("reunion"), obligation: values.obligation, at })) reset();
  }
  return html`<details class="fold"><summary>Prévoir une réunion</summary><form onSubmit=${submit}>
    <${Choice} label="Pour quel engagement" empty="Aucun en particulier" options=${options} ...${bind("obligation")} />
    <${Field} label="Date et heure" type="datetime-local" required ...${bind("at")} />
    <${Outcome} outcome=${outcome} done="Réunion prévue" /><p class="go"><button class="btn btn-main" disabled=${busy}>Prévoir la réunion</button></p></form></details>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
export function MoveMeeting({ dossier, card }) {
  const { values, bind } = useForm({ at: toField(card.at, dossier.zone), reason: "" });
  const { outcome, send, refuse, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const at = fromField(values.at, dossier.zone);
    if (!at) return refuse("Donnez la nouvelle date et l’heure.");
    await send({ do: "meeting.move", meeting: keyOf(card), at, reason: values.reason });
  }
  return html`<details class="fold"><summary>Déplacer…</summary><form onSubmit=${submit}>
    <${Field} label="Nouvelle date et heure" type="datetime-local" required hint="L’échéance de l’engagement ne bouge pas." ...${bind("at")} />
    <${Area} label="Motif" rows="2" required ...${bind("reason")} />
    <${Outcome} outcome=${outcome} done="Réunion déplacée" /><p class="go"><button class="btn" disabled=${busy}>Déplacer cette réunion</button></p></form></details>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
export function HoldMeeting({ dossier, card }) {
  const parties = /** @type {string[]} */ (dossier.only("convention")?.parties ?? []);
  const { values, bind } = useForm({ held_at: "", minutes: "" });
  const [attended, setAttended] = useState(parties);
  const [decisions, setDecisions] = useState([{ text: "", owner: parties[0] ?? "", due: "" }]);
  const { outcome, send, busy } = useCommand(dossier.id);
  const change = (/** @type {number} */ at, /** @type {object} */ changes) => setDecisions((before) => before.map((decision, index) => (index === at ? { ...decision, ...changes } : decision)));
  const typed = (/** @type {number} */ at, /** @type {string} */ name) => (/** @type {any} */ input) => change(at, { [name]: input.currentTarget.value });

  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    await send({
      do: "meeting.hold", meeting: keyOf(card), held_at: fromField(values.held_at, dossier.zone) ?? iso(now()), minutes: values.minutes, attended,
      decisions: decisions.filter(({ text }) => text.trim()),
    });
  }
  return html`<details class="fold"><summary>Enregistrer la tenue…</summary><form onSubmit=${submit}>
    <${Field} label="Tenue le (vide\u00a0: maintenant)" type="datetime-local" ...${bind("held_at")} />
    <fieldset><legend>Présents</legend>${parties.map((party) => html`<p class="check"><label><input type="checkbox" checked=${attended.includes(party)}
      onChange=${(/** @type {any} */ input) => setAttended((before) => (input.currentTarget.checked ? [...before, party] : before.filter((other) => other !== party)))} /> ${partyName(party)}</label></p>`)}</fieldset>
    <${Area} label="Compte rendu" hint=${NO_NAMES} rows="4" required ...${bind("minutes")} />
    <fieldset><legend>Décisions</legend>${decisions.map((decision, at) => html`<div class="decision" key=${at}>
      <${Area} label=${`Décision ${at + 1}`} rows="2" value=${decision.text} onInput=${typed(at, "text")} />
      <div class="two"><${Choice} label="Qui s’en charge" options=${parties.map((party) => [party, partyName(party)])} value=${decision.owner} onInput=${typed(at, "owner")} />
        <${Field} label="Pour le" type="date" required=${decision.text.trim() !== ""} value=${decision.due} onInput=${typed(at, "due")} /></div></div>`)}
      ${decisions.length < DECISIONS_MAX && html`<p><button type="button" class="btn" onClick=${() => setDecisions([...decisions, { text: "", owner: parties[0] ?? "", due: "" }])}>Ajouter une décision</button></p>`}</fieldset>
    <${Outcome} outcome=${outcome} done="Réunion enregistrée" /><p class="go"><button class="btn btn-main" disabled=${busy}>Enregistrer la réunion</button></p></form></details>`;
}
