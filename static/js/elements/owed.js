// What waits for an answer of the person who looks: a support to accept or to confirm, a call for help, a question, a report.

import { the } from "../articles.js";
import { clock, counted } from "../format.js";
import { what } from "../help.js";
import { html } from "../html.js";
import { owedBy } from "../owed.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";

/** Things said at most; the others are counted. */
const SHOWN = 6;

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Owed({ dossier }) {
  const found = owedBy(actor(), dossier, moment.value);
  if (!found.length) return null;
  const help = `/dossiers/${dossier.id}/renforts`;
  /** @type {Record<string, (card: any, body: string) => [any, string, string]>} */
  const says = {
    accept: (card) => [html`<b>On vous propose de prêter</b>\u00a0: ${what(card)}, pour ${the(card.to_name)}`, "Répondre", help],
    confirm: (card) => [html`<b>${card.from_name} accepte de vous prêter</b>\u00a0: ${what(card)}`, "Confirmer ou refuser", help],
    call: (card) => [html`<b>Appel à renfort</b>\u00a0: ${label("needs", card.kind)}, réponse avant ${clock(card.until, dossier.zone)}`, "Offrir", help],
    question: (card, body) => [html`<b>Question</b>\u00a0: ${card.text}`, "Répondre", card.to === "representative" ? `/dossiers/${dossier.id}/points` : `/dossiers/${dossier.id}/organismes/${body}`],
    report: (card, body) => [html`<b>Votre compte rendu est demandé</b>, à ${clock(card.asked_at, dossier.zone)}`, "Rendre compte", `/dossiers/${dossier.id}/organismes/${body}`],
  };
  return html`<section class="block owed" aria-labelledby="attend"><header><h2 id="attend">Attend votre réponse</h2><p class="sub" role="status">${counted(found.length, "réponse attendue", "réponses attendues")}</p></header>
    <ul class="cards">${found.slice(0, SHOWN).map(({ id, kind, card, body }) => {
      const [words, verb, to] = says[kind](card, body);
      return html`<li key=${id}><p>${words} <a class="btn" href=${to}>${verb}</a></p></li>`;
    })}</ul>${found.length > SHOWN && html`<p class="more sub">et ${counted(found.length - SHOWN, "autre")}.</p>`}</section>`;
}
