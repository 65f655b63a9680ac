// The tasks of a crisis, with room to look: whose they are, what comes when, and the way to the sheet of a leaving team.

import { Coming } from "../elements/coming.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Tasks, viewInAddress } from "../elements/tasks.js";
import { html } from "../html.js";
import { actor } from "../session.js";
import { taskViews } from "../tasks.js";
import { Watched } from "./watched.js";

/** How many tasks are shown at first. */
const STEP = 30;

/** @param {{dossier: string}} props */
export function TasksPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => html`
    <${Frame} title="Tâches" sub=${dossier.only("crisis")?.title} dossier=${dossier} kind="tasks-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/taches`} />`}>
      <p class="go start"><a class="btn" href=${`/dossiers/${id}/releve`}>Fiche de relève d’équipe</a></p>
      <${Coming} dossier=${dossier} view=${viewInAddress(taskViews(actor()))} />
      <${Tasks} dossier=${dossier} step=${STEP} link=${false} /><//>`}<//>`;
}
