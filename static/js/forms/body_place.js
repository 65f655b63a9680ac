// Where a body acts, for the kinds that say it themselves; and one more body of such a kind.

import { useState } from "preact/hooks";
import { Refusal } from "../elements/message.js";
import { Choice, Field, useForm } from "../forms/field.js";
import { html } from "../html.js";
import { go } from "../router.js";
import { short } from "../vocabulary.js";
import { useWriting } from "../writing.js";

/** Of these there may be any number in a territory: each has a short name in its id. */
const FREE = ["aav", "aasc", "sos", "etat"];
/** These act for their département, or for some of its communes. */
const DEPARTMENTAL = ["udccas", "prefecture", "ddets", "siao", "caf", "cpam", "cd"];

/** What of its territory a person may write, by kind. @param {string} kind @returns {("commune" | "communes" | "epci" | "departements")[]} */
export function placesOf(kind) {
  if (FREE.includes(kind)) return ["commune", "departements", "communes", "epci"];
  if (kind === "cias") return ["commune", "communes"];
  return DEPARTMENTAL.includes(kind) ? ["communes"] : [];
}

/** @param {any} sheet */
export function placesWritten(sheet) {
  const all = { commune: sheet.commune, communes: sheet.communes.join(" "), epci: sheet.epci, departements: sheet.departements.join(" ") };
  return Object.fromEntries(placesOf(sheet.kind).map((name) => [name, all[name]]));
}

/** @param {{kind: string, bind: (name: any) => object}} props */
export function PlaceFields({ kind, bind }) {
  const whole = kind === "cias" ? "vide\u00a0: tout son EPCI" : FREE.includes(kind) ? "vide\u00a0: tout son territoire" : "vide\u00a0: tout son département";
  const fields = {
    commune: html`<${Field} label="Commune du siège" hint="Code INSEE." maxlength="5" ...${bind("commune")} />`,
    departements: html`<${Field} label="Départements" hint="Par exemple\u00a0: 77 45." maxlength="400" ...${bind("departements")} />`,
    communes: html`<${Field} label="Communes pour lesquelles il agit" hint=${`Codes INSEE\u202f; ${whole}.`} maxlength="2000" ...${bind("communes")} />`,
    epci: html`<${Field} label="EPCI" hint="Son SIREN." maxlength="20" inputmode="numeric" ...${bind("epci")} />`,
  };
  return placesOf(kind).map((name) => fields[name]);
}

/** The short name that an id takes from a name, as the server makes it. @param {string} name */
function slugOf(name) {
  const bare = name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").replaceAll("æ", "ae");
  return bare.split(/[^a-z0-9]+/).filter(Boolean).join("-").slice(0, 40).replace(/-$/, "");
}

/** An association or a service that the directory does not know yet. */
export function NewBody() {
  const { values, bind } = useForm({ kind: "aav", name: "", departements: "" });
  const { problem, busy, write } = useWriting();
  const [known, setKnown] = useState(false);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const id = `${values.kind}-${slugOf(values.name)}`;
    const { name, departements } = values;
    setKnown(false);
    if (await write(`/api/directory/bodies/${encodeURIComponent(id)}`, "PATCH", { seen: 0, name, departements })) go(`/annuaire/organismes/${id}`);
    else setKnown(true);
  }
  return html`<details class="fold"><summary>Ajouter une association ou un service</summary><form onSubmit=${submit}><div class="two">
    <${Choice} label="Type" options=${FREE.map((code) => [code, short("body_kinds", code)])} ...${bind("kind")} />
    <${Field} label="Nom" required maxlength="200" ...${bind("name")} />
    <${Field} label="Départements" required hint="Par exemple\u00a0: 77 45." maxlength="400" ...${bind("departements")} /></div>
    ${problem && html`<${Refusal} problem=${problem} />`}${known && problem?.code === "body_moved" && html`<p class="in"><a href=${`/annuaire/organismes/${values.kind}-${slugOf(values.name)}`}>Ouvrir la fiche de ce nom</a></p>`}
    <p class="go"><button class="btn btn-main" disabled=${busy}>Ajouter</button></p></form></details>`;
}
