// Help between CCAS, on one page: what is lacked, who offers, who is on the way, which places are open.

import { Need, Offer, Place, Support, SupportCall } from "../elements/help.js";
import { Carry } from "../elements/carry.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { CallOut, NeedForm, OfferForm, PlaceForm } from "../forms/help.js";
import { Reasoned } from "../forms/reasoned.js";
import { counted } from "../format.js";
import { inOrder, isOver, isWanting, keepsPlaces } from "../help.js";
import { html } from "../html.js";
import { actor } from "../session.js";
import { partyName } from "../vocabulary.js";
import { Watched } from "./watched.js";

/** Rows of each list at most: what is left out is said. */
const SHOWN = 100;
/** In what a list may be carried away. */
const FILES = ["pdf", "csv", "xlsx", "json", "html"];

/** @param {{dossier: string}} props */
export function HelpPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => {
    const crisis = dossier.only("crisis");
    if (!crisis) return null;
    const all = (/** @type {string} */ type) => [...dossier.cards(type).values()];
    const bodies = all("body").filter((body) => body.competent !== false);
    const leads = dossier.may("support.call");
    const own = /** @type {[string, string][]} */ (actor().bodies.filter((body) => /^(ccas|cias|mairie|udccas)-/.test(body)).map((body) => [body, nameOf(dossier, body)]));
    const local = /** @type {[string, string][]} */ (leads ? bodies.map((body) => [body.body, body.name]) : own.filter(([body]) => dossier.cards("body").has(`body:${body}`)));
    const keepers = /** @type {[string, string, string][]} */ (bodies.filter((body) => keepsPlaces(body, actor())).map((body) => [body.body, body.name, body.commune]));
    const needs = inOrder(all("need"));
    const supports = all("support").sort((a, b) => (a.since < b.since ? 1 : -1));
    const live = supports.filter((support) => !isOver(support));
    const places = all("place").sort((a, b) => (a.state === b.state ? (a.name < b.name ? -1 : 1) : a.state === "ouvert" ? -1 : 1));
    return html`<${Frame} title="Renforts" sub=${crisis.title} dossier=${dossier} kind="help-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/renforts`} />`}>
      <p class="sub">Personne n’ordonne\u00a0: on demande, on offre, on propose. Le CCAS d’appui accepte, le CCAS touché confirme\u202f; rien n’est engagé avant.</p>
      <${Sharing} dossier=${dossier} open=${crisis.needs_open} />
      <div class="columns even"><div class="column">
        <${List} title="Besoins" files=${html`<${Carry} dossier=${id} table="besoins" of="besoins" endings=${FILES} />`} told=${counted(needs.filter(isWanting).length, "besoin à couvrir", "besoins à couvrir")} none="Aucun besoin n’a été dit."
          rows=${needs} row=${(/** @type {any} */ need) => html`<${Need} key=${need.id} dossier=${dossier} need=${need} own=${own} />`}>
          ${dossier.may("need.raise") && local.length > 0 && html`<${NeedForm} dossier=${dossier} bodies=${local} />`}<//>
        <${List} title="Lieux ouverts" files=${html`<${Carry} dossier=${id} table="lieux" of="lieux" endings=${[...FILES, "geojson"]} />`} told=${counted(places.filter((place) => place.state === "ouvert").length, "lieu ouvert", "lieux ouverts")} none="Aucun lieu n’est ouvert."
          rows=${places} row=${(/** @type {any} */ place) => html`<${Place} key=${place.id} dossier=${dossier} place=${place} />`}>
          ${dossier.may("place.open") && keepers.length > 0 && html`<${PlaceForm} dossier=${dossier} bodies=${keepers} />`}<//></div>
        <div class="column">
        <${List} title="Renforts en cours" files=${html`<${Carry} dossier=${id} table="soutiens" of="renforts, passés compris" endings=${FILES} />`} told=${counted(live.length, "renfort en cours", "renforts en cours")} none="Aucun renfort n’est proposé."
          rows=${live} row=${(/** @type {any} */ support) => html`<${Support} key=${support.id} dossier=${dossier} support=${support} />`} />
        <${List} title="Offres" told=${counted(dossier.cards("offer").size, "offre")} none="Aucune offre n’a été faite."
          rows=${all("offer")} row=${(/** @type {any} */ offer) => html`<${Offer} key=${offer.id} dossier=${dossier} offer=${offer} />`}>
          ${dossier.may("support.offer") && own.length > 0 && html`<${OfferForm} dossier=${dossier} bodies=${own} />`}<//>
        <${List} title="Appels à renfort" told=${counted(dossier.cards("support_call").size, "appel")} none="Aucun appel n’a été lancé."
          rows=${all("support_call")} row=${(/** @type {any} */ call) => html`<${SupportCall} key=${call.id} dossier=${dossier} call=${call} />`}>
          ${leads && html`<${CallOut} dossier=${dossier} />`}<//>
        ${supports.length > live.length && html`<details class="fold"><summary>Renforts passés (${supports.length - live.length})</summary>
          <ul class="cards">${supports.filter(isOver).slice(0, SHOWN).map((support) => html`<${Support} key=${support.id} dossier=${dossier} support=${support} />`)}</ul></details>`}</div></div><//>`;
  }}<//>`;
}

/** Whether each CCAS sees the needs of the others, and the act that changes it. @param {{dossier: import("../dossier.js").Dossier, open: boolean}} props */
function Sharing({ dossier, open }) {
  const act = open ? "crisis.close_needs" : "crisis.open_needs";
  return html`<p class="sub" role="status">${open ? "Besoins ouverts\u00a0: chaque CCAS voit ceux des autres de son département." : "Besoins fermés\u00a0: chaque CCAS ne voit que les siens, et les renforts qui le concernent."}</p>
    ${dossier.may(act) && html`<${Reasoned} key=${act} dossier=${dossier.id} title=${open ? "Fermer les besoins aux autres CCAS" : "Ouvrir les besoins aux autres CCAS"}
      command=${{ do: act }} verb=${open ? "Fermer" : "Ouvrir"} />`}`;
}

/** @param {import("../dossier.js").Dossier} dossier @param {string} body */
function nameOf(dossier, body) {
  return dossier.cards("body").get(`body:${body}`)?.name ?? dossier.cards("helper").get(`helper:${body}`)?.name ?? partyName(body);
}

/** @param {{title: string, told: string, none: string, rows: any[], row: (card: any) => any, files?: any, children?: any}} props */
function List({ title, told, none, rows, row, files, children }) {
  const id = `h-${title.toLowerCase().replaceAll(" ", "-")}`;
  return html`<section class="block" aria-labelledby=${id}><header><h2 id=${id}>${title}</h2><p class="sub">${told}</p></header>
    ${children}${rows.length ? html`<ul class="cards">${rows.slice(0, SHOWN).map(row)}</ul>` : html`<p class="empty">${none}</p>`}
    ${rows.length > SHOWN && html`<p class="more sub">${counted(rows.length - SHOWN, "autre")}, plus bas dans l’ordre, dans la main courante.</p>`}${files && html`<div class="in">${files}</div>`}</section>`;
}
