// Publishing official figures: who says it, at what hour, of which département. What is left empty stays as it was.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { dated, number } from "../format.js";
import { html } from "../html.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { fromField, iso, now } from "../time.js";
import { codes } from "../vocabulary.js";
import { Choice, Field, useForm } from "./field.js";

/** @typedef {Record<string, string>} Typed name of the figure → what is typed; « ? » not communicated */

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function OfficialForm({ dossier }) {
  const { role, departements: own } = actor();
  const hit = dossier.only("crisis")?.departements ?? [];
  const mine = role === "prefecture" ? hit.filter((/** @type {string} */ code) => own.includes(code)) : hit;
  const { values, bind, reset } = useForm({ departement: role === "prefecture" ? mine[0] ?? "" : "", source: "", at: "", quality: "declare" });
  const [typed, setTyped] = useState(/** @type {Typed} */ ({}));
  const { outcome, send, refuse, busy } = useCommand(dossier.id);
  const held = dossier.cards("official").get(`official:${values.departement || "crisis"}`)?.figures ?? {};
  const at = moment.value;

  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const figures = figuresOf(typed, values.quality);
    if (!Object.keys(figures).length) return refuse("Donnez au moins un chiffre, ou dites-le non communiqué (n.\u00a0c.).");
    const published = { do: "official.publish", figures, source: values.source, departement: values.departement, at: fromField(values.at, dossier.zone) ?? iso(now()) };
    if (await send(published)) {
      reset();
      setTyped({});
    }
  }
  const type = (/** @type {string} */ name, /** @type {string} */ text) => setTyped((others) => ({ ...others, [name]: text }));
  return html`<form class="official" onSubmit=${submit} aria-labelledby="publier">
    <h3 id="publier">Publier des chiffres officiels</h3>
    <p class="sub">Visibles de tous ceux qui suivent l’évènement, à côté de la somme des comptes rendus. Un champ vide ne change rien\u202f; zéro se saisit.</p>
    <div class="four"><${Choice} label="Territoire" ...${bind("departement")} options=${mine.map((/** @type {string} */ code) => [code, `Département ${code}`])} empty=${role === "prefecture" ? undefined : "Ensemble de l’évènement"} />
      <${Field} label="Source" required maxlength="200" placeholder="COD, point de 11\u00a0h\u00a030" ...${bind("source")} />
      <${Field} label="Heure de ces chiffres" hint="Vide\u00a0: maintenant" type="datetime-local" ...${bind("at")} />
      <${Choice} label="Ces chiffres sont" options=${codes("qualities").filter(([code]) => code !== "non_communique").map(([code, { label }]) => [code, label])} ...${bind("quality")} /></div>
    <ul class="official-figures">${codes("official_figures").map(([name, { label }]) => html`<li key=${name}>
      <label for=${`o-${name}`}>${label}<small>${before(held[name], dossier.zone, at)}</small></label>
      <button type="button" class="btn same" aria-pressed=${String(typed[name] === "?")} onClick=${() => type(name, typed[name] === "?" ? "" : "?")}>n.\u00a0c.<span class="vh"> (${label})</span></button>
      <input id=${`o-${name}`} type="number" inputmode="numeric" min="0" max="10000000" step="1" disabled=${typed[name] === "?"} value=${typed[name] === "?" ? "" : typed[name] ?? ""}
        onInput=${(/** @type {any} */ input) => type(name, input.currentTarget.value)} /></li>`)}</ul>
    <${Outcome} outcome=${outcome} done="Chiffres publiés" />
    <p class="go"><button class="btn btn-main" disabled=${busy}>Publier</button></p></form>`;
}

/** @param {any} figure @param {string} zone @param {number} at */
function before(figure, zone, at) {
  if (!figure) return "jamais publié";
  return `${dated(figure.at, zone, at)}\u00a0: ${figure.value === undefined ? "n.\u00a0c." : number(figure.value)}`;
}

/** @param {Typed} typed @param {string} quality */
function figuresOf(typed, quality) {
  const said = Object.entries(typed).filter(([, text]) => text !== "");
  return Object.fromEntries(said.map(([name, text]) => [name, text === "?" ? { quality: "non_communique" } : { value: Number(text), quality }]));
}
