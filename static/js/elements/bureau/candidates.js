// Whom to ask first for a need, each with what speaks for and against it; proposing takes two clicks, calling many as well.

import { useEffect, useRef, useState } from "preact/hooks";
import { toThe } from "../../articles.js";
import { AT_ONCE, missing, proposal } from "../../bureau.js";
import { DAY_MS } from "../../days.js";
import { useCommand } from "../../commands.js";
import { useFollowed } from "../../fetched.js";
import { counted, number } from "../../format.js";
import { Area, Field, NO_NAMES, useForm } from "../../forms/field.js";
import { howMuch, leftOf } from "../../help.js";
import { html } from "../../html.js";
import { freshName, keyOf } from "../../ids.js";
import { scaleOf } from "../../money.js";
import { moment } from "../../ticking.js";
import { fromField, now, toField } from "../../time.js";
import { Outcome, Refusal } from "../message.js";
import { named } from "../skills.js";

/** @typedef {import("../../store.js").Card} Card */
/** @typedef {import("../../dossier.js").Dossier} Dossier */
/** @typedef {{body: string, name: string, departement: string | null, km: number | null, lends: number, offered: number, team: number, skills: string[], able: string[], reasons: string[], signs: string[]}} Candidate */

/** Candidates shown at first. */
const FIRST = 6;
const SIGNS = /** @type {Record<string, [string, string]>} */ ({ plus: ["+", "pour"], minus: ["−", "contre"], unknown: ["?", "à demander"] });
/** How soon an answer is wanted, by urgency. @type {Record<string, number>} */
const ANSWER_MS = { immediat: DAY_MS / 24, "24h": DAY_MS / 8, "72h": DAY_MS / 4, semaine: DAY_MS };

/** @param {{dossier: Dossier, need: Card, relieved?: Card}} props */
export function Candidates({ dossier, need, relieved }) {
  const [all, setAll] = useState(false);
  const mark = [dossier.cards("support"), dossier.cards("offer"), dossier.cards("vigilance")].map((cards) => Math.max(0, ...[...cards.values()].map(({ seq }) => seq))).join("/");
  const minute = Math.floor(moment.value / 60_000);
  const { value, problem, again } = useFollowed(`/api/dossiers/${encodeURIComponent(dossier.id)}/needs/${encodeURIComponent(keyOf(need))}/candidates`, `${mark}/${need.seq}/${minute}`);
  if (problem && !value) return html`<${Refusal} problem=${problem} /><p class="go in"><button type="button" class="btn" onClick=${again}>Réessayer</button></p>`;
  if (!value) return html`<p class="empty" role="status">Recherche de qui solliciter…</p>`;
  /** @type {Candidate[]} */
  const found = value.candidates;
  const shown = found.slice(0, all ? found.length : FIRST);
  return html`<h3 class="b-sub">Qui solliciter d’abord</h3>
    ${shown.length ? html`<ol class="b-cands">${shown.map((one, rank) => html`<${Row} key=${one.body} dossier=${dossier} need=${need} relieved=${relieved} one=${one} rank=${rank + 1} />`)}</ol>` : html`<p class="empty">Personne à solliciter\u00a0: tous sont touchés, silencieux ou déjà sollicités.</p>`}
    ${found.length > FIRST && html`<p class="more"><button type="button" class="btn" aria-expanded=${String(all)} onClick=${() => setAll(!all)}>${all ? "N’afficher que les premiers" : `Afficher les ${found.length}`}</button></p>`}
    ${value.left_out.length > 0 && html`<p class="sub in"><b>Écartés\u00a0:</b> ${value.left_out.map((/** @type {any} */ one) => `${one.name} (${one.why})`).join(", ")}${value.others_left_out > 0 && `, et ${counted(value.others_left_out, "autre")}`}.</p>`}
    ${found.length > 1 && html`<${CallMany} dossier=${dossier} need=${need} found=${found.slice(0, AT_ONCE)} />`}`;
}

