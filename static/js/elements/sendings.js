// What was sent of each notice, to whom, and what was given up: for those who record it.

import { useState } from "preact/hooks";
import { Problem, post } from "../api.js";
import { useFollowed } from "../fetched.js";
import { counted, moment as written, number } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";
import { Notice as Message, Refusal } from "./message.js";
import { Notice, isPending } from "./notice.js";

/** @type {Record<string, string>} */
const STATES = {
  a_envoyer: "à envoyer", parti: "parti", envoye: "envoyé", rejete: "non pris", abandonne: "abandonné",
  sans_objet: "sans objet", sans_adresse: "Aucune adresse connue\u00a0: prévenir par téléphone",
};

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Sendings({ dossier }) {
  const minute = Math.floor(moment.value / 60_000);
  const [sent, setSent] = useState(0);
  const { value, problem, again } = useFollowed(`/api/dossiers/${encodeURIComponent(dossier.id)}/notices`, `${dossier.seq.value}/${minute}/${sent}`);
  const notices = [...dossier.cards("notice").values()].sort((a, b) => rank(a) - rank(b) || (a.owed_at < b.owed_at ? 1 : -1));
  /** @type {Record<string, any[]>} */
  const of = {};
  for (const message of value?.messages ?? []) (of[message.card] ??= []).push(message);
  const reminders = (value?.messages ?? []).filter((/** @type {any} */ message) => message.card.startsWith("tasks:"));
  const pending = notices.filter(isPending);
  return html`<section class="block" aria-labelledby="avis"><header><h2 id="avis">Avis</h2>
      <p class="sub" role="status">${counted(pending.length, "avis attend", "avis attendent")} un accusé de réception</p></header>
    ${problem && html`<${Refusal} problem=${problem} /><p class="go in"><button type="button" class="btn" onClick=${again}>Réessayer</button></p>`}
    ${value?.sends === false && html`<${Message} tone="no">Ce serveur n’envoie aucun courriel\u00a0: prévenir par téléphone, puis noter l’envoi.<//>`}
    ${value?.full && html`<${Message} tone="no">Trop d’envois attendent (${number(value.waiting)})\u00a0: les suivants seront préparés à mesure que ceux-ci partiront.<//>`}
    <ul class="cards">${notices.map((card) => html`<${Notice} key=${card.id} dossier=${dossier} card=${card} />
      ${(of[card.id] ?? []).map((message) => html`<${Sending} key=${message.message} dossier=${dossier} name=${card.to_name} message=${message} then=${() => setSent(sent + 1)} />`)}`)}</ul>
    ${notices.length === 0 && html`<p class="empty">Aucun avis n’est dû\u00a0: le premier le sera à la désignation d’un représentant.</p>`}
    ${reminders.length > 0 && html`<h3 class="part">Rappels de tâches</h3><ul class="cards">${reminders.map((/** @type {any} */ message) => html`<${Sending} key=${message.message} dossier=${dossier} name=${message.body} message=${message} then=${() => setSent(sent + 1)} />`)}</ul>`}</section>`;
}

/** @param {import("../store.js").Card} card */
const rank = (card) => (isPending(card) ? 0 : 1);

/** One mail to one recipient. @param {{dossier: import("../dossier.js").Dossier, name: string, message: any, then: () => void}} props */
function Sending({ dossier, name, message, then }) {
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [busy, setBusy] = useState(false);
  const isDead = message.state === "abandonne";
  async function sendAgain() {
    setBusy(true);
    setProblem(null);
    try {
      await post(`/api/dossiers/${encodeURIComponent(dossier.id)}/notices/${message.message}`, {});
      then();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }
  return html`<li class=${isDead ? "is-late" : ""}>
    <p class="sub">${message.card.startsWith("tasks:") && html`<b>${dossier.cards("body").get(`body:${message.body}`)?.name ?? message.body}</b>. `}${message.recipient && `${BY[message.channel] ?? "Courriel à"} ${message.recipient}\u00a0: `}<b>${STATES[message.state]}</b>${message.tried_at && ` ${written(message.tried_at, dossier.zone, moment.value)}`}${message.attempts > 0 && `, ${counted(message.attempts, "essai")} sans succès`}${message.fault && ` (${why(message.fault)})`}</p>
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${isDead && html`<p class="go"><button type="button" class="btn" disabled=${busy} aria-label=${`Renvoyer à ${name}`} onClick=${sendAgain}>Renvoyer</button></p>`}</li>`;
}

/** @type {Record<string, string>} */
const BY = { courriel: "Courriel à", sms: "SMS au", webhook: "Système" };

/** @type {Record<string, string>} */
const WHY = {
  sans_passerelle_sms: "aucune passerelle de SMS n’est réglée", serveur_muet: "le serveur d’envoi ne répond pas",
  nom_inconnu: "le nom de ce serveur n’est pas connu", adresse_interdite: "cette adresse ne mène pas à l’internet public en https",
};

/** @param {string} fault */
const why = (fault) => WHY[fault] ?? `refusé par le serveur d’envoi, ${fault.replace("refuse_", "code ")}`;
