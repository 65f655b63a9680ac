// Putting one's own report right: another report of the very same hour, which takes its place. What is not changed stays.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { html } from "../html.js";
import { codes, label, worded } from "../vocabulary.js";
import { Area, Choice, Field, NO_NAMES, useForm } from "./field.js";

/** @param {{dossier: import("../dossier.js").Dossier, body: import("../store.js").Card, fact: any}} props `fact`: the report as it stands in the journal */
export function CorrectReport({ dossier, body, fact }) {
  const { values, bind } = useForm({ status: fact.status, text: fact.text ?? "" });
  const [figures, setFigures] = useState(/** @type {Record<string, any>} */ (fact.figures ?? {}));
  const { outcome, send, busy } = useCommand(dossier.id);
  const statuses = codes("statuses").filter(([, status]) => status.reported !== false).map(([code, { label: words }]) => /** @type {[string, string]} */ ([code, words]));
  const give = (/** @type {string} */ name) => (/** @type {any} */ input) => {
    const text = input.currentTarget.value;
    setFigures((before) => ({ ...before, [name]: figureOf(name, text, before[name], fact.figures[name]) }));
  };
  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    send({ do: "report.file", body: body.body, status: values.status, observed_at: fact.observed_at, figures, text: values.text });
  }
  return html`<details class="fold"><summary>Rectifier ce compte rendu…</summary><form onSubmit=${submit}>
    <p class="sub">Un nouveau compte rendu, à la même heure d’observation, prend la place de celui-ci, qui reste lisible.</p>
    <div class="four"><${Choice} label="Situation" options=${statuses} ...${bind("status")} />
      ${Object.keys(fact.figures ?? {}).map((name) => html`<${Figure} key=${name} name=${name} figure=${figures[name]} onInput=${give(name)} />`)}</div>
    <${Area} label="En quelques mots" hint=${NO_NAMES} rows="2" ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Compte rendu rectifié" />
    <p class="go"><button class="btn" disabled=${busy}>Rectifier</button></p></form></details>`;
}

/** @param {{name: string, figure: any, onInput: (input: any) => void}} props */
function Figure({ name, figure, onInput }) {
  const { codes: among } = worded("figures", name);
  const value = String(figure.value ?? "");
  if (among) return html`<${Choice} label=${label("figures", name)} empty="n.\u00a0c." value=${value} options=${Object.entries(among).map(([code, word]) => [code, word.label])} onInput=${onInput} />`;
  return html`<${Field} label=${label("figures", name)} type="number" inputmode="numeric" min="0" max="10000000" step="1" placeholder="n.\u00a0c." value=${value} onInput=${onInput} />`;
}

/** What is said of a figure: emptied, it is not communicated. @param {string} name @param {string} text @param {any} before @param {any} first */
function figureOf(name, text, before, first) {
  if (text === "") return { quality: "non_communique" };
  const quality = [before, first].map((one) => one?.quality).find((code) => code && code !== "non_communique") ?? "constate";
  return { value: worded("figures", name).codes ? text : Number(text), quality };
}
