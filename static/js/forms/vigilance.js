// Saying the vigilance of a département, from the bulletin that one has before one's eyes.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { useFetched } from "../fetched.js";
import { html } from "../html.js";
import { actor } from "../session.js";
import { fromField, iso, now } from "../time.js";
import { codes } from "../vocabulary.js";
import { Choice, Field, optionsOf, useForm } from "./field.js";

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function VigilanceForm({ dossier }) {
  const { role, departements: own } = actor();
  const [open, setOpen] = useState(false);
  const { value } = useFetched(open ? "/api/territory/departements" : "");
  const { values, set, bind, reset } = useForm({ departement: "", level: "orange", phenomena: /** @type {string[]} */ ([]), until: "", at: "", source: "" });
  const { outcome, send, refuse, busy } = useCommand(dossier.id);
  const all = /** @type {[string, string][]} */ ((value ?? []).map((/** @type {any} */ one) => [one.code, `${one.code} ${one.name}`]));
  const mine = role === "prefecture" ? all.filter(([code]) => own.includes(code)) : all;
  const chosen = values.departement || (mine.length === 1 ? mine[0][0] : "");
  const green = values.level === "vert";
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (!green && !values.phenomena.length) return refuse("Dites de quel phénomène il s’agit.");
    const said = { departement: chosen, level: values.level, phenomena: green ? undefined : values.phenomena, source: values.source };
    if (await send({ do: "vigilance.say", ...said, until: fromField(values.until, dossier.zone), at: fromField(values.at, dossier.zone) ?? iso(now()) })) reset();
  }
  const tick = (/** @type {string} */ code) => set({ phenomena: values.phenomena.includes(code) ? values.phenomena.filter((one) => one !== code) : [...values.phenomena, code] });
  return html`<details class="fold" onToggle=${(/** @type {any} */ toggled) => setOpen(toggled.currentTarget.open)}><summary>Dire la vigilance d’un département</summary><form onSubmit=${submit}><div class="two">
      <${Choice} label="Département" required options=${mine} empty="Choisir" ...${bind("departement")} value=${chosen} />
      <${Choice} label="Niveau" options=${optionsOf("vigilance_levels")} ...${bind("level")} /></div>
    ${!green && html`<fieldset class="boxes"><legend>Phénomènes</legend><div class="two">${codes("phenomena").map(([code, { label, meaning }]) => html`<p class="check" key=${code}><label><input type="checkbox" checked=${values.phenomena.includes(code)} onChange=${() => tick(code)} /> <span>${label}${meaning && html` <span class="sub">${meaning}</span>`}</span></label></p>`)}</div></fieldset>`}
    <div class="two"><${Field} label="Jusqu’à" type="datetime-local" required hint="L’heure de fin écrite au bulletin\u00a0: après elle, la vigilance redevient inconnue." ...${bind("until")} />
      <${Field} label="Heure du bulletin" hint="Vide\u00a0: maintenant" type="datetime-local" ...${bind("at")} /></div>
    <${Field} label="Source" required maxlength="200" placeholder="Météo-France, bulletin de 16\u00a0h" ...${bind("source")} />
    <${Outcome} outcome=${outcome} done="Vigilance dite" /><p class="go"><button class="btn btn-main" disabled=${busy}>Dire cette vigilance</button></p></form></details>`;
}
