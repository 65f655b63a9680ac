// Freezing a point: the hour where the figures stop, the words that no figure says, the point that it corrects if it does.

import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { html } from "../html.js";
import { fromField, iso, now } from "../time.js";
import { Area, Choice, Field, NO_NAMES, useForm } from "./field.js";

/** @param {{dossier: import("../dossier.js").Dossier, points: import("../store.js").Card[]}} props */
export function FreezeForm({ dossier, points }) {
  const { values, bind, reset } = useForm({ cutoff_at: "", text: "", difficulties: "", outlook: "", rectifies: "", next_at: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const { cutoff_at: typed, rectifies, next_at: next, ...said } = values;
    const asked = { do: "situation.freeze", ...said, cutoff_at: typed ? fromField(typed, dossier.zone) : iso(now()), ...(rectifies && { rectifies: Number(rectifies) }), ...(next && { next_at: fromField(next, dossier.zone) }) };
    if (await send(asked)) reset();
  }
  return html`<details class="fold"><summary>Figer un point</summary><form onSubmit=${submit}>
    <div class="two"><${Field} label="Chiffres arrêtés à, si ce n’est pas maintenant" type="datetime-local" ...${bind("cutoff_at")} />
      <${Choice} label="Rectifie" empty="aucun point" options=${points.map((card) => /** @type {[string, string]} */ ([String(card.number), `le n°\u00a0${card.number}`]))} ...${bind("rectifies")} />
      <${Field} label="Prochain point, si ce n’est pas à la date du rythme" type="datetime-local" ...${bind("next_at")} /></div>
    <${Area} label="Situation" hint=${NO_NAMES} maxlength="4000" ...${bind("text")} />
    <${Area} label="Difficultés, tensions, rumeurs" maxlength="2000" ...${bind("difficulties")} />
    <${Area} label="Prochaines 24 heures" maxlength="2000" ...${bind("outlook")} />
    <${Outcome} outcome=${outcome} done="Point figé" /><p class="go"><button class="btn btn-main" disabled=${busy}>Figer le point</button></p></form></details>`;
}
