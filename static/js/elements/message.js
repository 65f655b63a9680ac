// Sentences that answer the person, in place.

import { html } from "../html.js";
import { useBrought } from "../brought.js";

/** @param {{tone: "no" | "wait" | "done" | "note", children: any}} props */
export function Notice({ tone, children }) {
  return html`<div class=${`msg msg-${tone}`} role=${tone === "no" ? "alert" : "status"}>${children}</div>`;
}

/** What became of the last command of a form. @param {{outcome: import("../commands.js").Outcome, done?: string}} props */
export function Outcome({ outcome, done = "Enregistré" }) {
  const { state, problem, receipt } = outcome;
  if (state === "sending") return html`<${Notice} tone="wait">Envoi en cours…<//>`;
  if (state === "waiting") {
    return html`<${Notice} tone="wait"><b>En attente d’envoi.</b> ${problem?.message} Nouvel essai automatique, rien à refaire.<//>`;
  }
  if (state === "done") {
    const where = receipt?.last ? ` (n°\u00a0${receipt.last})` : ", rien n’a changé";
    return html`<${Notice} tone="done">${done}${where}.<//>`;
  }
  return state === "refused" && problem ? html`<${Refusal} problem=${problem} />` : null;
}

const bring = () => import("./discretion.js").then((found) => found.Discretion);

function Asked({ problem }) {
  const { value: Inside } = useBrought(bring);
  return html`<${Notice} tone="wait">${Inside && html`<${Inside} problem=${problem} />`}<//>`;
}

/** @param {{problem: import("../api.js").Problem}} props */
export function Refusal({ problem }) {
  if (problem.justify) return html`<${Asked} problem=${problem} />`;
  return html`<${Notice} tone="no">
    <p><b>${problem.passing ? "Pas encore envoyé." : "Refusé."}</b> ${problem.message}</p>
    ${problem.errors.length > 0 && html`<ul class="why">${problem.errors.slice(0, 20).map((error) => html`
      <li>${error.field && html`<b>${error.field}\u00a0:</b>`} ${error.reason}</li>`)}
      ${problem.errors.length > 20 && html`<li>et ${problem.errors.length - 20} autres</li>`}</ul>`}
  <//>`;
}
