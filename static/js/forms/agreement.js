// What the parties do with their convention: amend it, renew it, give formal notice, terminate it.

import { useCommand } from "../commands.js";
import { Outcome, Refusal } from "../elements/message.js";
import { useFollowed } from "../fetched.js";
import { civilDay } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";
import { Area, Field, useForm } from "./field.js";

/** Each act: its command, its name, its title, its button, the names of its day and of its words. */
const ACTS = [
  { verb: "amend", name: "Avenant", title: "Inscrire un avenant…", button: "Inscrire l’avenant", day: "Avenant du", words: "Ce qu’il change", required: true },
  { verb: "renew", name: "Renouvellement", title: "Renouveler…", button: "Renouveler la convention", day: "Accord du", words: "Précisions (facultatif)", required: false },
  { verb: "give_notice", name: "Mise en demeure", title: "Mettre en demeure…", button: "Inscrire la mise en demeure", day: "Lettre recommandée du", words: "Motif", required: true },
  { verb: "terminate", name: "Résiliation", title: "Résilier…", button: "Résilier la convention", day: "Résiliée le", words: "Motif", required: true },
];

/** @typedef {{do: string, possible: boolean, why: string, since: string | null, until: string | null}} Step */

/** Only what the text allows now is offered; the rest says why not. @param {{dossier: import("../dossier.js").Dossier, convention: import("../store.js").Card}} props */
export function ConventionActs({ dossier, convention }) {
  const may = ACTS.filter(({ verb }) => dossier.may(`convention.${verb}`));
  const day = civilDay(moment.value, dossier.zone);
  const address = may.length ? `/api/dossiers/${encodeURIComponent(dossier.id)}/life` : "";
  const { value, problem, again } = useFollowed(address, `${convention.seq}/${day}`);
  if (!may.length || convention.state === "resilie") return null; // the parties read its end beside
  const step = (/** @type {string} */ verb) => /** @type {Step | undefined} */ (value?.steps.find((/** @type {Step} */ one) => one.do === `convention.${verb}`));
  const closed = may.filter(({ verb }) => step(verb)?.possible === false);
  return html`<section class="block" aria-labelledby="actes-convention"><header><h2 id="actes-convention">Vie de la convention</h2></header>
    ${problem && html`<${Refusal} problem=${problem} /><p class="go in"><button type="button" class="btn" onClick=${again}>Réessayer</button></p>`}
    ${!value && !problem && html`<p class="empty" role="status">Lecture de ce que permet le texte…</p>`}
    ${may.map((act) => step(act.verb)?.possible && html`<${ConventionAct} key=${act.verb} dossier=${dossier} act=${act} step=${/** @type {Step} */ (step(act.verb))} />`)}
    ${closed.length > 0 && html`<ul class="plain-list in sub">${closed.map((act) => html`<li key=${act.verb}><b>${act.name}</b>\u00a0: ${step(act.verb)?.why}</li>`)}</ul>`}</section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, act: typeof ACTS[number], step: Step}} props */
function ConventionAct({ dossier, act, step }) {
  const { values, bind, reset } = useForm({ on: "", reason: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await send({ do: `convention.${act.verb}`, ...values })) reset();
  }
  return html`<details class="fold"><summary>${act.title} <span class="sub">${step.why}</span></summary><form onSubmit=${submit}>
    <${Field} label=${act.day} type="date" required min=${act.verb === "renew" ? null : step.since} max=${step.until} ...${bind("on")} />
    <${Area} label=${act.words} rows="2" required=${act.required} ...${bind("reason")} />
    <${Outcome} outcome=${outcome} /><p class="go"><button class="btn" disabled=${busy}>${act.button}</button></p></form></details>`;
}
