// The calendar: what is due in every dossier that one may see, as a list, a month or a quarter. What is late comes first.

import { useEffect, useState } from "preact/hooks";
import { Problem, get, withQuery } from "../api.js";
import { firstDay, isMonth, lastDay, monthAfter, monthName, monthOf, quarterName, quarterOf } from "../days.js";
import { DateItem, Days, MonthGrid } from "../elements/dates.js";
import { CalendarFeed } from "../elements/feed.js";
import { Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { Choice, optionsOf } from "../forms/field.js";
import { civilDay, counted } from "../format.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";
import { moment } from "../ticking.js";

/** @typedef {import("../elements/dates.js").Item} Item */
/** @typedef {{view: string, month: string, dossier: string, kind: string}} Asked */

const VIEWS = /** @type {[string, string][]} */ ([["liste", "Liste"], ["mois", "Mois"], ["trimestre", "Trimestre"]]);

/** What the address asks for. @param {string} today @returns {Asked} */
function asked(today) {
  const { query } = place.value;
  const month = query.get("mois");
  const view = query.get("vue") ?? "";
  return {
    view: VIEWS.some(([code]) => code === view) ? view : "liste",
    month: isMonth(month) ? /** @type {string} */ (month) : monthOf(today),
    dossier: query.get("dossier") ?? "",
    kind: query.get("nature") ?? "",
  };
}

/** The days that a view shows. @param {Asked} wanted */
function span({ view, month }) {
  if (view === "liste") return {};
  const first = view === "mois" ? month : quarterOf(month);
  return { from: firstDay(first), to: lastDay(view === "mois" ? first : monthAfter(first, 2)) };
}

export function CalendarPage() {
  const today = civilDay(moment.value, "Europe/Paris");
  const wanted = asked(today);
  const [found, setFound] = useState(/** @type {{items: Item[], left_out: number} | null} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const { from, to } = span(wanted);

  async function load() {
    try {
      setFound(await get(withQuery("/api/calendar", { from, to })));
      setProblem(null);
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
    }
  }
  useEffect(() => {
    load();
    const back = () => document.visibilityState === "visible" && load();
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, [from, to]);

  const items = (found?.items ?? []).filter((item) => (!wanted.dossier || item.dossier === wanted.dossier) && (!wanted.kind || item.kind === wanted.kind));
  const shown = items.filter((item) => !from || !to || (item.on >= from && item.on <= to));
  return html`<${Frame} title="Calendrier" sub="Ce qui est dû dans vos dossiers, les retards d’abord" kind="calendar-page">
    <${Toolbar} wanted=${wanted} items=${found?.items ?? []} today=${today} />
    ${problem && html`<${Refusal} problem=${problem} /><p><button type="button" class="btn" onClick=${load}>Réessayer</button></p>`}
    ${!found && !problem && html`<p class="empty" role="status">Lecture du calendrier…</p>`}
    ${found && html`<${Late} items=${items.filter((item) => item.overdue)} brief=${wanted.view !== "liste"} />
      ${wanted.view === "liste" && html`<${List} items=${items} today=${today} />`}
      ${wanted.view === "mois" && html`<${Month} month=${wanted.month} items=${shown} today=${today} />`}
      ${wanted.view === "trimestre" && html`<${Quarter} month=${quarterOf(wanted.month)} items=${shown} today=${today} />`}
      ${found.left_out > 0 && html`<p class="empty">${counted(found.left_out, "autre date n’est pas montrée", "autres dates ne sont pas montrées")}\u00a0: choisissez un mois.</p>`}`}
    <${CalendarFeed} /><//>`;
}

/** The view, the months, the filters. @param {{wanted: Asked, items: Item[], today: string}} props */
function Toolbar({ wanted, items, today }) {
  const step = wanted.view === "trimestre" ? 3 : 1;
  const move = (/** @type {number} */ by) => keepInAddress({ mois: monthAfter(wanted.month, by) });
  const dossiers = new Map(items.map((item) => /** @type {[string, string]} */ ([item.dossier, item.dossier_title])));
  if (wanted.dossier && !dossiers.has(wanted.dossier)) dossiers.set(wanted.dossier, wanted.dossier);
  const pick = (/** @type {string} */ name) => (/** @type {any} */ input) => keepInAddress({ [name]: input.currentTarget.value });
  return html`<div class="calendar-tools">
    <p class="go start" role="group" aria-label="Vue">${VIEWS.map(([code, words]) => html`<button type="button" key=${code} class="btn choice" aria-pressed=${String(code === wanted.view)}
      onClick=${() => keepInAddress({ vue: code === "liste" ? "" : code })}>${words}</button>`)}</p>
    ${wanted.view !== "liste" && html`<p class="go start" role="group" aria-label="Période">
      <button type="button" class="btn" onClick=${() => move(-step)}>${step === 3 ? "Trimestre précédent" : "Mois précédent"}</button>
      <button type="button" class="btn" onClick=${() => keepInAddress({ mois: monthOf(today) })}>Aujourd’hui</button>
      <button type="button" class="btn" onClick=${() => move(step)}>${step === 3 ? "Trimestre suivant" : "Mois suivant"}</button></p>`}
    <div class="filters"><${Choice} label="Dossier" empty="Tous les dossiers" options=${[...dossiers].sort((a, b) => a[1].localeCompare(b[1], "fr"))} value=${wanted.dossier} onChange=${pick("dossier")} />
      <${Choice} label="Nature" empty="Toutes les natures" options=${optionsOf("calendar_kinds")} value=${wanted.kind} onChange=${pick("nature")} /></div></div>`;
}

/** How many late things stand above a month or a quarter, which must be in sight too; the others unfold. */
const LATE_ABOVE = 4;

/** @param {{items: Item[], brief: boolean}} props */
function Late({ items, brief }) {
  if (!items.length) return null;
  const first = brief ? LATE_ABOVE : items.length;
  const draw = (/** @type {Item} */ item) => html`<${DateItem} key=${item.id} item=${item} late brief=${brief} />`;
  return html`<section class="block" aria-labelledby="retards"><header><h2 id="retards" class="late">En retard (${items.length})</h2></header>
    <ul class="cards">${items.slice(0, first).map(draw)}</ul>
    ${items.length > first && html`<details class="fold"><summary>et ${counted(items.length - first, "autre retard", "autres retards")}</summary><ul class="cards">${items.slice(first).map(draw)}</ul></details>`}</section>`;
}

/** @param {{items: Item[], today: string}} props */
function List({ items, today }) {
  const coming = items.filter((item) => !item.overdue && item.on >= today);
  const past = items.filter((item) => !item.overdue && item.on < today);
  return html`<section class="block" aria-labelledby="a-venir"><header><h2 id="a-venir">À venir</h2></header>
      <${Days} items=${coming} today=${today} />
      ${coming.length === 0 && html`<p class="empty">Rien n’est attendu pour le moment.</p>`}</section>
    ${past.length > 0 && html`<section class="block" aria-labelledby="passe"><header><h2 id="passe">Passé</h2></header>
      <details class="fold"><summary>${counted(past.length, "date passée", "dates passées")}</summary><${Days} items=${past} today=${today} /></details></section>`}`;
}

/** @param {{month: string, items: Item[], today: string}} props */
function Month({ month, items, today }) {
  return html`<section class="block" aria-labelledby="mois"><header><h2 id="mois" aria-live="polite">${monthName(month)}</h2></header>
    <${MonthGrid} month=${month} items=${items} today=${today} /></section>`;
}

/** Three months side by side, day by day. @param {{month: string, items: Item[], today: string}} props */
function Quarter({ month, items, today }) {
  const ordered = items.slice().sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const months = [month, monthAfter(month, 1), monthAfter(month, 2)];
  return html`<h2 aria-live="polite">${quarterName(month)}</h2><div class="quarter">${months.map((one) => {
    const those = ordered.filter((item) => monthOf(item.on) === one);
    return html`<section class="block" key=${one} aria-labelledby=${`m-${one}`}><header><h2 id=${`m-${one}`}>${monthName(one)}</h2></header>
      <${Days} items=${those} today=${today} brief />${those.length === 0 && html`<p class="empty">Aucune date.</p>`}</section>`;
  })}</div>`;
}
