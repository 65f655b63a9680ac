// The report of one body: its status, its figures with what they were, a few words. What arrives never touches what is typed.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Mark } from "../elements/status.js";
import { Outcome } from "../elements/message.js";
import { clock, dated, number } from "../format.js";
import { html } from "../html.js";
import { moment } from "../ticking.js";
import { fromField, iso, now } from "../time.js";
import { codes, worded } from "../vocabulary.js";
import { Area, Choice, Field, NO_NAMES, optionsOf, useForm } from "./field.js";

/** Figures asked of everybody; the others are a fold away. */
const ASKED = ["sheltered", "evacuated", "received", "agents_present", "agents_expected", "households_hit", "register_called", "register_reached", "register_unanswered", "meals"];

const EMPTY = { status: "", text: "", quality: "constate", observed_at: "" };

/** @typedef {Record<string, string>} Typed name of the figure → what is typed; « = » unchanged, « ? » not communicated */

/** @param {{dossier: import("../dossier.js").Dossier, body: import("../store.js").Card}} props */
export function ReportForm({ dossier, body }) {
  const { values, set, bind, reset } = useForm(EMPTY);
  const [typed, setTyped] = useState(/** @type {Typed} */ ({}));
  const { outcome, send, refuse, busy } = useCommand(dossier.id);
  const at = moment.value;

  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (!values.status) return refuse("Choisissez d’abord la situation de l’organisme.");
    const report = {
      do: "report.file", body: body.body, status: values.status, text: values.text,
      observed_at: fromField(values.observed_at, dossier.zone) ?? iso(now()),
      figures: figuresOf(typed, body.figures ?? {}, values.quality),
    };
    if (await send(report)) {
      reset();
      setTyped({});
    }
  }
  const figure = (/** @type {string} */ name) => html`<${FigureField} key=${name} name=${name} before=${body.figures?.[name]} zone=${dossier.zone} now=${at}
    typed=${typed[name] ?? ""} onType=${(/** @type {string} */ text) => setTyped((others) => ({ ...others, [name]: text }))} />`;

  return html`<form class="report" onSubmit=${submit}>
    <fieldset><legend>Situation, maintenant</legend><div class="sts">${codes("statuses").filter(([, status]) => status.reported !== false).map(([code, { label, meaning }]) => html`
      <label key=${code} class=${`opt o-${code}`}><input type="radio" name="status" value=${code} checked=${values.status === code} onChange=${() => set({ status: code })} />
        <span><${Mark} code=${code} /><b>${label}</b><small>${meaning}</small></span></label>`)}</div></fieldset>
    <fieldset><legend>Chiffres</legend><p class="sub">Champ vide\u00a0: la valeur d’avant reste, avec son âge. Zéro se saisit.</p>
      <ul class="nums">${ASKED.filter((name) => worded("figures", name).type).map(figure)}</ul>
      <details class="fold"><summary>Autres chiffres</summary><ul class="nums">${codes("figures").map(([name]) => name).filter((name) => !ASKED.includes(name)).map(figure)}</ul></details>
      <${Choice} label="Ces chiffres sont" options=${optionsOf("qualities").filter(([code]) => code !== "non_communique")} ...${bind("quality")} /></fieldset>
    <${Area} label="En quelques mots" hint=${NO_NAMES} rows="3" ...${bind("text")} />
    <details class="fold"><summary>Observé plus tôt</summary><${Field} label="Heure de l’observation" type="datetime-local" ...${bind("observed_at")} /></details>
    <div class="send"><${Outcome} outcome=${outcome} done="Compte rendu enregistré" />
      <button class="btn btn-main btn-big" disabled=${busy}>Envoyer${values.observed_at ? "" : ` à ${clock(at, dossier.zone)}`}</button></div></form>`;
}

/** @param {{name: string, before: any, typed: string, onType: (text: string) => void, zone: string, now: number}} props */
function FigureField({ name, before, typed, onType, zone, now: at }) {
  const { label, type, codes: among = {} } = worded("figures", name);
  const held = before?.value !== undefined && before.quality !== "non_communique";
  const words = held ? (type === "code" ? among[before.value]?.label ?? before.value : number(before.value)) : "n.\u00a0c.";
  const same = typed === "=";
  const toggle = (/** @type {string} */ mark) => () => onType(typed === mark ? "" : mark);
  const input = { id: `f-${name}`, disabled: same || typed === "?", onInput: (/** @type {any} */ event) => onType(event.currentTarget.value) };
  return html`<li><label for=${`f-${name}`}>${label}<small>${before ? `${dated(before.observed_at, zone, at)}\u00a0: ${words}` : "jamais communiqué"}</small></label>
    <span class="marks">${held && html`<button type="button" class="btn same" aria-pressed=${String(same)} onClick=${toggle("=")}>Inchangé<${Whose} label=${label} /></button>`}
      <button type="button" class="btn same" aria-pressed=${String(typed === "?")} onClick=${toggle("?")}>n.\u00a0c.<${Whose} label=${label} /></button></span>
    ${type === "code"
      ? html`<select ...${input}><option value="" selected=${!typed || same}>–</option>${Object.entries(among).map(([code, word]) => html`<option value=${code} selected=${typed === code}>${word.label}</option>`)}</select>`
      : html`<input ...${input} type="number" inputmode="numeric" min="0" max="10000000" step="1" value=${same ? String(before.value) : typed === "?" ? "" : typed} />`}</li>`;
}

/** Which figure a button speaks of, for those who do not see it beside. @param {{label: string}} props */
function Whose({ label }) {
  return html`<span class="vh"> (${label})</span>`;
}

/** What is sent: only what was said. @param {Typed} typed @param {Record<string, any>} before @param {string} quality */
function figuresOf(typed, before, quality) {
  /** @type {Record<string, any>} */
  const figures = {};
  for (const [name, text] of Object.entries(typed)) {
    if (text === "") continue;
    if (text === "?") figures[name] = { quality: "non_communique" };
    else if (text === "=") figures[name] = { value: before[name].value, quality: before[name].quality };
    else figures[name] = { value: worded("figures", name).type === "code" ? text : Number(text), quality };
  }
  return figures;
}
