// The head and the foot of a wall: which crisis, what time it is, whether this can be believed, who represents the UNCCAS.

import { computed } from "@preact/signals";
import { alarmWords, calling, sinceWords } from "../alarms.js";
import { connectionWords } from "../connection.js";
import { clock, counted, elapsed, number } from "../format.js";
import { html } from "../html.js";
import { instant, moment } from "../ticking.js";
import { label } from "../vocabulary.js";
import { Mark } from "../elements/status.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */
/** @typedef {import("../store.js").Card} Card */

/** The minute, without the wait of `moment`: people set their watches by a wall. */
const minute = computed(() => Math.floor(instant.value / 60_000) * 60_000);
/** The shape that stands before an alarm. */
const MARKS = { deborde: "deborde", hors_service: "hors_service", silence: "sans_nouvelle" };
/** What calls the loudest. */
const LOUD = ["deborde", "hors_service", "designation", "roster", "notice", "silence"];

/** @param {{dossier: Dossier, crisis: Card}} props */
export function Head({ dossier, crisis }) {
  const { tone, words } = connectionWords(dossier.position.value, instant.value, dossier.zone);
  return html`<header>${crisis.exercise && html`<${Exercise} />`}<div class=${`w-head w-${tone}`}>
    <div><h1 tabindex="-1">${crisis.title}</h1><p>${summary(crisis, moment.value)}</p></div>
    <p class="w-clock"><time datetime=${new Date(minute.value).toISOString()}>${clock(minute.value, dossier.zone)}</time></p>
    <p class=${`link link-${tone}`} role="status" aria-live=${tone === "live" ? "off" : "polite"}>${words}</p></div></header>`;
}

/** « J+5 · 125 h 23 · 4 départements, 118 communes ». @param {Card} crisis @param {number} now */
function summary({ t0, ended_at: ended, state, departements = [], communes }, now) {
  const since = t0 && elapsed((ended ? Date.parse(ended) : now) - Date.parse(t0));
  const where = [departements.length && (departements.length === 1 ? `département ${departements[0]}` : counted(departements.length, "département")), communes && counted(communes, "commune")];
  return [label("crisis_states", state), since, where.filter(Boolean).join(", ")].filter(Boolean).join(" · ");
}

/** The word at both ends, on a ground that nothing else has. */
function Exercise() {
  return html`<p class="exo w-exo"><b>EXERCICE</b><span>simulation, données fictives</span><b aria-hidden="true">EXERCICE</b></p>`;
}

/** The loudest call that nobody has taken up, the last one of its kind, and how many others there are. @param {{dossier: Dossier, departement: string}} props */
export function Call({ dossier, departement }) {
  const calls = calling(dossier.cards("alarm").values()).filter((card) => !departement || !card.departement || card.departement === departement)
    .sort((a, b) => LOUD.indexOf(a.subject) - LOUD.indexOf(b.subject));
  const [card] = calls;
  return html`<section class="w-calls" aria-label="À prendre en charge" aria-live="polite">${card && html`<p key=${card.id}>
    ${MARKS[card.subject] ? html`<${Mark} code=${MARKS[card.subject]} />` : html`<span class="warn" aria-hidden="true">!</span>`}
    <b>${alarmWords(card, undefined).what.replace(/\.$/, "")}</b>
    <span>${sinceWords(card, moment.value)}, personne ne s’en charge${calls.length > 1 && html`<br />et ${counted(calls.length - 1, "autre appel", "autres appels")} sans preneur`}</span></p>`}</section>`;
}

/** @param {{dossier: Dossier, views: {code: string, words: string}[], view: string, held: boolean, exercise: boolean, onShow: (index: number) => void}} props */
export function Foot({ dossier, views, view, held, exercise, onShow }) {
  return html`<footer><div class="w-foot"><ol aria-label="Vues">${views.map(({ code, words }, index) => html`<li key=${code} aria-current=${code === view ? "true" : null}>
      <button type="button" onClick=${() => onShow(index)}>${words}</button></li>`)}${held && html`<li key="held" class="w-held" role="status">en pause</li>`}</ol>
    <a class="w-out" href=${`/dossiers/${dossier.id}`}>Quitter le mur (Échap)</a>
    <${Representative} dossier=${dossier} /><p>main courante n°\u00a0${number(dossier.seq.value)}</p></div>${exercise && html`<${Exercise} />`}</footer>`;
}

/** Whoever represents the UNCCAS, with the telephone for those who may hold it. @param {{dossier: Dossier}} props */
function Representative({ dossier }) {
  const active = [...dossier.cards("representative").values()].filter(({ state }) => state === "active");
  const card = active.find(({ perimeter }) => perimeter === "main") ?? active[0];
  if (!card) return html`<p class="late">Aucun représentant de l’UNCCAS actif</p>`;
  const phone = dossier.cards("contact").get(`contact:${card.designation}`)?.phone;
  return html`<p>Représentant\u00a0: ${card.name ?? "[effacé]"}${phone && html` · <b class="nb">${phone}</b>`}</p>`;
}
