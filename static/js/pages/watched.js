// What pages of a dossier share: waiting for it, and saying in plain words why it cannot be shown.

import { useMemo } from "preact/hooks";
import { openDossier } from "../dossier.js";
import { place } from "../router.js";
import { useBoard } from "../use_board.js";
import { Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { html } from "../html.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */
/** @typedef {(dossier: Dossier, time?: import("../travel.js").Travel) => any} Showing `time`: of a page of the past, whose dossier is that of then */

/** @param {{id: string, past?: boolean, children: Showing}} props `past`: this page can show the moment that the address names */
export function Watched({ id, past = false, children }) {
  const dossier = useMemo(() => openDossier(id), [id]);
  const problem = dossier.problem.value;
  if (problem) return html`<${Frame} title="Dossier indisponible" kind="plain"><${Refusal} problem=${problem} /><p><a href="/">Voir les dossiers</a></p><//>`;
  if (!dossier.kind.value) return html`<${Frame} title="Ouverture du dossier" dossier=${dossier} kind="plain"><p class="empty" role="status">Lecture du tableau…</p><//>`;
  return past && place.value.query.has("a") ? html`<${Then} dossier=${dossier} children=${children} />` : children(dossier);
}

/** The page as it was. @param {{dossier: Dossier, children: Showing}} props */
function Then({ dossier, children }) {
  const { shown, time, isPast } = useBoard(dossier);
  if (time.past.value) return children(/** @type {any} */ (shown), time);
  return html`<${Frame} title="Lecture du tableau d’alors" dossier=${dossier} kind="plain">${isPast && time.problem.value && html`<${Refusal} problem=${time.problem.value} />`}
    <p class="empty" role="status">Lecture…</p><//>`;
}
