// The quarterly dossier of a convention, for its parties: one page to read together, and to print.

import { withQuery } from "../api.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { QuarterCrisis, QuarterLife, QuarterTotals } from "../elements/quarter.js";
import { useFetched } from "../fetched.js";
import { Field } from "../forms/field.js";
import { counted, plainDay } from "../format.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";
import { moment } from "../ticking.js";
import { Watched } from "./watched.js";

/** @param {{dossier: string}} props */
export function QuarterPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => html`<${QuarterDossier} dossier=${dossier} />`}<//>`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
function QuarterDossier({ dossier }) {
  const { query } = place.value;
  const [from, to] = [query.get("du") ?? "", query.get("au") ?? ""];
  const { value: quarter, problem, again } = useFetched(withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/quarter`, { from, to }));
  const keep = (/** @type {string} */ name) => (/** @type {any} */ input) => keepInAddress({ [name]: input.currentTarget.value });
  const at = moment.value;
  return html`<${Frame} title="Dossier trimestriel" sub=${dossier.only("convention")?.title} dossier=${dossier} kind="quarter-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${dossier.id}/trimestre`} />`}>
    <form class="filters block" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <${Field} label="Du (seul\u00a0: le trimestre de ce jour)" type="date" value=${from} onChange=${keep("du")} /><${Field} label="Au" type="date" value=${to} onChange=${keep("au")} />
      <button type="button" class="btn" onClick=${() => print()}>Imprimer</button></form>
    ${problem && html`<${Refusal} problem=${problem} /><p class="go"><button type="button" class="btn" onClick=${again}>Réessayer</button></p>`}
    ${quarter && html`<p class="big">Du ${plainDay(quarter.from)} au ${plainDay(quarter.to)}</p>
      ${quarter.left_out > 0 && html`<p class="late">${counted(quarter.left_out, "dossier n’a pas été lu en entier", "dossiers n’ont pas été lus en entier")}\u00a0: les totaux sont incomplets.</p>`}
      <${QuarterTotals} totals=${quarter.totals} crises=${quarter.crises} />
      ${quarter.crises.map((/** @type {any} */ crisis) => html`<${QuarterCrisis} key=${crisis.dossier} crisis=${crisis} zone=${quarter.timezone} now=${at} />`)}
      <${QuarterLife} quarter=${quarter} now=${at} />`}<//>`;
}
