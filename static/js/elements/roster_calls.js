// A call of the roster as it goes: who was asked when, what they answered, who is next and at what time.

import { Reasoned } from "../forms/reasoned.js";
import { clock, counted, dated, duration } from "../format.js";
import { html } from "../html.js";
import { askedOf, nextOf } from "../roster_calls.js";
import { moment } from "../ticking.js";
import { label, perimeter } from "../vocabulary.js";
import { isPending } from "./notice.js";

/** @typedef {import("../dossier.js").Dossier} Dossier @typedef {import("../store.js").Card} Card */

const LATE = new Set(["sans_reponse", "refusee"]);

/** @param {{dossier: Dossier, call: Card, names: Record<string, string>}} props `names`: of the roster, for those who read it */
export function RosterCall({ dossier, call, names }) {
  const runs = call.state === "en_cours";
  const asked = askedOf(call);
  const due = asked && dossier.cards("representative").get(`representative:${asked.designation}`)?.due;
  return html`<section class="block" aria-labelledby=${`a-${call.call}`}><header><h2 id=${`a-${call.call}`}>Appel du vivier\u00a0: ${perimeter(call.perimeter).toLowerCase()}</h2>
      <p class="sub" role=${runs ? "status" : null}>${label("roster_call_states", call.state)}${runs ? `, ${summary(call)}` : call.ended_at && ` ${dated(call.ended_at, dossier.zone, moment.value)}`}</p></header>
    <p class="sub in">Lancé ${dated(call.started_at, dossier.zone, moment.value)}, ${counted(call.minutes, "minute")} par personne.</p>
    <ol class="cards roster-call">${call.steps.map((/** @type {any} */ step, /** @type {number} */ index) => html`<${Step} key=${step.person} dossier=${dossier} step=${step} rank=${index + 1} name=${names[step.person]} next=${runs && step === nextOf(call) ? nextWords(due, dossier.zone) : ""} />`)}</ol>
    ${runs && asked && dossier.may("roster.skip") && html`<${Reasoned} key=${asked.person} dossier=${dossier.id} title="Passer au suivant…" required=${false} command=${{ do: "roster.skip", call: call.call }} verb="Passer au suivant" />`}
    ${runs && dossier.may("roster.stop") && html`<${Reasoned} dossier=${dossier.id} title="Arrêter l’appel…" required=${false} command=${{ do: "roster.stop", call: call.call }} verb="Arrêter l’appel" />
      <p class="sub in">Arrêter retire la proposition en attente. Désigner quelqu’un à la main arrête aussi l’appel.</p>`}</section>`;
}

/** « 2e sur 5 ». @param {Card} call */
function summary({ steps }) {
  const at = steps.findIndex((/** @type {any} */ step) => step.state === "appelee");
  return at < 0 ? "la personne suivante va être appelée" : `${at + 1}${at ? "e" : "re"} personne sur ${steps.length}`;
}

/** @param {string | undefined} due @param {string} zone */
function nextWords(due, zone) {
  return due ? `Suivante, à ${clock(due, zone)} sans réponse d’ici là, ou dès un refus` : "Suivante, dans un instant";
}

/** One person of the list. @param {{dossier: Dossier, step: any, rank: number, name?: string, next: string}} props */
function Step({ dossier, step, rank, name, next }) {
  const at = moment.value;
  const card = step.designation && dossier.cards("representative").get(`representative:${step.designation}`);
  const notice = card && [...dossier.cards("notice").values()].find(({ subject, designation }) => subject === "proposal" && designation === step.designation);
  const who = card?.name ?? name;
  const red = step.state === "appelee" && notice && isPending(notice);
  return html`<li class=${red ? "is-late" : step.state === "a_appeler" || step.state === "appelee" || step.state === "acceptee" ? "" : "over"} aria-current=${step.state === "appelee" ? "step" : null}>
    <p><span class="sub">${rank}.</span> ${who ? html`<b>${who}</b>, ${step.function}` : html`<b>${step.function}</b>`} <span class=${`tag ${LATE.has(step.state) ? "tag-late" : ""}`}>${label("roster_step_states", step.state)}</span>${step.warning && html` <span class="tag tag-stale">son organisme est touché</span>`}</p>
    ${step.called_at && html`<p class="sub">Appelée ${dated(step.called_at, dossier.zone, at)}${step.answered_at && `, ${answerWords(step)} ${dated(step.answered_at, dossier.zone, at)} (${duration(Date.parse(step.answered_at) - Date.parse(step.called_at))})`}</p>`}
    ${notice && html`<p class=${red ? "late" : "sub"}>${red && html`<span class="warn" aria-hidden="true">!</span> `}Message ${messageWords(notice, dossier.zone, at)}</p>`}
    ${step.state === "appelee" && card?.due && html`<p>${Date.parse(card.due) > at ? `Réponse attendue avant ${clock(card.due, dossier.zone)} (dans ${duration(Date.parse(card.due) - at)})` : "Le délai de réponse est passé"}</p>`}
    ${next && html`<p class="sub">${next}</p>`}</li>`;
}

/** @type {Record<string, string>} */
const ANSWERS = { acceptee: "a accepté", refusee: "a refusé", sans_reponse: "délai passé", retiree: "demande retirée" };

/** @param {any} step */
const answerWords = (step) => ANSWERS[step.state] ?? "fin";

/** « envoyé à 14 h 31 · reçu à 14 h 40 ». @param {Card} notice @param {string} zone @param {number} at */
function messageWords({ state, sent_at: sent, acknowledged_at: received }, zone, at) {
  const words = [sent && `envoyé ${dated(sent, zone, at)}`, received && `reçu ${dated(received, zone, at)}`];
  if (state === "envoye") words.push("pas encore reçu");
  if (state === "du") words.push("à envoyer\u00a0: sans adresse ou pas encore parti, appeler par téléphone");
  if (state === "echec") words.push("non parti\u00a0: appeler par téléphone");
  if (state === "sans_objet") words.push("sans objet désormais");
  return words.filter(Boolean).join(" · ");
}
