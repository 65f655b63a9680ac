// What is offered, what is on the way, and the calls that wait for answers.

import { ofThe } from "../../articles.js";
import { answers, neededBy, openOffers, underWay } from "../../bureau.js";
import { clock, counted, duration } from "../../format.js";
import { Reasoned } from "../../forms/reasoned.js";
import { howMuch, periodWords, what } from "../../help.js";
import { html } from "../../html.js";
import { keyOf } from "../../ids.js";
import { moment } from "../../ticking.js";
import { label } from "../../vocabulary.js";
import { Support } from "../help.js";

/** @typedef {import("../../dossier.js").Dossier} Dossier */
/** @typedef {import("../../store.js").Card} Card */

/** Rows of each list at most; the others are counted. */
const SHOWN = 60;
/** Offers are new for so long. */
const FRESH_MS = 30 * 60_000;

/** @param {{dossier: Dossier, needs: Card[], onChoose: (need: string) => void}} props */
export function Offers({ dossier, needs, onChoose }) {
  const at = moment.value;
  const offers = openOffers(dossier.cards("offer").values(), at);
  return html`<section class="block" aria-labelledby="b-offres"><header><h2 id="b-offres">Offres reçues</h2><p class="sub">${counted(offers.length, "à employer", "à employer")}</p></header>
    ${offers.length ? html`<ul class="cards">${offers.slice(0, SHOWN).map((offer) => html`<li key=${offer.id} class=${at - Date.parse(offer.offered_at) < FRESH_MS ? "is-fresh" : ""}><p class="line"><b>${offer.from_name}</b> <span class="num sub">${clock(offer.offered_at, dossier.zone)}</span></p>
      <p>${what(offer)}</p><p class="sub">${periodWords(offer, dossier.zone, at)}${(offer.lent ?? 0) > 0 && `, reste ${howMuch(offer.quantity - offer.lent, offer.unit)}`}</p>
      ${offer.text && html`<p class="quote">«\u00a0${offer.text}\u00a0»</p>`}
      ${neededBy(offer, needs).slice(0, 3).map((need) => html`<p class="go" key=${need.id}><button type="button" class="btn" onClick=${() => onChoose(keyOf(need))}>Voir le besoin ${ofThe(need.name)}</button></p>`)}</li>`)}</ul>` : html`<p class="empty">Aucune offre à employer.</p>`}
    <${More} count=${offers.length} /></section>`;
}

/** @param {{dossier: Dossier}} props */
export function OnTheWay({ dossier }) {
  const supports = underWay(dossier.cards("support").values());
  return html`<section class="block" aria-labelledby="b-renforts"><header><h2 id="b-renforts">Renforts en cours</h2><p class="sub">${counted(supports.length, "action")}</p></header>
    ${supports.length ? html`<ul class="cards">${supports.slice(0, SHOWN).map((support) => html`<${Support} key=${support.id} dossier=${dossier} support=${support} />`)}</ul>` : html`<p class="empty">Aucun renfort n’est en cours.</p>`}
    <${More} count=${supports.length} /></section>`;
}

/** The answers to each call, as they come. @param {{dossier: Dossier}} props */
export function CallsOut({ dossier }) {
  const at = moment.value;
  const calls = [...dossier.cards("support_call").values()].filter((call) => !call.withdrawn_at && Date.parse(call.until) > at - 2 * FRESH_MS).sort((a, b) => (a.called_at < b.called_at ? 1 : -1));
  if (!calls.length) return null;
  const offers = [...dossier.cards("offer").values()];
  return html`<section class="block" aria-labelledby="b-appels"><header><h2 id="b-appels">Appels lancés</h2><p class="sub">${counted(calls.length, "appel")}</p></header>
    <ul class="cards">${calls.slice(0, SHOWN).map((call) => {
      const said = answers(call, offers);
      const heard = said.filter((one) => one.offers.length > 0);
      const left = Date.parse(call.until) - at;
      return html`<li key=${call.id}><p class="line"><b>${label("needs", call.kind)}</b> <span class="tag">${left > 0 ? `encore ${duration(left)}` : "terminé"}</span></p>
        <p role="status"><b>${counted(heard.length, "réponse")}</b> sur\u00a0${counted(Object.keys(call.bodies).length, "appelé")}</p>
        <ul class="b-answers">${heard.map((one) => html`<li key=${one.body}><b>${one.name}</b> ${one.offers.map((offer) => `${howMuch(offer.quantity, offer.unit)}${offer.withdrawn_at ? ", retirée" : ""}`).join(", ")} <span class="sub">à ${clock(one.offers[0].offered_at, dossier.zone)}</span></li>`)}</ul>
        ${said.length > heard.length && html`<p class="sub">Attendus\u00a0: ${said.filter((one) => !one.offers.length).map(({ name }) => name).slice(0, 8).join(", ")}${said.length - heard.length > 8 && `, et ${counted(said.length - heard.length - 8, "autre")}`}.</p>`}
        ${dossier.may("support.withdraw_call") && html`<${Reasoned} dossier=${dossier.id} title="Retirer cet appel" command=${{ do: "support.withdraw_call", call: call.call }} verb="Retirer l’appel" />`}</li>`;
    })}</ul></section>`;
}

/** @param {{count: number}} props */
const More = ({ count }) => count > SHOWN && html`<p class="more sub">et ${counted(count - SHOWN, "autre")}, sur la page Renforts.</p>`;
