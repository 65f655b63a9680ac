// Calling back those who are silent: the list in order, and what has been covered.

import { CallList, Coverage } from "../elements/calls.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { html } from "../html.js";
import { Watched } from "./watched.js";

/** @param {{dossier: string}} props */
export function CallsPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => html`
    <${Frame} title="Relance" sub=${dossier.only("crisis")?.title} dossier=${dossier} kind="body-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/relance`} />`}>
      ${dossier.cards("body").size ? html`<div class="columns"><div class="column"><${CallList} dossier=${dossier} /></div>
        <div class="column rail"><${Coverage} dossier=${dossier} />
          ${dossier.may("call.log") && html`<section class="block in"><h2>Sans compte\u202f?</h2><p>Chaque organisme a un lien et un code, que l’on dicte au téléphone.</p><p class="go"><a class="btn" href=${`/dossiers/${id}/acces`}>Accès, codes et fiches à imprimer</a></p></section>`}</div></div>` : html`<p class="block empty">La relance n’est pas ouverte à votre rôle.</p>`}<//>`}<//>`;
}
