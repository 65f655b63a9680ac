// What the board holds in place of the bodies, for whoever is not shown them: conducting, or who represents.

import { Conduct } from "../forms/conduct.js";
import { html } from "../html.js";
import { Coordination } from "./coordination.js";

/** @param {{dossier: import("../dossier.js").Dossier, crisis: import("../store.js").Card}} props */
export function Unseen({ dossier, crisis }) {
  if (crisis.state === "signale") return html`<${Conduct} dossier=${dossier} crisis=${crisis} />`;
  return html`<${Coordination} dossier=${dossier} /><p class="sub">Le détail par organisme n’est pas ouvert à votre rôle.</p>`;
}
