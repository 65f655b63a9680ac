// Designating who represents the UNCCAS.

import { useState } from "preact/hooks";
import { useBrought } from "../brought.js";
import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { html } from "../html.js";
import { freshName } from "../ids.js";
import { BodyField } from "./body_field.js";
import { Choice, Field, optionsOf, useForm } from "./field.js";

const bring = () => import("../elements/desk.js").then((found) => found.Desk);
const EMPTY = { name: "", function: "", phone: "", email: "", body: "", perimeter: "main", accepted: false };

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Designate({ dossier }) {
  const { values, set, bind, reset } = useForm(EMPTY);
  const [sent, setSent] = useState(0);
  const [open, setOpen] = useState(false);
  const { value: Desk } = useBrought(open ? bring : undefined);
  const { outcome, send, busy } = useCommand(dossier.id);
  const departements = /** @type {string[]} */ (dossier.only("crisis")?.departements ?? []);
  const perimeters = [...optionsOf("perimeters"), ...departements.map((code) => /** @type {[string, string]} */ ([code, `Département ${code}`]))];
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const { body, ...said } = values;
    if (!(await send({ do: "representative.designate", designation: freshName("designation"), ...said, ...(body && { body }) }))) return;
    reset();
    setPicked(null);
    setSent(sent + 1);
  }
  const [picked, setPicked] = useState(/** @type {any} */ (null));
  const fill = (/** @type {any} */ one) => { set({ name: one.name, function: one.function, phone: one.phone, email: one.email, body: one.body }); setPicked(one); };
  return html`<details class="fold" onToggle=${(/** @type {any} */ fold) => fold.currentTarget.open && setOpen(true)}><summary>Désigner un représentant</summary>${open && Desk && html`<${Desk} dossier=${dossier.id} onPick=${fill} />`}<form onSubmit=${submit}>
    <div class="two"><${Field} label="Nom" required maxlength="200" autocomplete="off" ...${bind("name")} />
      <${Field} label="Fonction" required maxlength="200" ...${bind("function")} />
      <${Field} label="Téléphone" type="tel" required maxlength="40" autocomplete="off" ...${bind("phone")} />
      <${Field} label="Adresse électronique" type="email" required maxlength="200" autocomplete="off" hint="Celle de son compte\u00a0: elle lui ouvre ce dossier." ...${bind("email")} />
      <${OwnBody} key=${`${sent} ${picked?.id}`} dossier=${dossier} value=${values.body} first=${picked?.body ? { id: picked.body, name: picked.body_name } : undefined} onInput=${(/** @type {string} */ body) => set({ body })} />
      <${Choice} label="Périmètre" options=${perimeters} ...${bind("perimeter")} /></div>
    <p class="check"><label><input type="checkbox" checked=${values.accepted} onChange=${(/** @type {any} */ input) => set({ accepted: input.currentTarget.checked })} /> A accepté par téléphone\u00a0: active tout de suite</label></p>
    <${Outcome} outcome=${outcome} done="Désignation enregistrée" />
    <p class="go"><button class="btn btn-main" disabled=${busy}>Désigner</button></p></form></details>`;
}

/** The body of whoever is designated. One that is hit is told before the act: somebody else may be freer.
 * @param {{dossier: import("../dossier.js").Dossier, value: string, first?: {id: string, name: string}, onInput: (body: string) => void}} props */
function OwnBody({ dossier, value, first, onInput }) {
  const card = value && dossier.cards("body").get(`body:${value}`);
  const hit = Boolean(card && card.competent !== false);
  const words = hit ? "Touché par l’évènement\u00a0: la désignation reste possible, quelqu’un d’autre serait plus disponible."
    : value ? "Organisme reconnu, non touché." : "À choisir dans la liste\u00a0: la page dit s’il est touché.";
  return html`<${BodyField} label="Son CCAS ou CIAS (facultatif)" value=${value} first=${first} onInput=${onInput} words=${words} late=${hit} />`;
}
