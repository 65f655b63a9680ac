// The parts of a quarterly dossier. Every figure leads to the entries that it comes from.

import { counted, dated, duration, euros, NOTHING, number, plainDay } from "../format.js";
import { html } from "../html.js";
import { covered } from "../silence.js";
import { label, partyName } from "../vocabulary.js";

/** @typedef {{value: any, dossier: string, entries: number[], more: number}} Figure */

/** How many entries are named behind one figure; the others are counted. */
const NAMED = 3;
/** What one adds up in acts, each in its own unit. @type {[string, string][]} */
const UNITS = [["persons", "personnes"], ["households", "foyers"], ["count", "unités"], ["amount_cents", ""]];

/** @param {{dossier: string, seq: number}} props */
export function EntryLink({ dossier, seq }) {
  return html`<a href=${`/dossiers/${dossier}/main-courante?ligne=${seq}`}>n°\u00a0${number(seq)}</a>`;
}

/** A figure, then where it comes from. @param {{figure?: Figure | null, write?: (value: any) => any}} props */
export function Sourced({ figure, write = number }) {
  if (!figure) return html`<span class="nil">${NOTHING}</span>`;
  const { value, dossier, entries, more } = figure;
  const beyond = entries.length - NAMED + more;
  return html`<b>${write(value)}</b> ${entries.length > 0 && html`<span class="sub sources">${entries.slice(0, NAMED).map((seq) => html`<${EntryLink} key=${seq} dossier=${dossier} seq=${seq} /> `)}${beyond > 0 && `et ${counted(beyond, "autre")}`}</span>`}
    ${entries.length === 0 && more > 0 && html`<span class="sub nb">${counted(more, "ligne réservée", "lignes réservées")}</span>`}`;
}

/** What became of designations. @type {[string, string][]} */
const DESIGNATIONS = [["designated", "Désignations"], ["active", "dont devenues actives"], ["declined", "dont déclinées"], ["relieved", "Relèves"]];

const span = (/** @type {number} */ seconds) => duration(seconds * 1000);

/** @param {Record<string, number>} sums « 12 personnes, 3 foyers » */
function actWords(sums) {
  const said = UNITS.filter(([unit]) => sums[unit] !== undefined).map(([unit, words]) => (unit === "amount_cents" ? euros(sums[unit]) : `${number(sums[unit])} ${words}`));
  return [`${number(sums.acts)} acte${sums.acts > 1 ? "s" : ""}`, ...said].join(", ");
}

/** One crisis that the reader may see. @param {{crisis: any, zone: string, now: number}} props */
export function QuarterCrisis({ crisis, zone, now }) {
  const { delays, reporting, designations } = crisis;
  const notices = [delays.sgav, ...delays.prefectures].filter(Boolean);
  const id = `crise-${crisis.dossier}`;
  return html`<section class="block" aria-labelledby=${id}><header><h2 id=${id}><a href=${`/dossiers/${crisis.dossier}`}>${crisis.title}</a></h2>
      ${crisis.exercise && html`<span class="tag tag-exo">EXERCICE</span>`} <span class="tag">${label("crisis_states", crisis.state)}</span>
      <p class="sub">${label("hazards", crisis.hazard)}${crisis.t0 && `, qualifiée ${dated(crisis.t0, zone, now)}`}</p></header>
    <div class="halves"><div><h3 class="part">Délais et désignations</h3><table class="tbl"><tbody>
      ${row("Qualification → désignation", html`<${Sourced} figure=${delays.designated_s} write=${span} />`)}
      ${row("Qualification → représentant actif", html`<${Sourced} figure=${delays.active_s} write=${span} />`)}
      ${notices.map((notice) => row(`Avis à\u00a0: ${partyName(notice.to)}`, html`<p>informé en <${Sourced} figure=${notice.sent_s} write=${span} /></p><p>accusé en <${Sourced} figure=${notice.acknowledged_s} write=${span} /></p>`))}
      ${DESIGNATIONS.map(([name, words]) => row(words, html`<${Sourced} figure=${designations[name]} />`))}
      ${crisis.playbooks.map((/** @type {any} */ playbook) => row(`Protocole\u00a0: ${playbook.title}`, html`<${Sourced} figure=${playbook.version} write=${(/** @type {number} */ value) => `version ${value}`} />`))}
    </tbody></table></div><div><h3 class="part">Comptes rendus et actes de soutien</h3><table class="tbl"><tbody>
      ${row("Organismes concernés", html`<${Sourced} figure=${reporting.concerned} />`)}
      ${row("dont ayant rendu compte", html`<${Sourced} figure=${reporting.reported} write=${(/** @type {number} */ value) => covered({ heard: value, of: reporting.concerned.value })} />`)}
      ${row("Comptes rendus", html`<${Sourced} figure=${reporting.reports} />`)}
      ${Object.entries(crisis.acts).map(([kind, figure]) => row(label("acts", kind), html`<${Sourced} figure=${figure} write=${actWords} />`))}
    </tbody></table></div></div></section>`;
}

