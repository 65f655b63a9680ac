// The crisis itself: the facts of its head.

import { elapsed, moment as written, number } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";

/** @param {{crisis: import("../store.js").Card, seq: number}} props */
export function CrisisFacts({ crisis, seq }) {
  const at = moment.value;
  const end = crisis.ended_at ? Date.parse(crisis.ended_at) : at;
  return html`
    ${crisis.t0 && html`<div><dt>Qualifiée</dt><dd>${written(crisis.t0, crisis.timezone, at)}</dd></div>
    <div><dt>Écoulé</dt><dd>${elapsed(end - Date.parse(crisis.t0))}</dd></div>`}
    <div><dt>État</dt><dd>${label("crisis_states", crisis.state)}</dd></div>
    <div><dt>Journal</dt><dd>n°\u00a0${number(seq)}</dd></div>`;
}

/** « Inondation · 4 départements (77, 78, 91, 95) · 118 communes ». @param {import("../store.js").Card} crisis */
export function crisisSummary(crisis) {
  const { departements = [], communes } = crisis;
  const where = departements.length === 1 ? `département ${departements[0]}` : `${departements.length} départements (${departements.join(", ")})`;
  const tempo = crisis.tempo > 1 ? ` · durées divisées par ${number(crisis.tempo)}` : "";
  return [label("hazards", crisis.hazard), departements.length ? where : "", communes ? `${number(communes)} commune${communes > 1 ? "s" : ""}` : ""]
    .filter(Boolean).join(" · ") + tempo;
}
