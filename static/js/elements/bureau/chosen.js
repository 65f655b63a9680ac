// One need: how its body is, what is lacked, whom to ask first and why, and what is proposed already.

import { ofThe, the } from "../../articles.js";
import { missing } from "../../bureau.js";
import { dated, duration, moment as written, number } from "../../format.js";
import { ReviseNeed } from "../../forms/help.js";
import { Reasoned } from "../../forms/reasoned.js";
import { howMuch } from "../../help.js";
import { html } from "../../html.js";
import { keyOf } from "../../ids.js";
import { scaled } from "../../money.js";
import { moment } from "../../ticking.js";
import { label } from "../../vocabulary.js";
import { Support } from "../help.js";
import { Status } from "../status.js";
import { Candidates } from "./candidates.js";

/** @typedef {import("../../store.js").Card} Card */

/** @param {{dossier: import("../../dossier.js").Dossier, need: Card, relieved?: Card, onChoose: (need: string, relieved?: string) => void, children?: any}} props
 * `relieved`: the support whose people somebody is to relieve; `children`: the map */
export function Chosen({ dossier, need, relieved, onChoose, children }) {
  const at = moment.value;
  const { zone } = dossier;
  const key = keyOf(need);
  const supports = [...dossier.cards("support").values()];
  const { lacks, asked } = missing(need, supports);
  const mine = supports.filter((one) => one.need === key && !["refusee", "annulee"].includes(one.state));
  return html`<section class="block b-chosen" aria-labelledby="b-besoin"><header class="b-head"><div>
      <p class="sub">Besoin ${label("urgencies", need.urgency).toLowerCase()} · dit ${dated(need.raised_at, zone, at)}, attendu avant ${written(need.wanted_by, zone, at)}</p>
      <h2 id="b-besoin" tabindex="-1">${label("needs", need.kind)}, ${howMuch(need.quantity, need.unit)}\u00a0: ${need.name}</h2></div>
      <p class="b-cov"><b>${number(scaled(need.committed ?? 0, need.unit))} sur\u00a0${number(scaled(need.quantity, need.unit))}</b> <span class="sub">engagé${asked > 0 ? `, ${number(scaled(asked, need.unit))} en attente` : ""}</span></p></header>
    <${Context} dossier=${dossier} body=${dossier.cards("body").get(`body:${need.body}`)} at=${at} />
    ${need.text && html`<p class="quote in">«\u00a0${need.text}\u00a0»</p>`}
    ${relieved && html`<p class="in b-relay"><b>Relève ${ofThe(relieved.from_name)}</b>, dont la mission finit ${dated(relieved.end, zone, at)}. <button type="button" class="btn btn-quiet" onClick=${() => onChoose(key)}>Ne plus chercher de relève</button></p>`}
    ${lacks > 0 || relieved ? html`<${Candidates} key=${`${key} ${relieved?.support ?? ""}`} dossier=${dossier} need=${need} relieved=${relieved} />` : html`<p class="empty">Ce besoin est couvert.</p>`}
    ${mine.length > 0 && html`<h3 class="b-sub">Déjà proposé pour ce besoin</h3><ul class="cards">${mine.map((support) => html`<${Support} key=${support.id} dossier=${dossier} support=${support} />`)}</ul>`}
    ${children}
    <footer class="b-foot"><p class="sub">Proposer n’engage personne\u00a0: le CCAS d’appui accepte, puis ${the(need.name)} confirme.</p>
      ${dossier.may("need.revise") && html`<${ReviseNeed} key=${`r-${key}`} dossier=${dossier} need=${need} />`}
      ${dossier.may("need.withdraw") && html`<${Reasoned} key=${key} dossier=${dossier.id} title="Retirer ce besoin" command=${{ do: "need.withdraw", need: key }} verb="Retirer le besoin" />`}</footer></section>`;
}

/** What is known of whoever asks. @param {{dossier: import("../../dossier.js").Dossier, body: Card | undefined, at: number}} props */
function Context({ dossier, body, at }) {
  if (!body) return null;
  const said = (/** @type {string} */ name) => body.figures?.[name]?.value;
  const places = [...dossier.cards("place").values()].filter((place) => place.body === body.body && place.state === "ouvert");
  return html`<div class="b-ctx"><p><${Status} code=${body.status} /> ${body.observed_at ? html`<span>observé il y a ${duration(at - Date.parse(body.observed_at))}</span>` : html`<span>jamais entendu</span>`}${body.hit && html` <span class="tag tag-late">particulièrement touché</span>`}</p>
    ${places.slice(0, 3).map((place) => html`<p key=${place.id}>${place.name}\u00a0: <b>${place.present === undefined ? "?" : number(place.present)}</b> présents${place.capacity !== undefined && html` pour <b>${number(place.capacity)}</b> places`}</p>`)}
    ${said("agents_present") !== undefined && html`<p>Agents\u00a0: <b>${number(said("agents_present"))}${said("agents_expected") !== undefined ? ` sur\u00a0${number(said("agents_expected"))}` : ""}</b></p>`}
    <p><a href=${`/dossiers/${dossier.id}/organismes/${body.body}`}>Ouvrir sa fiche</a></p></div>`;
}
