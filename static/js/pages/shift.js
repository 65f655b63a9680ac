// The sheet that one team leaves to the next: of a body, of a département, or of the whole crisis. One to read and to print.

import { withQuery } from "../api.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { ShiftSheet } from "../elements/shift.js";
import { useFetched } from "../fetched.js";
import { Choice } from "../forms/field.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";
import { actor } from "../session.js";
import { Watched } from "./watched.js";

/** @param {{dossier: string}} props */
export function ShiftPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => html`<${Shift} dossier=${dossier} />`}<//>`;
}

/** Whose sheet may be asked for: the crisis, each département, one's own bodies, and the one of the address.
 * @param {import("../dossier.js").Dossier} dossier @param {string} body @returns {[string, string][]} */
function teams(dossier, body) {
  const name = (/** @type {string} */ id) => dossier.cards("body").get(`body:${id}`)?.name ?? id;
  const bodies = [...new Set([...actor().bodies.filter((id) => dossier.cards("body").has(`body:${id}`)), ...(body ? [body] : [])])];
  return [["", "Tout l’évènement"], ...(dossier.only("crisis")?.departements ?? []).map((/** @type {string} */ code) => [`d:${code}`, `Département ${code}`]),
    ...bodies.map((id) => /** @type {[string, string]} */ ([`o:${id}`, name(id)]))];
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
function Shift({ dossier }) {
  const { query } = place.value;
  const [body, departement] = [query.get("organisme") ?? "", query.get("departement") ?? ""];
  const { value: sheet, problem, again } = useFetched(withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/shift`, { body, departement }));
  const chosen = body ? `o:${body}` : departement ? `d:${departement}` : "";
  const choose = (/** @type {any} */ input) => {
    const [kind, code] = [input.currentTarget.value.slice(0, 1), input.currentTarget.value.slice(2)];
    keepInAddress({ organisme: kind === "o" ? code : "", departement: kind === "d" ? code : "" });
  };
  const crisis = dossier.only("crisis");
  return html`<${Frame} title="Relève d’équipe" sub=${crisis?.title} dossier=${dossier} kind="shift-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${dossier.id}/taches`} />`}>
    <form class="filters block" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <${Choice} label="Équipe" hidden options=${teams(dossier, body)} value=${chosen} onInput=${choose} />
      <button type="button" class="btn" onClick=${again}>Refaire la fiche maintenant</button>
      <button type="button" class="btn" onClick=${() => print()}>Imprimer</button></form>
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${!sheet && !problem && html`<p class="empty" role="status">Préparation de la fiche…</p>`}
    ${sheet && html`<${ShiftSheet} sheet=${sheet} crisis=${crisis} />`}<//>`;
}
