// The board of a dossier: a crisis, or a convention, which is brought to those who open one.

import { useBrought } from "../brought.js";
import { Frame } from "../elements/frame.js";
import { html } from "../html.js";
import { CrisisBoard } from "./crisis.js";
import { Watched } from "./watched.js";

/** @typedef {{dossier: import("../dossier.js").Dossier}} OfDossier */

/** @param {{dossier: string}} props */
export function BoardPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => (dossier.kind.value === "convention" ? html`<${Convention} dossier=${dossier} />` : html`<${CrisisBoard} dossier=${dossier} />`)}<//>`;
}

const bringConvention = () => import("./convention.js").then(({ ConventionBoard }) => ConventionBoard);

/** @param {OfDossier} props */
function Convention({ dossier }) {
  const { value: Board, failed } = useBrought(bringConvention);
  if (Board) return html`<${Board} dossier=${dossier} />`;
  return html`<${Frame} title="Ouverture du dossier" dossier=${dossier} kind="plain"><p class="empty" role="status">${failed ? "Cette page n’a pas pu être lue. Nouvel essai dans dix secondes." : "Ouverture…"}</p><//>`;
}
