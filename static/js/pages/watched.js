// What pages of a dossier share: waiting for it, and saying in plain words why it cannot be shown.

import { useMemo } from "preact/hooks";
import { openDossier } from "../dossier.js";
import { Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { html } from "../html.js";

/** @param {{id: string, children: (dossier: import("../dossier.js").Dossier) => any}} props */
export function Watched({ id, children }) {
  const dossier = useMemo(() => openDossier(id), [id]);
  const problem = dossier.problem.value;
  if (problem) return html`<${Frame} title="Dossier indisponible" kind="plain"><${Refusal} problem=${problem} /><p><a href="/">Voir les dossiers</a></p><//>`;
  if (!dossier.kind.value) return html`<${Frame} title="Ouverture du dossier" dossier=${dossier} kind="plain"><p class="empty" role="status">Lecture du tableau…</p><//>`;
  return children(dossier);
}
