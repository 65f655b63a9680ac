// The reflex sheets of a protocol as a crisis follows it: one for each role and phase, to read and to print.

import { DossierNav, Frame } from "../elements/frame.js";
import { Sheet } from "../elements/sheet.js";
import { Difference } from "../elements/versions.js";
import { useFetched } from "../fetched.js";
import { Choice } from "../forms/field.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";
import { inForce, rhythmWords, sheetsOf, withStandIns } from "../sheets.js";
import { codes, label } from "../vocabulary.js";
import { Watched } from "./watched.js";

/** @param {{dossier: string, body: string}} props `body`: the code of the protocol, second name in the address */
export function SheetsPage({ dossier: id, body: code }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => html`<${Sheets} dossier=${dossier} code=${code} />`}<//>`;
}

/** @param {{dossier: import("../dossier.js").Dossier, code: string}} props */
function Sheets({ dossier, code }) {
  const schemes = new Map((useFetched("/api/schemes").value ?? []).map((/** @type {any} */ scheme) => [scheme.code, scheme]));
  const library = useFetched("/api/playbooks").value?.find((/** @type {any} */ one) => one.code === code);
  const playbook = dossier.cards("playbook").get(`playbook:${code}`);
  const crisis = dossier.only("crisis");
  const nav = html`<${DossierNav} dossier=${dossier} />`;
  if (!playbook) return html`<${Frame} title="Protocole absent de ce dossier" dossier=${dossier} nav=${nav} kind="plain"><p>Aucun protocole «\u00a0${code}\u00a0» n’est appliqué ici.</p><//>`;
  const rhythms = [...new Set([...dossier.cards("playbook").values()].filter((card) => card.rhythm?.length).map((card) => rhythmWords(card.rhythm)))];
  const order = (/** @type {string} */ group) => codes(group).map(([one]) => one);
  const departements = /** @type {any[]} */ ([...dossier.cards("tasks").values()].filter((card) => card.departement && !card.body));
  const all = sheetsOf(withStandIns(inForce(playbook.actions, playbook.retired), departements), order("roles"), order("phases"));
  const role = place.value.query.get("role") ?? "";
  const sheets = all.filter(({ who }) => !role || who === role);
  const roles = [...new Set(all.map(({ who }) => who))].map((who) => /** @type {[string, string]} */ ([who, label("roles", who)]));
  return html`<${Frame} title="Fiches réflexes" sub=${`${playbook.title}, version ${playbook.version}`} dossier=${dossier} nav=${nav} kind="sheet-page">
    <form class="filters block" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <${Choice} label="Rôle" hidden empty="Tous les rôles" options=${roles} value=${role} onInput=${(/** @type {any} */ input) => keepInAddress({ role: input.currentTarget.value })} />
      <button type="button" class="btn" onClick=${() => print()}>Imprimer</button></form>
    ${library && html`<${Difference} card=${playbook} library=${library} />`}
    ${sheets.map((sheet) => html`<${Sheet} key=${`${sheet.who}/${sheet.phase}`} sheet=${sheet} playbook=${playbook} schemes=${schemes} rhythms=${rhythms} heading=${`${crisis?.exercise ? "EXERCICE · " : ""}${crisis?.title ?? ""}`} />`)}
    ${sheets.length === 0 && html`<p class="block empty">Ce rôle n’a rien à faire dans ce protocole.</p>`}<//>`;
}
