// Designating who represents the UNCCAS.

import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { html } from "../html.js";
import { freshName } from "../ids.js";
import { Choice, Field, optionsOf, useForm } from "./field.js";

const EMPTY = { name: "", function: "", phone: "", email: "", perimeter: "main", accepted: false };

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function Designate({ dossier }) {
  const { values, set, bind, reset } = useForm(EMPTY);
  const { outcome, send, busy } = useCommand(dossier.id);
  const departements = /** @type {string[]} */ (dossier.only("crisis")?.departements ?? []);
  const perimeters = [...optionsOf("perimeters"), ...departements.map((code) => /** @type {[string, string]} */ ([code, `Département ${code}`]))];
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await send({ do: "representative.designate", designation: freshName("designation"), ...values })) reset();
  }
  return html`<details class="fold"><summary>Désigner un représentant</summary><form onSubmit=${submit}>
    <div class="two"><${Field} label="Nom" required maxlength="200" autocomplete="off" ...${bind("name")} />
      <${Field} label="Fonction" required maxlength="200" ...${bind("function")} />
      <${Field} label="Téléphone" type="tel" required maxlength="40" autocomplete="off" ...${bind("phone")} />
      <${Field} label="Adresse électronique" type="email" required maxlength="200" autocomplete="off" hint="Celle de son compte\u00a0: elle lui ouvre ce dossier." ...${bind("email")} />
      <${Choice} label="Périmètre" options=${perimeters} ...${bind("perimeter")} /></div>
    <p class="check"><label><input type="checkbox" checked=${values.accepted} onChange=${(/** @type {any} */ input) => set({ accepted: input.currentTarget.checked })} /> A accepté par téléphone\u00a0: active tout de suite</label></p>
    <${Outcome} outcome=${outcome} done="Désignation enregistrée" />
    <p class="go"><button class="btn btn-main" disabled=${busy}>Désigner</button></p></form></details>`;
}
