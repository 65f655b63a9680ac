// The dates of the calendar page: one date, dates day by day, a month as a grid.

import { dayName, monthName, weeksOf } from "../days.js";
import { clock, plainDay } from "../format.js";
import { html } from "../html.js";
import { label } from "../vocabulary.js";

/**
 * @typedef {{id: string, dossier: string, dossier_title: string, exercise: boolean, zone: string, kind: string, title: string,
 *   detail: string, on: string, at: string | null, state: string | null, overdue: boolean, link: string}} Item
 */

/** Where the words for the state of a kind stand. @type {Record<string, string>} */
const STATES = {
  obligation: "obligation_states", meeting: "meeting_states", decision: "task_states", task: "task_states",
  notice: "notice_states", convention_end: "convention_states", designation: "designation_states",
};
const WEEKDAYS = [["lundi", "lun."], ["mardi", "mar."], ["mercredi", "mer."], ["jeudi", "jeu."], ["vendredi", "ven."], ["samedi", "sam."], ["dimanche", "dim."]];

/** Items by day, in the order in which they come. @param {Item[]} items @returns {[string, Item[]][]} */
export function byDay(items) {
  /** @type {Map<string, Item[]>} */
  const days = new Map();
  for (const item of items) days.set(item.on, [...(days.get(item.on) ?? []), item]);
  return [...days];
}

/** One date: what, which dossier, in what state. `late`: among late ones, with its day; `brief`: without its details.
 * @param {{item: Item, late?: boolean, brief?: boolean}} props */
export function DateItem({ item, late = false, brief = false }) {
  const group = STATES[item.kind];
  const when = [late && plainDay(item.on), item.at && clock(item.at, item.zone)].filter(Boolean).join(", ");
  return html`<li class=${item.overdue ? "is-late" : ""}>
    <p>${item.overdue && html`<span class="late"><span class="warn" aria-hidden="true">!</span> <span class=${late ? "vh" : ""}>En retard</span></span> `}
      ${when && html`<span class=${item.overdue ? "late nb" : "nb"}>${when}</span> `}<a href=${item.link}><b>${item.title}</b></a></p>
    <p class="sub">${item.exercise && html`<span class="tag tag-exo">EXERCICE</span> `}${item.dossier_title}
      ${" "}<span class="tag">${label("calendar_kinds", item.kind)}</span>
      ${item.state && group && html` <span class="tag">${label(group, item.state)}</span>`}</p>
    ${item.detail && !brief && html`<p class="sub quote">${item.detail}</p>`}</li>`;
}

/** Dates under the days on which they fall. @param {{items: Item[], today: string, brief?: boolean}} props */
export function Days({ items, today, brief = false }) {
  return html`<ol class="days">${byDay(items).map(([day, those]) => html`<li key=${day}>
    <h3 class=${day === today ? "in today" : "in"}>${dayName(day)}${day === today && html` <span class="tag">aujourd’hui</span>`}</h3>
    <ul class="cards">${those.map((item) => html`<${DateItem} key=${item.id} item=${item} brief=${brief} />`)}</ul></li>`)}</ol>`;
}

/** A month, one cell for each day; on a narrow screen, the days that have dates. @param {{month: string, items: Item[], today: string}} props */
export function MonthGrid({ month, items, today }) {
  const days = new Map(byDay(items));
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${monthName(month)}><table class="month">
    <thead><tr>${WEEKDAYS.map(([name, narrow]) => html`<th scope="col" abbr=${name}>${narrow}</th>`)}</tr></thead>
    <tbody>${weeksOf(month).map((week) => html`<tr>${week.map((day) => html`<${Day} day=${day} items=${(day && days.get(day)) || []} today=${today} />`)}</tr>`)}</tbody>
  </table></div>
  ${items.length === 0 && html`<p class="empty">Aucune date ce mois-ci.</p>`}`;
}

/** @param {{day: string | null, items: Item[], today: string}} props */
function Day({ day, items, today }) {
  if (!day) return html`<td class="none"></td>`;
  const kind = [day === today && "today", items.length === 0 && "none"].filter(Boolean).join(" ");
  return html`<td class=${kind}><p class="day"><span class="vh">${dayName(day)}</span><span aria-hidden="true">${Number(day.slice(8))}</span>
    <span class="wide" aria-hidden="true">${dayName(day)}</span></p>
    ${items.length > 0 && html`<ul>${items.map((item) => html`<li key=${item.id} class=${item.overdue ? "late" : ""}>
      ${item.overdue && html`<span class="warn" aria-hidden="true">!</span><span class="vh">En retard\u00a0:</span> `}${item.at && `${clock(item.at, item.zone)} `}
      <a href=${item.link}>${item.exercise && "EXERCICE, "}${item.title}</a><span class="vh">, ${item.dossier_title}</span></li>`)}</ul>`}</td>`;
}
