// What must be done, by whom, before when: mine and what is late first.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { ApplyPlaybook } from "../forms/apply.js";
import { Choice } from "../forms/field.js";
import { Reasoned } from "../forms/reasoned.js";
import { counted, dated, duration, number } from "../format.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";
import { actor } from "../session.js";
import { inForce, pointWords, rhythmWords } from "../sheets.js";
import { useSteadyOrder } from "../steady.js";
import { isMine, standIn, taskView, taskViews, tasksOf } from "../tasks.js";
import { moment } from "../ticking.js";
import { label, short } from "../vocabulary.js";
import { Outcome } from "./message.js";

/** How many tasks are shown at first. */
const STEP = 6;

/** The view of the tasks that the address names, if this person has it. @param {[string, string][]} views */
export function viewInAddress(views) {
  const asked = place.value.query.get("taches") ?? "";
  return views.some(([code]) => code === asked) ? asked : "";
}

/** @param {{dossier: import("../dossier.js").Dossier, owner?: string, step?: number, link?: boolean}} props `owner`: the tasks
 * of one body only; `step`: how many at first; `link`: the way to the page of all of them */
export function Tasks({ dossier, owner, step = STEP, link = true }) {
  const at = moment.value;
  const me = actor();
  const cards = [...dossier.cards("tasks").values()].filter((card) => !owner || card.owner === owner);
  const tasks = tasksOf(cards, dossier.cards("playbook"), at);
  const late = tasks.filter((task) => task.late).length;
  const views = owner ? taskViews({ ...me, bodies: [], departements: [] }) : taskViews(me);
  const [limit, setLimit] = useState(step);
  const view = viewInAddress(views) || (owner ? "open" : taskView(tasks, "mine", me).length ? "mine" : "late");
  const [shown, container] = useSteadyOrder(taskView(tasks, view, me));
  return html`<section class="block" aria-labelledby="taches"><header><h2 id="taches">Tâches</h2>
      <p class=${late ? "late" : "sub"}>${late ? `${number(late)} en retard` : "aucun retard"}</p>
      <${Choice} label="Tâches montrées" hidden options=${views} value=${view} onInput=${(/** @type {any} */ input) => { keepInAddress({ taches: input.currentTarget.value }); setLimit(step); }} /></header>
    <ul class="tasks" ref=${container}>${shown.slice(0, limit).map((task) => html`<${TaskItem} key=${task.id} dossier=${dossier} task=${task} mine=${isMine(task, me)} now=${at} named=${!owner} />`)}</ul>
    ${shown.length === 0 && html`<p class="empty">${tasks.length ? "Rien dans cette liste." : "Aucune tâche n’est ouverte ici."}</p>`}
    ${shown.length > limit && html`<p class="paper sub in">et ${counted(shown.length - limit, "autre tâche", "autres tâches")}, à lire à l’écran.</p><p class="more"><button type="button" class="btn" onClick=${() => setLimit(limit + STEP * 4)}>Afficher la suite (${number(shown.length - limit)})</button></p>`}
    ${link && html`<p class="in go start">${!owner && html`<a href=${`/dossiers/${dossier.id}/taches`}>Toutes les tâches, et ce qui vient</a>`} <a href=${`/dossiers/${dossier.id}/releve${owner ? `?organisme=${owner}` : ""}`}>Fiche de relève d’équipe</a></p>`}
  </section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, task: import("../tasks.js").Task, mine: boolean, now: number, named: boolean}} props */
function TaskItem({ dossier, task, mine, now, named }) {
  const { action, item, code } = task;
  const { outcome, send, busy } = useCommand(dossier.id);
  const names = { task: code, ...whose(task.owner) };
  const act = (/** @type {string} */ verb) => () => send({ do: `task.${verb}`, ...names });
  const leads = dossier.may("crisis.extend"); // whoever conducts the crisis notes tasks for others; the server decides
  const may = (/** @type {string} */ verb) => (mine || leads) && dossier.may(`task.${verb}`);
  const open = item.state === "a_faire" || item.state === "en_cours";
  return html`<li class=${task.late ? "is-late" : ""}>
    <p><b>${action.title}</b> ${mine && html`<span class="tag">pour vous</span>`} <span class="tag">${action.must ? "obligatoire" : "à faire si utile"}</span></p>
    <p class="sub">${code} · ${whoWords(action.who ?? "", task.card.union)}${named && ` · ${task.card.name ?? task.owner}`} · ${label("task_states", item.state)}
      ${item.missed > 0 && ` · ${counted(item.missed, "échéance passée", "échéances passées")}`}</p>
    ${action.done_when && open && html`<p class="sub">Fait quand\u00a0: ${action.done_when}</p>`}
    ${task.due !== null && open && html`<p class=${task.late ? "late" : "sub"}>${dueWords(task, now, dossier.zone)}</p>`}
    <${Outcome} outcome=${outcome.state === "done" ? { state: "idle" } : outcome} />
    <p class="go">
      ${item.state === "a_faire" && may("start") && html`<button type="button" class="btn" disabled=${busy} onClick=${act("start")}>Commencer</button>`}
      ${open && may("finish") && html`<button type="button" class="btn" disabled=${busy} onClick=${act("finish")}>C’est fait</button>`}
      ${!open && item.state !== "en_attente" && may("reopen") && html`<button type="button" class="btn" disabled=${busy} onClick=${act("reopen")}>Rouvrir</button>`}
    </p>
    ${open && may("drop") && html`<${Reasoned} dossier=${dossier.id} title="Sans objet…" command=${{ do: "task.drop", ...names }} verb="Écarter cette tâche" />`}
  </li>`;
}

/** Who does it: « Représentant de l’UNCCAS (à défaut d’UDCCAS) ». @param {string} who @param {boolean | undefined} union */
function whoWords(who, union) {
  const holder = standIn(who, union);
  return holder === who ? label("roles", who) : `${label("roles", holder)} (à défaut d’${short("roles", who)})`;
}

/** « retard 1 h 10 », « avant 17 h 00, dans 2 h 57 » ; what is only recommended is never late. */
function dueWords({ due, item }, now, zone) {
  if (item.optional) return `si utile, ${dated(due, zone, now)}`;
  if (due < now) return `retard\u00a0: ${duration(now - due)}, l’échéance était ${dated(due, zone, now)}`;
  return `échéance ${dated(due, zone, now)}, dans ${duration(due - now)}`;
}

/** How a command names the owner of a task. @param {string} owner */
function whose(owner) {
  if (owner === "crisis") return {};
  return owner.startsWith("departement-") ? { departement: owner.slice("departement-".length) } : { body: owner };
}

/** The protocols that are applied, with their red lines. @param {{dossier: import("../dossier.js").Dossier}} props */
export function Playbooks({ dossier }) {
  const playbooks = [...dossier.cards("playbook").values()];
  const state = dossier.only("crisis")?.state;
  if (!playbooks.length) return null;
  return html`<section class="block" aria-labelledby="protocoles"><header><h2 id="protocoles">Protocoles appliqués</h2></header>
    ${playbooks.map((playbook) => html`<${Playbook} key=${playbook.id} playbook=${playbook} sheets=${`/dossiers/${dossier.id}/fiches/${playbook.code}`} />`)}
    ${(state === "actif" || state === "post_crise") && dossier.may("playbook.apply") && html`<${ApplyPlaybook} dossier=${dossier} />`}</section>`;
}

/** @param {{playbook: any, sheets?: string, words?: string}} props as on a card, or as the server lists it before a declaration; `sheets`: the
 * address of its sheets; `words`: instead of its title */
export function Playbook({ playbook, sheets, words = playbook.title }) {
  const actions = Array.isArray(playbook.actions) ? playbook.actions : inForce(playbook.actions ?? {}, playbook.retired);
  return html`<details class="fold"><summary>${words} <span class="sub">${playbook.code}, version ${playbook.version} · ${counted(actions.length, "action")}</span></summary>
    ${sheets && html`<p class="in"><a href=${sheets}>Fiches réflexes, à lire ou à imprimer</a></p>`}
    ${playbook.rhythm?.length > 0 && html`<p class="in">Comptes rendus attendus\u00a0: ${rhythmWords(playbook.rhythm)}.</p>`}
    ${playbook.points?.length > 0 && html`<p class="in">Points de situation\u00a0: ${pointWords(playbook.points)}.</p>`}
    ${playbook.red_lines?.length > 0 && html`<h3>Lignes rouges</h3><ul class="plain-list">${playbook.red_lines.map((/** @type {any} */ line) => html`<li>${line.title ?? line}</li>`)}</ul>`}
    <table class="tbl"><thead><tr><th scope="col">Phase</th><th scope="col">Action</th><th scope="col">Qui</th></tr></thead>
      <tbody>${actions.map((action) => html`<tr key=${action.code}><td class="nb">${label("phases", action.phase)}</td>
        <td>${action.title} <span class="sub">${action.code}${action.must ? ", obligatoire" : ""}</span></td><td>${short("roles", action.who)}</td></tr>`)}</tbody></table></details>`;
}
