// What stands on a sheet of relief, in the order in which one asks: what burns, what comes, who is silent, what was said.

import { NOTHING, counted, dated, moment as written, number } from "../format.js";
import { html } from "../html.js";
import { covered } from "../silence.js";
import { codes, label, short } from "../vocabulary.js";
import { EntryLink } from "./quarter.js";
import { Status } from "./status.js";

/** @param {{sheet: any, crisis: any}} props `sheet`: as the server makes it, at the instant that it says */
export function ShiftSheet({ sheet, crisis }) {
  const { timezone: zone, team, tasks, coverage } = sheet;
  const at = Date.parse(sheet.at);
  const day = (/** @type {string} */ instant) => dated(instant, zone, at);
  const statuses = codes("statuses").filter(([code]) => sheet.statuses[code]);
  const spans = codes("spans").filter(([code]) => tasks.spans[code]);
  return html`<article class="shift" aria-labelledby="fiche"><section class="block"><header><h2 id="fiche">${team.name || crisis?.title}</h2>
      <p class="sub">${crisis?.exercise ? "EXERCICE · " : ""}état arrêté ${dated(sheet.at, zone, at)}, ligne n°\u00a0${number(Number(sheet.cursor.split(".")[0]))}</p></header>
      <dl class="facts in">
        <div><dt>Organismes entendus</dt><dd>${coverage.of ? covered(coverage) : NOTHING}</dd></div>
        ${statuses.map(([code]) => html`<div key=${code}><dt>${short("statuses", code)}</dt><dd>${number(sheet.statuses[code])}</dd></div>`)}
      </dl><dl class="facts in">${spans.map(([code]) => html`<div key=${code}><dt>${label("spans", code)}</dt><dd class=${code === "en_retard" ? "late" : ""}>${counted(tasks.spans[code], "tâche")}</dd></div>`)}
        ${spans.length === 0 && html`<div><dt>Tâches</dt><dd>rien à faire</dd></div>`}</dl></section>
    <${TaskList} id="retard" title="En retard" tasks=${tasks.late} team=${team} say=${(/** @type {any} */ task) => `devait être fait ${day(task.due)}`} />
    <${TaskList} id="commence" title="Commencé" tasks=${tasks.begun} team=${team} say=${(/** @type {any} */ task) => (task.due ? `pour ${day(task.due)}` : "sans date")} />
    <${TaskList} id="douze-heures" title="Dans les 12\u202fh" tasks=${tasks.soon} team=${team} say=${(/** @type {any} */ task) => day(task.due)} />
    <${Part} id="attendu" title="Réponses et décisions attendues" items=${sheet.awaited} more=${sheet.awaited_left_out} draw=${(/** @type {any} */ one) => html`${one.title} <span class="sub">depuis ${day(one.since)}</span>`} />
    <${Part} id="silence" title="Organismes silencieux" narrow items=${sheet.silent} more=${sheet.silent_left_out} draw=${(/** @type {any} */ one) => html`<b>${one.name}</b> <${Status} code=${one.status} narrow />
      <span class="sub"> ${one.heard_at ? `entendu ${day(one.heard_at)}` : "jamais entendu"}${one.awaited_since && `, attendu depuis ${day(one.awaited_since)}`}${one.tries > 0 && `, ${counted(one.tries, "appel")} sans réponse`}</span>`} />
    <${Part} id="nouvelles" title="Dernières nouvelles" items=${sheet.news} draw=${(/** @type {any} */ one) => html`<b>${one.name}</b> <${Status} code=${one.status} narrow /> <span class="sub">${one.observed_at && `observé ${day(one.observed_at)}`}</span>
      ${one.stale && html` <span class="tag tag-stale">périmé</span>`} ${one.entry && html`<${EntryLink} dossier=${sheet.dossier} seq=${one.entry} />`}${one.text && html`<br />«\u00a0${one.text}\u00a0»`}`} />
    <${Part} id="demandes" title="Demandes et décisions notées" items=${sheet.to_settle} draw=${(/** @type {any} */ one) => html`<span class="tag">${label("categories", one.category)}</span> ${one.corrected ? html`<s>${one.text}</s> corrigé` : one.text} <span class="sub">${day(one.at)}</span> <${EntryLink} dossier=${sheet.dossier} seq=${one.seq} />`} />
    <${Part} id="lignes" title="Dernières lignes" items=${sheet.lines} draw=${(/** @type {any} */ one) => html`<span class="sub">${written(one.at, zone, at)}, n°\u00a0${number(one.seq)}</span> ${one.text}`} />
    <p class="sub in signature">Équipe qui part\u00a0: <span class="blank"></span> Équipe qui arrive\u00a0: <span class="blank"></span> Heure\u00a0: <span class="blank"></span></p></article>`;
}

/** One line for each action, with those who have it to do. @param {{id: string, title: string, tasks: any[], team: any, say: (task: any) => string}} props */
export function TaskList({ id, title, tasks, team, say }) {
  // three names out of ninety say nothing: they are given when they are a part that counts
  const owners = (/** @type {any} */ { count, owners: names }) => (count > 3 * names.length ? counted(count, "responsable") : count > names.length ? `${counted(count, "responsable")}, dont ${names.join(", ")}` : names.join(", "));
  return html`<${Part} id=${id} title=${title} count=${tasks.reduce((sum, { count }) => sum + count, 0)} items=${tasks} draw=${(/** @type {any} */ task) => html`<span class="box" aria-hidden="true"></span> <b>${task.title}</b> ${!task.must && html`<span class="tag">à faire si utile</span>`}
    <span class="sub"> ${task.code} · ${short("roles", task.who)} · ${say(task)}${!team.body && ` · ${owners(task)}`}</span>`} />`;
}

/** What there is of one sort; nothing is said of what there is none of. @param {{id: string, title: string, items: any[], more?: number, count?: number, narrow?: boolean, draw: (item: any) => any}} props `narrow`: each in few words */
export function Part({ id, title, items, more = 0, count = items.length + more, narrow = false, draw }) {
  if (!items.length) return null;
  return html`<section class="block" aria-labelledby=${`r-${id}`}><header><h2 id=${`r-${id}`}>${title} (${number(count)})</h2></header>
    <ul class=${narrow ? "cards short" : "cards"}>${items.map((item, index) => html`<li key=${index}>${draw(item)}</li>`)}</ul>
    ${more > 0 && html`<p class="empty">et ${counted(more, "autre")}</p>`}</section>`;
}
