// What became of a report that was sent: on its way, waiting, written under its number, or refused and why.

import { Notice, Refusal } from "../elements/message.js";
import { clock, number } from "../format.js";
import { html } from "../html.js";
import { label } from "../vocabulary.js";

/** What was stopped here, before it travelled. */
const INCOMPLETE = "incomplete";

/** @typedef {{outcome: import("../commands.js").Outcome, sent: {status: string, at: number}, zone: string, cut: boolean, begun: boolean}} Props
 * `cut`: the server cannot be reached now; `begun`: something else is being typed already */

/** @param {Props} props */
export function Sent({ outcome, sent, zone, cut, begun }) {
  const { state, problem, receipt } = outcome;
  const what = `${label("statuses", sent.status)}, ${clock(sent.at, zone)}`;
  if (state === "sending") return html`<${Notice} tone="wait"><b>En attente.</b> ${what}\u00a0: envoi en cours.<//>`;
  if (state === "waiting") return html`<${Notice} tone="wait"><b>En attente d’envoi\u00a0: ${what}.</b> ${problem?.message} Nouvel essai automatique, rien à refaire\u202f; gardez cette page ouverte.<//>`;
  if (state === "done") return html`<${Notice} tone="done"><b>Inscrit n°\u00a0${number(receipt?.first ?? 0)}.</b> ${what}.${begun ? " Un autre compte rendu est commencé." : ""}<//>`;
  if (state === "refused" && problem) return html`<${Refused} problem=${problem} />`;
  return cut && html`<${Notice} tone="wait"><b>Le serveur ne répond pas.</b> Écrivez\u00a0: l’envoi partira dès son retour.<//>`;
}

/** In plain words, with the figure as the form names it, and a way to it. @param {{problem: import("../api.js").Problem}} props */
function Refused({ problem }) {
  if (problem.justify) return html`<${Refusal} problem=${problem} />`;
  const faults = problem.errors.slice(0, 6).map(({ field = "", reason }) => ({ figure: /^figures\.([a-z_]+)/.exec(field)?.[1], field, reason }));
  return html`<${Notice} tone="no"><p><b>${problem.passing || problem.code === INCOMPLETE ? "Pas encore envoyé." : "Refusé."}</b> ${problem.message}</p>
    ${faults.length > 0 && html`<ul class="why">${faults.map(({ figure, field, reason }) => html`<li>${figure ? html`<a href=${`#f-${figure}`}>${label("figures", figure)}</a>` : field}\u00a0: ${reason}</li>`)}</ul>`}<//>`;
}
