// What a declaration would do, in figures then in names: whom it concerns, what it opens, who will see it.

import { counted, moment as written, number, plural } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";
import { label, short } from "../vocabulary.js";

const BODIES_SHOWN = 8;
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @typedef {import("../foreseen.js").Foreseen} Foreseen */

/** @param {{foreseen: Foreseen | null, old: boolean}} props */
export function ForeseenFigures({ foreseen, old }) {
  return html`<dl class=${`pv block ${old ? "old" : ""}`} aria-busy=${String(old)}>
    <div><dt>Organismes concernés</dt><dd class="v">${foreseen ? number(foreseen.bodies_total) : "–"}</dd><dd class="sub">${foreseen ? `${kinds(foreseen)}\u202f; tous «\u00a0sans nouvelle\u00a0»` : "Choisissez l’aléa et les communes"}</dd></div>
    <div><dt>Tâches ouvertes</dt><dd class="v">${foreseen ? number(foreseen.tasks_total) : "–"}</dd><dd class="sub">${foreseen && `${foreseen.playbooks.map(({ code, tasks }) => `${code === "socle" ? "socle" : label("hazards", code).toLowerCase()} ${number(tasks)}`).join(", ")}${foreseen.tasks_soon ? `\u202f; ${number(foreseen.tasks_soon)}\u00a0${plural(foreseen.tasks_soon, "due", "dues")} dans l’heure` : ""}`}</dd></div>
    <div><dt>Destinataires</dt><dd class="v">${foreseen ? number(foreseen.recipients) : "–"}</dd><dd class="sub">${foreseen && "leur tableau s’ouvre aussitôt\u202f; aucun courriel ne part d’ici"}</dd></div></dl>`;
}

/** « 15 CCAS, 1 mairie ». @param {Foreseen} foreseen */
function kinds({ kinds: counts }) {
  const words = (/** @type {string} */ kind, /** @type {number} */ n) => (kind === "mairie" ? counted(n, "mairie") : `${number(n)}\u00a0${short("body_kinds", kind)}`);
  return Object.entries(counts).map(([kind, n]) => words(kind, n)).join(", ");
}

/** @param {{foreseen: Foreseen, several: boolean}} props `several`: over more than one département */
export function ForeseenBodies({ foreseen, several }) {
  const { bodies, bodies_total: total, unreached } = foreseen;
  const row = (/** @type {any} */ body) => html`<tr key=${body.id}><th scope="row">${body.name}</th><td class="desk">${body.commune}</td>${several && html`<td class="desk">${body.departement}</td>`}<td class="num desk">${number(body.population)}</td>
    <td>${body.reached ? "voit le dossier" : html`<span class="late">sans contact</span>`}</td></tr>`;
  const table = (/** @type {any[]} */ rows, /** @type {string} */ caption) => html`<table class="tbl"><caption class="vh">${caption}</caption><thead><tr><th scope="col">Organisme</th><th scope="col" class="desk">INSEE</th>${several && html`<th scope="col" class="desk">Dép.</th>`}<th scope="col" class="num desk">Habitants</th><th scope="col">Prévenu</th></tr></thead>
    <tbody>${rows.map(row)}</tbody></table>`;
  return html`<div class="block bodies-foreseen">${table(bodies.slice(0, BODIES_SHOWN), "Organismes concernés")}
    ${total > BODIES_SHOWN && html`<details class="fold"><summary>Voir les ${number(total)}</summary><div class="scroll" tabindex="0" role="region" aria-label="Les autres organismes">${table(bodies.slice(BODIES_SHOWN), "Autres organismes concernés")}
      ${total > bodies.length && html`<p class="sub in">et ${counted(total - bodies.length, "autre")}</p>`}</div></details>`}
    <p class="legend in sub">${unreached > 0 && html`<b class="late">${number(unreached)} sans contact\u00a0:</b> personne n’y a de compte, la permanence devra appeler. `}CCAS présumés dans les communes de 1\u202f500 habitants et plus, mairies en deçà.</p></div>`;
}

/** @param {{foreseen: Foreseen}} props */
export function ForeseenTold({ foreseen }) {
  return html`<p class="block in told"><b>Partenaires\u00a0:</b> ${foreseen.told.map((one, at) => html`${at > 0 && ", "}<span class="nb">${one.name}${!one.reached && html` <span class="late">(sans contact)</span>`}</span>`)}.</p>`;
}

/** The soonest first, then how many each role has. @param {{foreseen: Foreseen}} props */
export function ForeseenTasks({ foreseen }) {
  const at = moment.value;
  const due = (/** @type {any} */ task) => (task.due === null ? "à dater" : Date.parse(task.due) <= at ? "aussitôt" : written(task.due, ZONE, at));
  return html`<details class="block fold-block" open><summary>Les premières tâches</summary>
    <table class="tbl"><caption class="vh">Les premières tâches</caption><thead><tr><th scope="col">Pour</th><th scope="col">Tâche</th></tr></thead>
      <tbody>${foreseen.tasks.map((task) => html`<tr key=${task.code}><td class="nb">${due(task)}</td><td>${task.title} <span class="sub">${task.code}, ${short("roles", task.who)}${task.owners > 1 ? `, ${number(task.owners)}\u00a0fois` : ""}</span></td></tr>`)}</tbody></table>
    <p class="in sub">En tout\u00a0: ${Object.entries(foreseen.roles).map(([role, count]) => `${short("roles", role)} ${number(count)}`).join(", ")}.</p></details>`;
}
