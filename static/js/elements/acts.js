// The acts of one body, one by one, for its own people: what was recorded wrongly is corrected in place.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Area, Choice, Field, NO_NAMES, optionsOf, useForm } from "../forms/field.js";
import { counted, euros, moment as written } from "../format.js";
import { html } from "../html.js";
import { keyOf } from "../ids.js";
import { inCents, typedEuros } from "../money.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";
import { Outcome } from "./message.js";

/** How many acts are shown at first, and how many more each time. */
const STEP = 6;

/** @typedef {import("../store.js").Card} Card */

/** @param {{dossier: import("../dossier.js").Dossier, body: string}} props */
export function Acts({ dossier, body }) {
  const [limit, setLimit] = useState(STEP);
  const acts = [...dossier.cards("act").values()].filter((act) => act.body === body).sort((a, b) => (a.occurred_at < b.occurred_at ? 1 : -1));
  const now = moment.value;
  if (!acts.length) return null;
  return html`<section class="block" aria-labelledby="actes-un"><header><h2 id="actes-un">Actes, un par un</h2><p class="sub">${counted(acts.length, "acte")}</p></header>
    <ul class="cards">${acts.slice(0, limit).map((act) => html`<li key=${act.id}><b>${label("acts", act.kind)}</b> ${howMuch(act)}
      <p class="sub">${written(act.occurred_at, dossier.zone, now)}${act.corrected > 0 && ` · rectifié ${act.corrected > 1 ? `${act.corrected} fois` : "une fois"}`}</p>
      ${act.text && html`<p class="quote">«\u00a0${act.text}\u00a0»</p>`}
      ${dossier.may("act.correct") && html`<${CorrectAct} dossier=${dossier} act=${act} />`}</li>`)}</ul>
    ${acts.length > limit && html`<p class="more"><button type="button" class="btn" onClick=${() => setLimit(limit + STEP * 4)}>Afficher la suite (${acts.length - limit})</button></p>`}</section>`;
}

/** « 12 personnes, 3 foyers, 450,50 € ». @param {Card} act */
function howMuch({ persons, households, count, amount_cents: cents }) {
  const said = [persons !== undefined && counted(persons, "personne"), households !== undefined && counted(households, "foyer"), count !== undefined && counted(count, "unité"), cents !== undefined && euros(cents)];
  return said.filter(Boolean).join(", ");
}

/** @param {{dossier: import("../dossier.js").Dossier, act: Card}} props */
function CorrectAct({ dossier, act }) {
  const text = (/** @type {number | undefined} */ value) => (value === undefined ? "" : String(value));
  const { values, bind } = useForm({ kind: act.kind, persons: text(act.persons), households: text(act.households), count: text(act.count), euros: typedEuros(act.amount_cents), text: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const { euros: typed, persons, households, count, kind, text: words } = values;
    send({ do: "act.correct", act: keyOf(act), kind, persons: whole(persons), households: whole(households), count: whole(count), amount_cents: inCents(typed), text: words });
  }
  const number = { type: "number", inputmode: "numeric", min: "0", max: "10000000", step: "1" };
  return html`<details class="fold"><summary>Rectifier…</summary><form onSubmit=${submit}>
    <${Choice} label="Acte" options=${optionsOf("acts")} ...${bind("kind")} />
    <div class="four"><${Field} label="Personnes" ...${number} ...${bind("persons")} /><${Field} label="Foyers" ...${number} ...${bind("households")} />
      <${Field} label="Unités" ...${number} ...${bind("count")} /><${Field} label="Montant (€)" inputmode="decimal" pattern="[0-9]{1,8}([.,][0-9]{1,2})?" title="Par exemple 1250 ou 1250,50" ...${bind("euros")} /></div>
    <${Area} label="Précision (vide\u00a0: inchangée)" hint=${NO_NAMES} rows="2" ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Acte rectifié" />
    <p class="go"><button class="btn" disabled=${busy}>Rectifier l’acte</button></p></form></details>`;
}

/** @param {string} text */
function whole(text) {
  return text === "" ? null : Number(text);
}
