// What the parties do with their convention: amend it, renew it, give formal notice, terminate it.

import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { html } from "../html.js";
import { Area, Field, useForm } from "./field.js";

/** Each act: its command, its title, its button, the names of its day and of its words. */
const ACTS = [
  { verb: "amend", title: "Inscrire un avenant…", button: "Inscrire l’avenant", day: "Avenant du", words: "Ce qu’il change", required: true },
  { verb: "renew", title: "Renouveler…", button: "Renouveler la convention", day: "Accord du", words: "Précisions (facultatif)", required: false },
  { verb: "give_notice", title: "Mettre en demeure…", button: "Inscrire la mise en demeure", day: "Lettre recommandée du", words: "Motif", required: true },
  { verb: "terminate", title: "Résilier…", button: "Résilier la convention", day: "Résiliée le", words: "Motif", required: true },
];

/** @param {{dossier: import("../dossier.js").Dossier, convention: import("../store.js").Card}} props */
export function ConventionActs({ dossier, convention }) {
  const offered = ACTS.filter(({ verb }) => dossier.may(`convention.${verb}`));
  if (!offered.length || convention.state === "resilie") return null;
  return html`<section class="block" aria-labelledby="actes-convention"><header><h2 id="actes-convention">Vie de la convention</h2></header>
    ${offered.map((act) => html`<${ConventionAct} key=${act.verb} dossier=${dossier} act=${act} />`)}</section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, act: typeof ACTS[number]}} props */
function ConventionAct({ dossier, act }) {
  const { values, bind, reset } = useForm({ on: "", reason: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await send({ do: `convention.${act.verb}`, ...values })) reset();
  }
  return html`<details class="fold"><summary>${act.title}</summary><form onSubmit=${submit}>
    <${Field} label=${act.day} type="date" required ...${bind("on")} />
    <${Area} label=${act.words} rows="2" required=${act.required} ...${bind("reason")} />
    <${Outcome} outcome=${outcome} /><p class="go"><button class="btn" disabled=${busy}>${act.button}</button></p></form></details>`;
}