/** @param {{dossier: Dossier, need: Card, relieved?: Card, one: Candidate, rank: number}} props */
function Row({ dossier, need, relieved, one, rank }) {
  const [asking, setAsking] = useState(false);
  const scale = scaleOf(need.unit);
  const offer = [...dossier.cards("offer").values()].find((card) => card.from_body === one.body && card.kind === need.kind && card.unit === need.unit && leftOf(card) > 0);
  const open = relieved ? relieved.quantity : missing(need, dossier.cards("support").values()).open;
  const ready = proposal(need, open, one, offer, now(), relieved ? Date.parse(relieved.end) : 0);
  const much = howMuch(ready.quantity, need.unit);
  const others = one.skills.filter((code) => !one.able.includes(code));
  return html`<li><span class="rk" aria-hidden="true">${rank}</span><div class="b-who"><b>${one.name}</b>${one.departement && one.departement !== need.departement && ` (${one.departement})`}
      <ul class="why">${one.reasons.map((reason, index) => html`<li key=${reason} class=${`w-${one.signs[index]}`}><span aria-hidden="true">${SIGNS[one.signs[index]]?.[0]}</span><span class="vh">${SIGNS[one.signs[index]]?.[1]}\u00a0: </span>${reason}</li>`)}</ul>
      ${others.length > 0 && html`<p class="sub">${one.able.length ? "Autres compétences" : "Compétences"}\u00a0: ${named(others).toLowerCase()}</p>`}</div>
    ${asking ? html`<${Ask} dossier=${dossier} need=${need} relieved=${relieved} one=${one} ready=${ready} scale=${scale} onEnd=${() => setAsking(false)} />`
      : html`<p class="b-act"><button type="button" class=${`btn ${rank === 1 ? "btn-main" : ""}`} aria-label=${`Proposer ${toThe(one.name)}\u00a0: ${much}`} onClick=${() => setAsking(true)}>Proposer ${number(ready.quantity / scale)}</button></p>`}</li>`;
}

/** What is about to be proposed; it may still be changed, and leaves with the second click.
 * @param {{dossier: Dossier, need: Card, relieved?: Card, one: Candidate, ready: ReturnType<typeof proposal>, scale: number, onEnd: () => void}} props */
function Ask({ dossier, need, relieved, one, ready, scale, onEnd }) {
  const { zone } = dossier;
  const { values, bind } = useForm({ quantity: String(Math.max(1, Math.round(ready.quantity / scale))), start: toField(ready.start, zone), end: toField(ready.end, zone), team: String(ready.team), text: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  const go = useRef(/** @type {HTMLButtonElement | null} */ (null));
  useEffect(() => go.current?.focus(), []);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const proposed = { support: freshName("renfort"), need: keyOf(need), from_body: one.body, offer: ready.offer, relieves: relieved?.support, text: values.text };
    const how = { quantity: Number(values.quantity) * scale, team: Number(values.team), start: fromField(values.start, zone), end: fromField(values.end, zone) };
    if (await send({ do: "support.propose", ...proposed, ...how })) onEnd();
  }
  return html`<form class="b-ask" onSubmit=${submit}><div class="four">
      <${Field} label=${scale > 1 ? "Combien (€)" : "Combien"} type="number" inputmode="numeric" min="1" max="10000000" required ...${bind("quantity")} />
      <${Field} label="Du" type="datetime-local" required ...${bind("start")} /><${Field} label="Au" type="datetime-local" required ...${bind("end")} />
      <${Field} label="Équipe ou lot n°" type="number" min="1" max="99" required ...${bind("team")} /></div>
    <${Field} label="Précision (facultatif)" maxlength="400" ...${bind("text")} />
    <${Outcome} outcome=${outcome} />
    <p class="go"><button class="btn btn-main" disabled=${busy} ref=${go}>Envoyer la proposition</button><button type="button" class="btn" onClick=${onEnd}>Renoncer</button></p></form>`;
}

/** Ask the first twenty at once, but for those who are unticked. @param {{dossier: Dossier, need: Card, found: Candidate[]}} props */
function CallMany({ dossier, need, found }) {
  const [spared, setSpared] = useState(/** @type {string[]} */ ([]));
  const { values, bind, reset } = useForm({ until: toField(now() + (ANSWER_MS[need.urgency] ?? DAY_MS), dossier.zone), text: "" });
  const { outcome, send, refuse, busy } = useCommand(dossier.id);
  const called = found.filter(({ body }) => !spared.includes(body));
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (!called.length) return refuse("Gardez au moins un organisme à appeler.");
    if (await send({ do: "support.call", call: freshName("appel"), bodies: called.map(({ body }) => body), kind: need.kind, until: fromField(values.until, dossier.zone), text: values.text })) reset();
  }
  const tick = (/** @type {string} */ body) => setSpared(spared.includes(body) ? spared.filter((other) => other !== body) : [...spared, body]);
  return html`<details class="fold"><summary>Appeler ces ${found.length} organismes à la fois</summary><form onSubmit=${submit}>
    <fieldset class="b-many"><legend>Appelés</legend>${found.map((one) => html`<p class="check" key=${one.body}><label><input type="checkbox" checked=${!spared.includes(one.body)} onChange=${() => tick(one.body)} /> ${one.name}${one.km !== null && html` <span class="sub">${number(one.km)}\u00a0km</span>`}</label></p>`)}</fieldset>
    <${Field} label="Réponse attendue avant" type="datetime-local" required ...${bind("until")} />
    <${Area} label="Message (facultatif)" hint=${NO_NAMES} rows="2" ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Appel envoyé" /><p class="go"><button class="btn btn-main" disabled=${busy}>Appeler ${counted(called.length, "organisme")}</button></p></form></details>`;
}
