// The designation desk: who represents the UNCCAS, whom the roster is being asked, and the list to call.

import { DossierNav, Frame } from "../elements/frame.js";
import { Representative } from "../elements/representative.js";
import { RosterCall } from "../elements/roster_calls.js";
import { useFollowed } from "../fetched.js";
import { CallRoster } from "../forms/call_roster.js";
import { Designate } from "../forms/designate.js";
import { html } from "../html.js";
import { inOrderOfCall } from "../roster_calls.js";
import { Watched } from "./watched.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */

/** @param {{dossier: string}} props */
export function DesignationPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {Dossier} */ dossier) => {
    const crisis = dossier.only("crisis");
    if (!crisis) return null;
    return html`<${Frame} title="Désignation" sub=${crisis.title} dossier=${dossier} kind="conduct-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/conduite`} />`}><${Desk} dossier=${dossier} /><//>`;
  }}<//>`;
}

/** @param {{dossier: Dossier}} props */
function Desk({ dossier }) {
  const calls = inOrderOfCall(dossier.cards("roster_call").values());
  const running = calls.filter(({ state }) => state === "en_cours");
  const past = calls.filter(({ state }) => state !== "en_cours");
  const designations = [...dossier.cards("representative").values()];
  const current = designations.filter(({ state, call }) => state === "active" || (state === "proposee" && !call));
  const leads = dossier.may("roster.call");
  const { value, problem } = useFollowed(leads ? `/api/directory/roster?dossier=${encodeURIComponent(dossier.id)}` : "", designations.map(({ id, state }) => `${id}${state}`).join());
  /** @type {Record<string, string>} */
  const names = Object.fromEntries((value?.people ?? []).map((/** @type {any} */ one) => [one.id, one.name]));
  const shown = (/** @type {any} */ call) => html`<${RosterCall} key=${call.id} dossier=${dossier} call=${call} names=${names} />`;
  const asked = designations.filter(({ state, call }) => state === "proposee" && call);
  return html`<div class="columns even"><div class="column">${running.map(shown)}
      <section class="block" aria-labelledby="representants"><header><h2 id="representants">Représentants de l’UNCCAS</h2></header>
        <ul class="cards">${[...current, ...asked].map((card) => html`<${Representative} key=${card.id} dossier=${dossier} card=${card} />`)}</ul>
        ${current.length + asked.length === 0 && html`<p class="empty late">Personne n’est désigné.</p>`}
        <p class="in"><a href=${`/dossiers/${dossier.id}/conduite`}>Désignations passées, relèves et avis</a></p></section>
      ${past.length > 0 && html`<details class="fold"><summary>Appels du vivier terminés (${past.length})</summary>${past.map(shown)}</details>`}</div>
    ${leads && html`<div class="column"><section class="block" aria-labelledby="appeler"><header><h2 id="appeler">Appeler le vivier</h2><p class="sub">L’UNCCAS choisit la liste\u202f; le serveur la descend.</p></header>
      <${CallRoster} dossier=${dossier} people=${value?.people} problem=${problem} /></section>
      <section class="block" aria-label="Désigner à la main"><${Designate} dossier=${dossier} /></section></div>`}</div>`;
}
