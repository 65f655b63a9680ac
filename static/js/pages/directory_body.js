// One body of the directory: which it is, how it is reached, what was changed; written by those who may.

import { useState } from "preact/hooks";
import { DirectoryWays, STATES, State, said } from "../elements/directory.js";
import { Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { People } from "../elements/reach.js";
import { SkillBoxes, named as skillsNamed } from "../elements/skills.js";
import { Sure } from "../elements/sure.js";
import { useFetched } from "../fetched.js";
import { PlaceFields, placesWritten } from "../forms/body_place.js";
import { Choice, Field, useForm } from "../forms/field.js";
import { dated } from "../format.js";
import { html } from "../html.js";
import { now } from "../time.js";
import { label } from "../vocabulary.js";
import { useWriting } from "../writing.js";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const when = (/** @type {string} */ instant) => dated(instant, ZONE, now());
/** @type {[string, string][]} */
const KEPT = Object.entries({ ...STATES, ferme: `${STATES.ferme}\u00a0: n’agit plus` });
/** Kinds of bodies that lend to one another. */
const LENDS = ["ccas", "cias", "mairie", "udccas"];
const NOBODY = { function: "", name: "", phone: "", email: "", rank: "1", on_call: false, for_exercises: false };

/** @param {{dossier: string}} props the first name of the address, here the body */
export function DirectoryBodyPage({ dossier: id }) {
  const address = `/api/directory/bodies/${encodeURIComponent(id)}`;
  const { value: sheet, problem, again: ask } = useFetched(address);
  const [turn, setTurn] = useState(0);
  const again = () => { ask(); setTurn(turn + 1); };
  if (problem) return html`<${Frame} title="Annuaire" kind="plain wide"><${Refusal} problem=${problem} /><p><a href="/annuaire">Tout l’annuaire</a></p><//>`;
  if (!sheet) return html`<${Frame} title="Annuaire" kind="plain wide"><p class="empty" role="status">Lecture…</p><//>`;
  const may = (/** @type {string} */ what) => sheet.may.includes(`directory.${what}`);
  return html`<${Frame} title=${sheet.name} sub=${html`<a href="/annuaire">Annuaire</a> · ${label("body_kinds", sheet.kind)}`} kind="plain wide">
    <${DirectoryWays} may=${sheet.may} />
    <section class="block" aria-labelledby="fiche"><header><h2 id="fiche">Fiche</h2></header><${Identity} sheet=${sheet} />
      ${(may("write") || may("identify")) && html`<${Correct} key=${sheet.changed} sheet=${sheet} address=${address} named=${may("identify")} onDone=${again} />`}</section>
    <section class="block" aria-labelledby="joindre"><header><h2 id="joindre">Qui appeler</h2></header>
      ${sheet.contacts ? html`<${Contacts} sheet=${sheet} address=${address} writes=${may("write")} onDone=${again} />`
        : html`<p class="empty">Ses numéros et ses contacts ne vous sont pas ouverts\u00a0: ils le sont à ceux qui l’appellent. <a href="/droits?q=joindre">Qui peut les voir\u202f?</a></p>`}</section>
    ${may("write") && html`<${Changes} key=${turn} id=${id} />`}<//>`;
}

/** @param {{sheet: any}} props */
function Identity({ sheet }) {
  const rows = [
    ["État", html`<${State} code=${sheet.state} />${sheet.state === "presume" && " d’après le territoire\u00a0: personne ne l’a confirmé"}`],
    ["Commune", sheet.commune_name && `${sheet.commune_name} (${sheet.commune})`],
    ["Agit pour", sheet.communes.length > 0 && sheet.communes.join(", ")],
    ["EPCI", sheet.epci && `${sheet.epci_name} (${sheet.epci})`],
    ["Département", sheet.departements.join(", ")],
    ["Compétences", sheet.skills.length > 0 && skillsNamed(sheet.skills)],
    ["SIREN", sheet.siren],
    ["SIRET", sheet.siret],
    ["Identifiant", sheet.id],
    ["Écrite", sheet.changed_at ? when(sheet.changed_at) : "jamais"],
  ].filter(([, value]) => value);
  return html`<dl class="kv loose">${rows.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** @param {{sheet: any, address: string, named: boolean, onDone: () => void}} props `named`: may say which body it is */
function Correct({ sheet, address, named, onDone }) {
  const lines = sheet.lines ?? { phone: "", on_call: "", email: "", hours: "" };
  const first = {
    phone: said(lines.phone), on_call: said(lines.on_call), email: lines.email, hours: lines.hours, skills: sheet.skills.join(", "),
    name: sheet.name, siren: sheet.siren, siret: sheet.siret, ...placesWritten(sheet), state: sheet.state,
  };
  const { values, set, bind } = useForm(first);
  const { problem, busy, write } = useWriting();
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    // Only what was changed is sent: the rest may have been written by somebody else.
    const changed = Object.entries(values).filter(([name, value]) => value !== first[/** @type {keyof typeof first} */ (name)]);
    if (changed.length && (await write(address, "PATCH", { seen: sheet.changed, ...Object.fromEntries(changed) }))) onDone();
  }
  return html`<details class="fold"><summary>Corriger la fiche</summary><form onSubmit=${submit}><div class="two">
      <${Field} label="Standard" type="tel" maxlength="40" ...${bind("phone")} /><${Field} label="Astreinte" type="tel" maxlength="40" ...${bind("on_call")} />
      <${Field} label="Courriel" type="email" maxlength="200" ...${bind("email")} /><${Field} label="Horaires" maxlength="500" ...${bind("hours")} />
      ${named && html`<${Field} label="Nom" required maxlength="200" ...${bind("name")} /><${Choice} label="État" options=${KEPT} ...${bind("state")} />
      <${Field} label="SIREN" maxlength="20" inputmode="numeric" ...${bind("siren")} /><${Field} label="SIRET" maxlength="30" inputmode="numeric" ...${bind("siret")} />
      <${PlaceFields} kind=${sheet.kind} bind=${bind} />`}</div>
    ${LENDS.includes(sheet.kind) && html`<${SkillBoxes} value=${values.skills.split(", ").filter(Boolean)} onChange=${(/** @type {string[]} */ skills) => set({ skills: skills.join(", ") })} />`}
    ${problem && html`<${Refusal} problem=${problem} />`}
    <p class="go"><button class="btn btn-main" disabled=${busy}>Enregistrer</button></p></form></details>`;
}

/** @param {{sheet: any, address: string, writes: boolean, onDone: () => void}} props */
function Contacts({ sheet, address, writes, onDone }) {
  const { problem, busy, write } = useWriting();
  const [open, setOpen] = useState("");
  const act = async (/** @type {string} */ path, /** @type {string} */ method) => (await write(path, method)) && onDone();
  const at = (/** @type {string} */ id) => `/api/directory/contacts/${id}`;
  const actions = (/** @type {any} */ one) => html`<p class="go">
    <button type="button" class="btn btn-quiet" aria-expanded=${open === one.id} onClick=${() => setOpen(open === one.id ? "" : one.id)}>Modifier</button>
    <button type="button" class="btn btn-quiet" disabled=${busy} onClick=${() => act(at(one.id), "DELETE")}>Retirer</button>
    <${Sure} quiet ask="Effacer" yes="Effacer pour toujours" words=${`«\u00a0${one.function}\u00a0»\u00a0: nom, numéros et adresse disparaissent tout de suite, pour toujours.`} disabled=${busy} onSure=${() => act(`${at(one.id)}?forget=1`, "DELETE")} /></p>
    ${open === one.id && html`<${ContactForm} contact=${one} path=${at(one.id)} method="PUT" onDone=${() => { setOpen(""); onDone(); }} />`}`;
  return html`<${People} sheet=${sheet} actions=${writes ? actions : undefined} />${problem && html`<${Refusal} problem=${problem} />`}
    ${sheet.removed?.length > 0 && html`<details class="fold"><summary>Contacts retirés <span class="sub">${sheet.removed.length}</span></summary><ul class="cards">${sheet.removed.map((/** @type {any} */ one) => html`<li key=${one.id}>
      <b>${one.function}</b> <span class="sub">effacé ${when(one.until)}</span> <button type="button" class="btn btn-quiet" disabled=${busy} onClick=${() => act(at(one.id), "POST")}>Remettre</button></li>`)}</ul></details>`}
    ${writes && html`<details class="fold"><summary>Ajouter un contact</summary><${ContactForm} key=${sheet.contacts.length} contact=${NOBODY} path=${`${address}/contacts`} method="POST" onDone=${onDone} /></details>`}`;
}

/** @param {{contact: any, path: string, method: string, onDone: () => void}} props */
function ContactForm({ contact, path, method, onDone }) {
  const { values, set, bind } = useForm({ ...NOBODY, ...contact, phone: said(contact.phone), rank: String(contact.rank) });
  const { problem, busy, write } = useWriting();
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const { function: what, name, phone, email, rank, on_call, for_exercises } = values;
    if (await write(path, method, { function: what, name, phone, email, rank: Number(rank) || 1, on_call, for_exercises })) onDone();
  }
  const check = (/** @type {"on_call" | "for_exercises"} */ name, /** @type {string} */ words) => html`<p class="check"><label><input type="checkbox" checked=${values[name]} onChange=${(/** @type {any} */ input) => set({ [name]: input.currentTarget.checked })} /> ${words}</label></p>`;
  return html`<form onSubmit=${submit}><div class="two"><${Field} label="Fonction" required maxlength="200" ...${bind("function")} /><${Field} label="Nom (facultatif)" maxlength="200" autocomplete="off" ...${bind("name")} />
      <${Field} label="Téléphone" type="tel" maxlength="40" autocomplete="off" ...${bind("phone")} /><${Field} label="Courriel" type="email" maxlength="200" autocomplete="off" ...${bind("email")} />
      <${Field} label="Ordre d’appel" type="number" min="1" max="99" ...${bind("rank")} /></div>
    ${check("on_call", "D’astreinte")}${check("for_exercises", "Pour les exercices seulement\u00a0: un évènement réel ne lui écrit pas")}
    ${problem && html`<${Refusal} problem=${problem} />`}<p class="go"><button class="btn btn-main" disabled=${busy}>Enregistrer</button></p></form>`;
}

/** @param {{id: string}} props */
function Changes({ id }) {
  const { value } = useFetched(`/api/directory/log?body=${encodeURIComponent(id)}`);
  return html`<section class="block" aria-labelledby="suivi"><header><h2 id="suivi">Qui a changé quoi</h2></header>
    ${value?.lines.length > 0 ? html`<ul class="cards">${value.lines.map((/** @type {any} */ line) => html`<li key=${line.position}><span class="sub">${when(line.at)}, ${line.by}</span><br />${line.text}</li>`)}</ul>`
      : html`<p class="empty">${value ? "Rien n’a été changé." : "Lecture…"}</p>`}</section>`;
}
