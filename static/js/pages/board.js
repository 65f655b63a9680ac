// The board of a dossier: a crisis, or a convention.

import { html } from "../html.js";
import { ConventionBoard } from "./convention.js";
import { CrisisBoard } from "./crisis.js";
import { Watched } from "./watched.js";

/** @param {{dossier: string}} props */
export function BoardPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => (dossier.kind.value === "convention" ? html`<${ConventionBoard} dossier=${dossier} />` : html`<${CrisisBoard} dossier=${dossier} />`)}<//>`;
}
