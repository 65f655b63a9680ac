// The wall of a crisis.

import { html } from "../html.js";
import { Wall } from "../wall/page.js";

/** @param {{dossier: string}} props */
export function WallPage({ dossier }) {
  return html`<${Wall} id=${dossier} />`;
}
