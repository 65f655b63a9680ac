// The conduct of a crisis, apart from its board: who represents and was told, which protocols apply, what was given, what state it is in.

import { ActTotals } from "../elements/act_totals.js";
import { Coordination } from "../elements/coordination.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Later } from "../elements/later.js";
import { Playbooks } from "../elements/tasks.js";
import { Vigilances } from "../elements/vigilance.js";
import { Conduct } from "../forms/conduct.js";
import { html } from "../html.js";
import { Watched } from "./watched.js";

const bringReferents = () => import("../elements/referents.js").then(({ Referents }) => Referents);

/** @param {{dossier: string}} props */
export function ConductPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => {
    const crisis = dossier.only("crisis");
    if (!crisis) return null;
    return html`<${Frame} title="Conduite" sub=${crisis.title} dossier=${dossier} kind="conduct-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/conduite`} />`}>
      <div class="columns even"><div class="column"><${Coordination} dossier=${dossier} />${dossier.may("notice.record") && html`<p class="in"><a href=${`/dossiers/${id}/avis`}>Avis envoyés et en attente</a></p>`}
          <${Later} quiet bring=${bringReferents} dossier=${dossier} /></div>
        <div class="column"><${Conduct} dossier=${dossier} crisis=${crisis} /><${Vigilances} dossier=${dossier} /><p class="in"><a href=${`/droits?dossier=${id}`}>Qui peut quoi, et pourquoi je ne peux pas</a></p><${Playbooks} dossier=${dossier} />
          ${dossier.cards("body").size > 0 && html`<${ActTotals} dossier=${dossier} />`}</div></div><//>`;
  }}<//>`;
}
