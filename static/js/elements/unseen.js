// What the board holds in place of the bodies, for whoever is not shown them: conducting, or who represents.

import { Conduct } from "../forms/conduct.js";
import { html } from "../html.js";
import { Coordination } from "./coordination.js";

/** @param {{dossier: import("../dossier.js").Dossier, crisis: import("../store.js").Card}} props */
export function Unseen({ dossier, crisis }) {
  if (crisis.state === "signale") return html`<${Conduct} dossier=${dossier} crisis=${crisis} />`;
  if (crisis.state === "sans_suite") {
    return html`<section class="block in" aria-labelledby="sans-suite"><h2 id="sans-suite">Classé sans suite</h2>
      <p>Cet évènement a été signalé, puis écarté par la permanence\u00a0: rien n’y est attendu.</p>
      ${crisis.reason && html`<p class="quote">«\u00a0${crisis.reason}\u00a0»</p>`}</section>`;
  }
  return html`<${Coordination} dossier=${dossier} /><p class="sub">Le détail par organisme n’est pas ouvert à votre rôle.</p>`;
}
