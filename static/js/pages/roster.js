// The roster: who may be asked to represent the UNCCAS, where and when.

import { useState } from "preact/hooks";
import { withQuery } from "../api.js";
import { Dial, DirectoryWays, Mail, said } from "../elements/directory.js";
import { Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { Sure } from "../elements/sure.js";
import { useFetched } from "../fetched.js";
import { BodyField } from "../forms/body_field.js";
import { Field, useForm } from "../forms/field.js";
import { counted } from "../format.js";
import { html } from "../html.js";
import { useWriting } from "../writing.js";

/** As many as the directory takes. */
const MOST_PERIODS = 50;
const NOBODY = { id: "", name: "", function: "", phone: "", email: "", body: "", body_name: "", departements: "", periods: [], rank: "1", for_exercises: false };

export function RosterPage() {
  const [on, setOn] = useState("");
  const { value, problem, again } = useFetched(withQuery("/api/directory/roster", { on }));
  const { value: told } = useFetched("/api/directory");
  const [open, setOpen] = useState("");
  const people = value?.people ?? [];
  const done = () => { setOpen(""); again(); };
  return html`<${Frame} title="Vivier des représentants" sub=${html`<a href="/annuaire">Annuaire</a> · qui peut être désigné, où et quand`} kind="plain wide">
    <${DirectoryWays} may=${told?.may ?? []} />
    ${problem && html`<${Refusal} problem=${problem} />`}
    <section class="block" aria-labelledby="personnes"><header><h2 id="personnes">Personnes</h2><${Field} label="Disponibles le" type="date" value=${on || value?.on || ""} onInput=${(/** @type {any} */ input) => setOn(input.currentTarget.value)} /></header>
      ${value && html`<p class="sub in" role="status">${counted(people.length, "personne")}, dont ${counted(people.filter((/** @type {any} */ one) => one.free).length, "disponible")} ce jour. Les disponibles d’abord.</p>`}
      ${people.length > 0 && html`<ul class="cards">${people.map((/** @type {any} */ one) => html`<li key=${one.id} class="contact"><b>${one.name}</b>, ${one.function}${one.body_name && ` · ${one.body_name}`} <span class=${`tag ${one.free ? "" : "tag-stale"}`}>${one.free ? "disponible" : "non disponible"}</span>${one.for_exercises && html` <span class="tag tag-exo">exercices</span>`}
        <br /><${Dial} number=${one.phone} who=${one.name} />${one.phone && one.email && " · "}<${Mail} address=${one.email} />
        <br /><span class="sub">${one.departements.length ? `Départements ${one.departements.join(", ")}` : "Partout"} · ${one.periods.length ? one.periods.map(([first, last]) => `du ${day(first)} au ${day(last)}`).join(", ") : "en tout temps"}</span>
        <p class="go"><button type="button" class="btn btn-quiet" aria-expanded=${open === one.id} onClick=${() => setOpen(open === one.id ? "" : one.id)}>Modifier</button></p>
        ${open === one.id && html`<${PersonForm} person=${one} onDone=${done} />`}</li>`)}</ul>`}
      ${value && !people.length && html`<p class="empty">Le vivier est vide. Ajoutez quelqu’un, ou importez un fichier.</p>`}
      <details class="fold"><summary>Ajouter une personne</summary><${PersonForm} key=${people.length} person=${NOBODY} onDone=${done} /></details></section><//>`;
}

/** @param {string} iso */
const day = (iso) => iso.split("-").reverse().join("/");

/** First and last day, both counted. @typedef {[string, string]} Period */

/** When somebody may be called: at any time, or from one day to another, as many times as is said. @param {{periods: Period[], onInput: (periods: Period[]) => void}} props */
function Periods({ periods, onInput }) {
  const put = (/** @type {number} */ at, /** @type {Period[]} */ ...instead) => onInput(periods.toSpliced(at, 1, ...instead));
  return html`<fieldset class="field periods"><legend>Disponibilités</legend>
    ${periods.length === 0 && html`<p class="sub">En tout temps.</p>`}
    ${periods.map(([first, last], at) => html`<div key=${at} class="two"><${Field} label="Du" type="date" required value=${first} onInput=${(/** @type {any} */ input) => put(at, [input.currentTarget.value, last])} />
      <${Field} label="Au (compris)" type="date" required min=${first} value=${last} onInput=${(/** @type {any} */ input) => put(at, [first, input.currentTarget.value])} />
      <p><button type="button" class="btn btn-quiet" onClick=${() => put(at)}>Retirer cette période</button></p></div>`)}
    ${periods.length < MOST_PERIODS && html`<p><button type="button" class="btn btn-quiet" onClick=${() => onInput([...periods, ["", ""]])}>Ajouter une période</button></p>`}</fieldset>`;
}

/** @param {{person: any, onDone: () => void}} props */
function PersonForm({ person, onDone }) {
  const { values, bind, set } = useForm({
    for_exercises: person.for_exercises, name: person.name, function: person.function, phone: said(person.phone), email: person.email, body: person.body, rank: String(person.rank),
    departements: [person.departements].flat().join(" "), periods: /** @type {Period[]} */ (person.periods),
  });
  const { problem, busy, write } = useWriting();
  const path = person.id ? `/api/directory/roster/${person.id}` : "/api/directory/roster";
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await write(path, person.id ? "PUT" : "POST", { ...values, periods: values.periods.filter(([first, last]) => first || last).map((period) => period.join("/")).join(", "), rank: Number(values.rank) || 1 })) onDone();
  }
  const erase = async () => (await write(path, "DELETE")) && onDone();
  return html`<form onSubmit=${submit}><div class="two"><${Field} label="Nom" required maxlength="200" autocomplete="off" ...${bind("name")} /><${Field} label="Fonction" required maxlength="200" ...${bind("function")} />
      <${Field} label="Téléphone" type="tel" maxlength="40" autocomplete="off" ...${bind("phone")} /><${Field} label="Courriel" type="email" maxlength="200" autocomplete="off" hint="Celui de son compte\u00a0: il lui ouvrira le dossier." ...${bind("email")} />
      <${BodyField} label="Son CCAS ou CIAS (facultatif)" value=${values.body} onInput=${(/** @type {string} */ body) => set({ body })} words="Si l’évènement le touche, cette personne est appelée après les autres." first=${person.body ? { id: person.body, name: person.body_name || person.body } : undefined} /><${Field} label="Départements" maxlength="400" placeholder="77 45" hint="Vide\u00a0: partout." ...${bind("departements")} />
      <${Field} label="Ordre d’appel" type="number" min="1" max="99" ...${bind("rank")} /></div>
    <${Periods} periods=${values.periods} onInput=${(/** @type {Period[]} */ periods) => set({ periods })} />
    <p class="check"><label><input type="checkbox" checked=${values.for_exercises} onChange=${(/** @type {any} */ input) => set({ for_exercises: input.currentTarget.checked })} /> Pour les exercices seulement\u00a0: un évènement réel ne l’appelle pas</label></p>
    ${problem && html`<${Refusal} problem=${problem} />`}
    <p class="go"><button class="btn btn-main" disabled=${busy}>Enregistrer</button>${person.id && html` <${Sure} quiet ask="Effacer du vivier" yes="Effacer pour toujours" words=${`${person.name} sort du vivier tout de suite, pour toujours.`} disabled=${busy} onSure=${erase} />`}</p></form>`;
}
