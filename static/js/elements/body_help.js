// What one body lacks, lends and keeps open, what is asked of it, and how hit it is: with the forms of whoever may say so.

import { NeedForm, PlaceForm } from "../forms/help.js";
import { Reasoned } from "../forms/reasoned.js";
import { counted, dated } from "../format.js";
import { inOrder, isOver, isWanting, keepsPlaces } from "../help.js";
import { html } from "../html.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";
import { Need, Place, Support } from "./help.js";
import { Questions } from "./questions.js";
import { VigilanceOf } from "./vigilance.js";

/** @param {{dossier: import("../dossier.js").Dossier, body: import("../store.js").Card}} props */
export function BodyHelp({ dossier, body }) {
  const at = moment.value;
  const id = body.body;
  const { bodies } = actor();
  const leads = dossier.may("support.call");
  const mine = bodies.includes(id);
  const of = (/** @type {string} */ type, /** @type {string} */ field = "body") => [...dossier.cards(type).values()].filter((card) => card[field] === id);
  const needs = inOrder(of("need"));
  const supports = [...of("support", "to_body"), ...of("support", "from_body")].filter((support) => !isOver(support));
  const places = of("place");
  const own = /** @type {[string, string][]} */ ([[id, body.name]]);
  const saysNeed = dossier.may("need.raise") && (mine || leads);
  const keeps = dossier.may("place.open") && keepsPlaces(body, actor());
  const asked = dossier.cards("requests").get(`requests:${body.departement}`);
  const awaited = asked && [asked, ...(asked.earlier ?? [])].find((one) => one.bodies.includes(id) && !((body.reported_at ?? "") > one.asked_at));
  return html`${awaited && html`<section class="block in" aria-label="Relance"><p class="late"><b>Compte rendu demandé</b> ${dated(awaited.asked_at, dossier.zone, at)}, par\u00a0: ${label("roles", awaited.asked_by)}.</p>${awaited.text && html`<p class="quote">«\u00a0${awaited.text}\u00a0»</p>`}</section>`}
    ${(needs.length > 0 || saysNeed) && html`<section class="block help-page" aria-labelledby="besoins"><header><h2 id="besoins">Besoins</h2><p class="sub">${counted(needs.filter(isWanting).length, "à couvrir", "à couvrir")}</p></header>
      ${saysNeed && html`<${NeedForm} dossier=${dossier} bodies=${own} />`}
      ${needs.length > 0 ? html`<ul class="cards">${needs.map((need) => html`<${Need} key=${need.id} dossier=${dossier} need=${need} own=${[]} />`)}</ul>` : html`<p class="empty">Aucun besoin n’a été dit.</p>`}</section>`}
    ${supports.length > 0 && html`<section class="block help-page" aria-labelledby="renforts"><header><h2 id="renforts">Renforts</h2></header>
      <ul class="cards">${supports.map((support) => html`<${Support} key=${support.id} dossier=${dossier} support=${support} />`)}</ul></section>`}
    ${(places.length > 0 || keeps) && html`<section class="block help-page" aria-labelledby="lieux"><header><h2 id="lieux">Lieux ouverts</h2></header>
      ${keeps && html`<${PlaceForm} dossier=${dossier} bodies=${[[id, body.name, body.commune]]} />`}
      ${places.length > 0 ? html`<ul class="cards">${places.map((place) => html`<${Place} key=${place.id} dossier=${dossier} place=${place} />`)}</ul>` : html`<p class="empty">Aucun lieu n’est ouvert.</p>`}</section>`}
    ${body.attached && html`<section class="block" aria-labelledby="rattache"><header><h2 id="rattache">Rattaché hors de la zone</h2></header>
      <p class="in">${label("why_attached", body.attached)}.</p>
      ${dossier.may("body.detach") && html`<${Reasoned} dossier=${dossier.id} title="Ne plus rattacher cet organisme" command=${{ do: "body.detach", body: id }} verb="Détacher" />`}</section>`}
    ${(body.hit || dossier.may("body.mark_hit")) && html`<section class="block" aria-labelledby="touche"><header><h2 id="touche">Particulièrement touché</h2></header>
      <p class="in">${body.hit ? html`<b>Oui</b>, décidé ${dated(body.hit_at, dossier.zone, at)}\u00a0: «\u00a0${body.hit_reason}\u00a0»` : "Non."}</p>
      ${dossier.may("body.mark_hit") && html`<${Reasoned} key=${String(body.hit)} dossier=${dossier.id} title=${body.hit ? "N’est plus particulièrement touché" : "Dire particulièrement touché"} command=${{ do: "body.mark_hit", body: id, hit: !body.hit }} verb="Décider" />`}</section>`}
    <${VigilanceOf} dossier=${dossier} departement=${body.departement} />
    <${Questions} dossier=${dossier} body=${body} />`;
}
