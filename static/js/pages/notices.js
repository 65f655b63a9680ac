// Notices sent and waiting: what each recipient was sent, and what must be done otherwise.

import { DossierNav, Frame } from "../elements/frame.js";
import { Sendings } from "../elements/sendings.js";
import { html } from "../html.js";
import { Watched } from "./watched.js";

/** @param {{dossier: string}} props */
export function NoticesPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => html`
    <${Frame} title="Avis" sub=${dossier.only("crisis")?.title} dossier=${dossier} kind="body-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/avis`} />`}>
      ${dossier.may("notice.record") ? html`<${Sendings} dossier=${dossier} />` : html`<p class="block empty">Le suivi des avis n’est pas ouvert à votre rôle.</p>`}<//>`}<//>`;
}
