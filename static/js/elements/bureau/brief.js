// What one representative leaves to the next: how things stood at one line of the journal, which seals the sheet.

import { the, toThe } from "../../articles.js";
import { missing, overwhelmed, reliefs, underWay } from "../../bureau.js";
import { NOTHING, counted, dated, moment as written, number } from "../../format.js";
import { howMuch, inOrder, isWanting, what } from "../../help.js";
import { html } from "../../html.js";
import { covered } from "../../silence.js";
import { codes, label, short } from "../../vocabulary.js";
import { EntryLink } from "../quarter.js";
import { Part, TaskList } from "../shift.js";
import { Status } from "../status.js";

/** @typedef {import("../../store.js").Card} Card */

/** Lines of each kind at most; the others are counted. */
const MOST = 40;

/** @param {{sheet: any, cards: Card[]}} props `sheet`: of the whole crisis, as the server makes it; `cards`: the board at the same line */
export function Brief({ sheet, cards }) {
  const { timezone: zone, coverage, tasks } = sheet;
  const at = Date.parse(sheet.at);
  const day = (/** @type {string} */ instant) => dated(instant, zone, at);
  const of = (/** @type {string} */ type) => cards.filter((card) => card.type === type);
  const crisis = of("crisis")[0];
  const points = of("points")[0];
  const supports = of("support");
  const needs = inOrder(of("need").filter(isWanting));
  const burdened = overwhelmed(of("body"));
  const hit = of("body").filter((body) => body.hit);
  const lent = underWay(supports);
  const plan = new Map(reliefs(supports, at, zone).map((row) => [row.support.support, row]));
  const asked = of("question").filter((question) => question.state === "posee");
  const places = of("place").filter((place) => place.state === "ouvert");
  const statuses = codes("statuses").filter(([code]) => sheet.statuses[code]);
  const owed = [
    ...asked.map((one) => ({ title: `Question ${toThe(one.to_name)}\u00a0: ${one.text ?? ""}`, since: one.asked_at })),
    ...sheet.awaited,
  ];
  return html`<article class="shift brief" aria-labelledby="note"><section class="block"><header><h2 id="note">${crisis?.title}</h2>
      <p class="sub">${crisis?.exercise ? "EXERCICE · " : ""}état arrêté ${dated(sheet.at, zone, at)} · journal <b>${sheet.cursor}</b></p></header>
      <dl class="facts in"><div><dt>Organismes entendus</dt><dd>${coverage.of ? covered(coverage) : NOTHING}</dd></div>
        ${statuses.map(([code]) => html`<div key=${code}><dt>${short("statuses", code)}</dt><dd>${number(sheet.statuses[code])}</dd></div>`)}
        <div><dt>Besoins à couvrir</dt><dd class=${needs.some((need) => need.urgency === "immediat") ? "late" : ""}>${number(needs.length)}</dd></div>
        <div><dt>Renforts en cours</dt><dd>${number(lent.length)}</dd></div><div><dt>Lieux ouverts</dt><dd>${number(places.length)}</dd></div>
        <div><dt>Prochain point de situation</dt><dd class=${points?.next_at && Date.parse(points.next_at) < at ? "late" : ""}>${points?.next_at ? day(points.next_at) : "non annoncé"}</dd></div></dl></section>
    <${Some} id="debordes" title="Débordés, en tension" items=${burdened} draw=${(/** @type {Card} */ body) => html`<b>${body.name}</b> <${Status} code=${body.status} narrow /> <span class="sub">${body.observed_at && `observé ${day(body.observed_at)}`}</span>${body.hit && html` <span class="tag tag-late">particulièrement touché</span>`}${body.text && html`<br />«\u00a0${body.text}\u00a0»`}`} />
    <${Part} id="silence" title="Silencieux" narrow items=${sheet.silent} more=${sheet.silent_left_out} draw=${(/** @type {any} */ one) => html`<b>${one.name}</b> <span class="sub">${one.heard_at ? `entendu ${day(one.heard_at)}` : "jamais entendu"}${one.tries > 0 && `, ${counted(one.tries, "appel")} sans réponse`}</span>`} />
    <${Some} id="besoins" title="Besoins à couvrir, par urgence" items=${needs} draw=${(/** @type {Card} */ need) => {
      const { asked: pending } = missing(need, supports);
      return html`<span class="tag">${label("urgencies", need.urgency)}</span> <b>${need.name}</b> ${what(need)} <span class="sub">engagé ${howMuch(need.committed ?? 0, need.unit)}${pending > 0 && `, ${howMuch(pending, need.unit)} en attente d’accord`}, attendu ${Date.parse(need.wanted_by) < at ? "depuis" : "avant"} ${day(need.wanted_by).replace(/^à /, "")}</span>`;
    }} />
    <${Some} id="renforts" title="Renforts en cours" items=${lent} draw=${(/** @type {Card} */ one) => html`<b>${one.from_name}</b> pour <b>${the(one.to_name)}</b> ${what(one)} <span class="tag">${label("support_states", one.state)}</span> <span class="sub">jusqu’au ${written(one.end, zone, at)}${plan.has(one.support) && (plan.get(one.support)?.relief ? `, relève\u00a0: ${plan.get(one.support)?.relief?.from_name}` : ", sans relève")}</span>`} />
    <${Part} id="du" title="Ce qui est dû" items=${owed} more=${sheet.awaited_left_out} draw=${(/** @type {any} */ one) => html`${one.title} <span class="sub">depuis ${day(one.since).replace(/^à /, "")}</span>`} />
    <${TaskList} id="retard" title="Tâches en retard" tasks=${tasks.late} team=${sheet.team} say=${(/** @type {any} */ task) => `devait être fait ${day(task.due)}`} />
    <${Some} id="touches" title="Décisions\u00a0: CCAS particulièrement touchés" items=${hit} draw=${(/** @type {Card} */ body) => html`<b>${body.name}</b> <span class="sub">${day(body.hit_at)}</span> ${body.hit_reason && `«\u00a0${body.hit_reason}\u00a0»`}`} />
    <${Part} id="demandes" title="Décisions et demandes notées" items=${sheet.to_settle} draw=${(/** @type {any} */ one) => html`<span class="tag">${label("categories", one.category)}</span> ${one.corrected ? html`<s>${one.text}</s> corrigé` : one.text} <span class="sub">${day(one.at)}</span> <${EntryLink} dossier=${sheet.dossier} seq=${one.seq} />`} />
    <p class="sub in">Scellé par la ligne n°\u00a0${sheet.cursor.split(".")[0]} du journal, empreinte ${sheet.cursor.split(".")[1]}\u00a0: la même ligne y porte la même empreinte, ou la note n’est pas celle de ce journal.</p>
    <p class="sub in signature">Qui part\u00a0: <span class="blank"></span> Qui prend la suite\u00a0: <span class="blank"></span> Heure\u00a0: <span class="blank"></span></p></article>`;
}

/** A part of the sheet, cut at MOST. @param {{id: string, title: string, items: any[], draw: (item: any) => any}} props */
function Some({ id, title, items, draw }) {
  return html`<${Part} id=${id} title=${title} items=${items.slice(0, MOST)} more=${Math.max(0, items.length - MOST)} draw=${draw} />`;
}
