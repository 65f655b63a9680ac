// The main courante alone, with room to read and search.

import { DossierNav, Frame } from "../elements/frame.js";
import { Log } from "../elements/log.js";
import { html } from "../html.js";
import { Watched } from "./watched.js";

/** @param {{dossier: string}} props */
export function LogPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => html`
    <${Frame} title="Main courante" sub=${(dossier.only("crisis") ?? dossier.only("convention"))?.title} dossier=${dossier} kind="log-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/main-courante`} />`}><${Log} dossier=${dossier} title="Lignes" /><//>`}<//>`;
}
