// The brief for the next representative: made when it is asked for, of one line of the journal, to read and to print.

import { Brief } from "../elements/bureau/brief.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { useFetched } from "../fetched.js";
import { html } from "../html.js";
import { Watched } from "./watched.js";

/** @param {{dossier: string}} props */
export function BriefPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => html`<${Sheet} dossier=${dossier} />`}<//>`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
function Sheet({ dossier }) {
  const path = `/api/dossiers/${encodeURIComponent(dossier.id)}`;
  const { value: sheet, problem, again } = useFetched(`${path}/shift`);
  // the board of the very line that seals the sheet, whatever has come since
  const { value: board, problem: other } = useFetched(sheet ? `${path}/board?seq=${sheet.cursor.split(".")[0]}` : "");
  const ready = sheet && board && sheet.cursor === board.cursor;
  const refused = problem ?? other;
  return html`<${Frame} title="Note de passation" sub=${dossier.only("crisis")?.title} dossier=${dossier} kind="shift-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${dossier.id}/bureau`} />`}>
    <div class="filters block"><button type="button" class="btn" onClick=${again}>Refaire la note maintenant</button>
      <button type="button" class="btn" onClick=${() => print()}>Imprimer</button> <a href=${`/dossiers/${dossier.id}/bureau`}>Revenir au bureau</a></div>
    ${refused && html`<${Refusal} problem=${refused} />`}
    ${!ready && !refused && html`<p class="empty" role="status">Préparation de la note…</p>`}
    ${ready && html`<${Brief} sheet=${sheet} cards=${board.cards} />`}<//>`;
}
