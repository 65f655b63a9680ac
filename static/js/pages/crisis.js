// The board of a crisis: who calls for help first, then the state of everybody, then the detail.

import { ActTotals } from "../elements/act_totals.js";
import { Alarms } from "../elements/alarms.js";
import { Bodies, filterInAddress } from "../elements/bodies.js";
import { Coordination } from "../elements/coordination.js";
import { CrisisFacts, crisisSummary } from "../elements/crisis.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { KeyFigures } from "../elements/key_figures.js";
import { Log } from "../elements/log.js";
import { Tally } from "../elements/tally.js";
import { Playbooks, Tasks } from "../elements/tasks.js";
import { Conduct } from "../forms/conduct.js";
import { html } from "../html.js";
import { keepInAddress } from "../router.js";
import { actor, session } from "../session.js";
import { moment } from "../ticking.js";

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function CrisisBoard({ dossier }) {
  const crisis = dossier.only("crisis");
  const bodies = dossier.cards("body");
  if (!crisis) return null;
  const signalled = crisis.state === "signale";
  return html`<${Frame} title=${crisis.title} sub=${crisisSummary(crisis)} dossier=${dossier} kind="board"
      facts=${html`<${CrisisFacts} crisis=${crisis} seq=${dossier.seq.value} />`} nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${dossier.id}`} />`}>
    <${Alarms} dossier=${dossier} />
    ${signalled && session.value?.may_open.includes("crisis.declare") && html`<p class="go start"><a class="btn btn-main" href=${`/declarer?signalement=${dossier.id}`}>Qualifier et déclarer la crise</a></p>`}
    <${OwnBodies} dossier=${dossier} />
    ${bodies.size > 0 && html`<${Tally} bodies=${bodies.values()} now=${moment.value} chosen=${filterInAddress().status} onChoose=${(/** @type {string} */ statut) => keepInAddress({ statut })} />
      <${KeyFigures} bodies=${bodies} />`}
    <div class="columns">
      <div class="column">
        ${bodies.size > 0 ? html`<${Bodies} dossier=${dossier} />` : !signalled && html`<p class="block empty">Le détail par organisme n’est pas ouvert à votre rôle.</p>`}
        ${bodies.size > 0 && html`<${ActTotals} dossier=${dossier} />`}<${Playbooks} dossier=${dossier} />
        <${Conduct} dossier=${dossier} crisis=${crisis} />
      </div>
      <div class="column rail">
        ${!signalled && html`<${Coordination} dossier=${dossier} /><${Tasks} dossier=${dossier} />`}
        <${Log} dossier=${dossier} />
      </div>
    </div><//>`;
}

/** The way to the report of one's own body, for those who have one here. @param {{dossier: import("../dossier.js").Dossier}} props */
function OwnBodies({ dossier }) {
  const bodies = dossier.cards("body");
  const own = actor().bodies.flatMap((id) => bodies.get(`body:${id}`) ?? []);
  if (!own.length || !dossier.may("report.file")) return null;
  return html`<p class="go start">${own.map(({ id, body, name }) => html`<a class="btn btn-main" key=${id} href=${`/dossiers/${dossier.id}/organismes/${body}`}>Rendre compte\u00a0: ${name}</a>`)}</p>`;
}
