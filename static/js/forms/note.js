// Writing a line by hand.

import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { html } from "../html.js";
import { fromField } from "../time.js";
import { Area, Choice, Field, NO_NAMES, optionsOf, useForm } from "./field.js";

const EMPTY = { text: "", category: "information", from: "", to: "", occurred_at: "", confidential: "" };

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function NoteForm({ dossier }) {
  const { values, bind, reset } = useForm(EMPTY);
  const { outcome, send, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const { occurred_at: typed, confidential, ...note } = values;
    if (await send({ do: "note.write", ...note, confidential: confidential === "1" || undefined, occurred_at: fromField(typed, dossier.zone) })) reset();
  }
  return html`<details class="fold"><summary>Écrire une ligne</summary><form onSubmit=${submit}>
    <${Area} label="Texte" hint=${NO_NAMES} required ...${bind("text")} />
    <div class="two"><${Choice} label="Nature" options=${optionsOf("categories")} ...${bind("category")} />
      <${Field} label="Quand, si ce n’est pas maintenant" type="datetime-local" ...${bind("occurred_at")} />
      <${Field} label="De (facultatif)" maxlength="200" ...${bind("from")} />
      <${Choice} label="Qui la lira" options=${[["", "Comme d’habitude"], ["1", "Confidentielle\u00a0: le moins possible, même après la fin"]]} ...${bind("confidential")} />
      <${Field} label="À (facultatif)" maxlength="200" ...${bind("to")} /></div>
    <${Outcome} outcome=${outcome} done="Écrit dans la main courante" />
    <p class="go"><button class="btn btn-main" disabled=${busy}>Écrire</button></p></form></details>`;
}
