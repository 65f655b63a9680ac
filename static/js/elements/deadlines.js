// What is late and what comes next, one line each: the longest late first. What one does about it is on the page of tasks.

import { useRef } from "preact/hooks";
import { DueLines } from "../due.js";
import { clock, counted, duration, moment as written, number } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";

/** How many lines are shown. */
const SHOWN = 4;

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Deadlines({ dossier }) {
  const at = moment.value;
  const { current: dues } = useRef(new DueLines());
  dues.follow(dossier.cards("tasks"));
  const playbooks = dossier.cards("playbook");
  const { tasks: late, owners } = dues.late(at);
  const shown = dues.soonest(SHOWN).map((line) => ({ ...line, title: playbooks.get(`playbook:${line.playbook}`)?.actions[line.code]?.title ?? line.code }));
  return html`<section class="block due" aria-labelledby="echeances"><header><h2 id="echeances">Échéances</h2>
      <a class=${late ? "late" : "sub"} href=${`/dossiers/${dossier.id}/taches${late ? "?taches=late" : ""}`}>${late ? `${counted(late, "tâche")} en retard` : "aucun retard"}</a></header>
    ${owners > 1 && html`<p class="sub in">chez ${number(owners)} responsables</p>`}
    <div class="scroll" tabindex="0" role="group" aria-labelledby="echeances"><dl class="kv">${shown.map(({ id, title, due, owners: of }) => html`<div key=${id}><dt title=${title}>${title}${of > 1 && html` <span class="sub nb">${number(of)} fois</span>`}</dt>
      <dd class=${due < at ? "late" : ""}>${due < at ? `retard ${duration(at - due)}` : `${soon(due, dossier.zone, at)}`}</dd></div>`)}</dl></div>
    ${shown.length === 0 && html`<p class="empty">Rien n’est attendu pour le moment.</p>`}</section>`;
}

/** « 17 h 00, dans 2 h 57 » ; another day, its date. */
function soon(due, zone, at) {
  return due - at < 12 * 3_600_000 ? `${clock(due, zone)}, dans ${duration(due - at)}` : written(due, zone, at);
}
