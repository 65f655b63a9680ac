// Recording an act of support: counts only, never a name.

import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { html } from "../html.js";
import { freshName } from "../ids.js";
import { inCents } from "../money.js";
import { fromField, iso, now } from "../time.js";
import { Area, Choice, Field, NO_NAMES, optionsOf, useForm } from "./field.js";

const EMPTY = { kind: "", persons: "", households: "", count: "", euros: "", occurred_at: "", text: "" };

/** @param {{dossier: import("../dossier.js").Dossier, body: string}} props */
export function ActForm({ dossier, body }) {
  const { values, bind, reset } = useForm(EMPTY);
  const { outcome, send, refuse, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const counted = { persons: whole(values.persons), households: whole(values.households), count: whole(values.count), amount_cents: inCents(values.euros) };
    if (Object.values(counted).every((value) => value === null)) return refuse("Donnez au moins un nombre\u00a0: personnes, foyers, unités ou montant.");
    const act = { do: "act.record", act: freshName("acte"), body, kind: values.kind, text: values.text, occurred_at: fromField(values.occurred_at, dossier.zone) ?? iso(now()), ...counted };
    if (await send(act)) reset();
  }
  const count = { type: "number", inputmode: "numeric", min: "0", max: "10000000", step: "1" };
  return html`<details class="fold"><summary>Enregistrer un acte</summary><form onSubmit=${submit}>
    <${Choice} label="Acte" empty="Choisir…" options=${optionsOf("acts")} required ...${bind("kind")} />
    <div class="four"><${Field} label="Personnes" ...${count} ...${bind("persons")} /><${Field} label="Foyers" ...${count} ...${bind("households")} />
      <${Field} label="Unités" ...${count} ...${bind("count")} /><${Field} label="Montant (€)" inputmode="decimal" pattern="[0-9]{1,8}([.,][0-9]{1,2})?" title="Par exemple 1250 ou 1250,50" ...${bind("euros")} /></div>
    <${Field} label="Quand, si ce n’est pas maintenant" type="datetime-local" ...${bind("occurred_at")} />
    <${Area} label="Précision (facultatif)" hint=${NO_NAMES} rows="2" ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Acte enregistré" />
    <p class="go"><button class="btn" disabled=${busy}>Enregistrer l’acte</button></p></form></details>`;
}

function whole(text) {
  return text === "" ? null : Number(text);
}