/** @param {any} head @param {any} said */
function row(head, said) {
  return html`<tr><th scope="row">${head}</th><td>${said}</td></tr>`;
}

/** Real crises and exercises, apart, whatever the reader may see of each: `crises` are those told below, with the entries
 * of each figure. @param {{totals: any, crises: any[]}} props */
export function QuarterTotals({ totals, crises }) {
  const unseen = totals.crises.followed + totals.exercises.followed - crises.length;
  return html`<section class="block" aria-labelledby="totaux"><header><h2 id="totaux">Ensemble</h2><p class="sub">les exercices ne s’ajoutent jamais aux crises réelles</p></header>
    <table class="tbl"><thead><tr><th scope="col">Ce trimestre</th><th scope="col">Crises réelles</th><th scope="col">Exercices</th></tr></thead><tbody>
      ${[["Évènements suivis", (/** @type {any} */ one) => number(one.followed)], ["dont commencés", (/** @type {any} */ one) => number(one.began)],
        ["Organismes ayant rendu compte", (/** @type {any} */ one) => covered({ heard: one.reporting.reported ?? 0, of: one.reporting.concerned ?? 0 })],
        ["Désignations", (/** @type {any} */ one) => number(one.designations.designated ?? 0)]].map(([words, of]) => html`<tr key=${words}><th scope="row">${words}</th><td>${/** @type {any} */ (of)(totals.crises)}</td><td>${/** @type {any} */ (of)(totals.exercises)}</td></tr>`)}
      ${[...new Set([...Object.keys(totals.crises.acts), ...Object.keys(totals.exercises.acts)])].map((kind) => html`<tr key=${kind}><th scope="row">${label("acts", kind)}</th>
        ${[totals.crises, totals.exercises].map(({ acts }) => html`<td>${acts[kind] ? actWords(acts[kind]) : html`<span class="nil">${NOTHING}</span>`}</td>`)}</tr>`)}</tbody></table>
    <p class="in sub">D’après\u00a0: ${crises.map((crisis, place) => html`${place > 0 && ", "}<a key=${crisis.dossier} href=${`#crise-${crisis.dossier}`}>${crisis.title}</a>`)}${crises.length === 0 && unseen === 0 && "aucun évènement"}${unseen > 0 && `${crises.length ? " et " : ""}${counted(unseen, "évènement qui ne vous est pas ouvert", "évènements qui ne vous sont pas ouverts")}`}.</p></section>`;
}

/** What was owed, met and decided. @param {{quarter: any, now: number}} props */
export function QuarterLife({ quarter, now }) {
  const { obligations, meetings, decisions, timezone: zone } = quarter;
  const of = (/** @type {any} */ card) => html`<${EntryLink} dossier=${card.dossier} seq=${card.seq} />`;
  return html`
    ${list("Engagements du trimestre", "engagements", obligations, (card) => html`${plainDay(card.due_on)}\u00a0: <b>${card.title}</b> <span class="tag">${label("obligation_states", card.state)}</span> ${card.late && html`<span class="tag tag-late">en retard</span>`} ${of(card)}`)}
    ${list("Réunions", "reunions", meetings, (card) => html`<b>${dated(card.held_at ?? card.at, zone, now)}</b> <span class="tag">${label("meeting_states", card.state)}</span> ${of(card)}`)}
    ${list("Décisions et leur état", "decisions", decisions, (card) => html`${card.text} <span class="tag">${label("task_states", card.state)}</span> ${card.overdue && card.state !== "fait" && html`<span class="tag tag-late">en retard</span>`}
      <span class="sub"> ${card.owner_name ?? partyName(card.owner)}, pour le ${plainDay(card.due_on)}</span> ${of(card)}`)}`;
}

/** @param {string} title @param {string} id @param {any[]} cards @param {(card: any) => any} draw */
function list(title, id, cards, draw) {
  return html`<section class="block" aria-labelledby=${id}><header><h2 id=${id}>${title}</h2></header>
    ${cards.length ? html`<ul class="cards">${cards.map((card) => html`<li key=${card.id}>${draw(card)}</li>`)}</ul>` : html`<p class="empty">Rien sur cette période.</p>`}</section>`;
}
