// « Personnes et droits »: who has an account, which seats they hold; giving and withdrawing them.

import { useState } from "preact/hooks";
import { Problem, ask, post, withQuery } from "../api.js";
import { Frame } from "../elements/frame.js";
import { Notice, Refusal } from "../elements/message.js";
import { Sure } from "../elements/sure.js";
import { useFetched } from "../fetched.js";
import { BodyField } from "../forms/body_field.js";
import { Choice, Field, useForm } from "../forms/field.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";
import { label } from "../vocabulary.js";
import { reach } from "./account.js";

/** @typedef {import("./account.js").Seat & {yours: boolean}} Seat
 *  @typedef {{person: string, name: string, email: string, has_password: boolean, disabled_at: string | null, seats: Seat[]}} Person
 *  @typedef {{role: string, body: boolean, departement: "none" | "optional" | "required"}} Asks what a role asks for
 *  @typedef {{gives: Asks[], administers: boolean, bodies: {id: string, name: string}[], mail: boolean, full: boolean, people: Person[]}} Known
 *  @typedef {(how: () => Promise<any>, done?: string) => Promise<boolean>} Act */

export function PeoplePage() {
  const words = place.value.query.get("q") ?? "";
  const { value, problem, again } = useFetched(withQuery("/api/people", { q: words.trim() }));
  const [told, setTold] = useState(/** @type {{done: string, link?: string | null, problem?: Problem} | null} */ (null));
  const [known, setKnown] = useState(/** @type {Known | null} */ (null));
  if (value && value !== known) setKnown(value);
  /** @type {Act} */
  async function act(how, done = "C’est fait.") {
    setTold(null);
    try {
      const answer = await how();
      setTold({ done, link: answer?.link });
      again();
      return true;
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setTold({ done: "", problem: refused });
      return false;
    }
  }
  return html`<${Frame} title="Personnes et droits" sub="Qui se connecte ici, et dans quels sièges" kind="plain wide">
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${told?.problem && html`<${Refusal} problem=${told.problem} />`}
    ${told?.done && html`<${Notice} tone="done">${told.done}<//>`}
    ${told?.link && html`<${Handed} link=${told.link} />`}
    ${known && html`<${Search} words=${words} /><${Everybody} known=${known} act=${act} /><${Add} known=${known} act=${act} />`}
    <p><a href="/droits">Ce que chaque rôle permet</a>${known?.administers && html` · <a href="/acces-fortuits">Accès fortuits signalés</a>`}</p><//>`;
}

/** Where no mail leaves, the link is handed over by whoever asked for it. @param {{link: string}} props */
function Handed({ link }) {
  return html`<section class="block" aria-labelledby="lien"><header><h2 id="lien">Lien à remettre</h2><p class="sub">Une fois, pendant trois jours, à la personne elle-même\u00a0: qui l’ouvre entre à sa place.</p></header>
    <div class="in"><${Field} label="Lien pour choisir le mot de passe" readonly value=${link} onFocus=${(/** @type {any} */ focus) => focus.currentTarget.select()} /></div></section>`;
}

/** @param {{words: string}} props */
function Search({ words }) {
  return html`<form class="filters" role="search" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}><p class="field"><label for="chercher-personne">Chercher un nom ou une adresse</label>
    <input id="chercher-personne" type="search" maxlength="100" value=${words} onInput=${(/** @type {any} */ input) => keepInAddress({ q: input.currentTarget.value })} /></p></form>`;
}

/** @param {{known: Known, act: Act}} props */
function Everybody({ known, act }) {
  return html`<section class="block" aria-labelledby="personnes"><header><h2 id="personnes">${known.administers ? "Tous les comptes" : "Les agents de votre CCAS"}</h2>
    ${known.full && html`<p class="sub">Les 200 premiers noms\u00a0: cherchez pour voir les autres.</p>`}</header>
    ${known.people.map((person) => html`<${One} key=${person.person} person=${person} known=${known} act=${act} />`)}
    ${known.people.length === 0 && html`<p class="empty">${place.value.query.get("q")?.trim() ? "Personne ne correspond." : "Aucun compte n’est encore ouvert."}</p>`}</section>`;
}

/** @param {{person: Person, known: Known, act: Act}} props */
function One({ person, known, act }) {
  const at = `/api/people/${person.person}`;
  const withdraw = (/** @type {Seat} */ seat) => act(() => ask(`${at}/seats/${seat.account}`, { method: "DELETE" }), `Siège retiré à ${person.name}\u00a0: ses écrans se ferment.`);
  const closed = person.disabled_at !== null;
  return html`<details class="fold"><summary><b>${person.name}</b> <span class="sub">${person.email}</span>
      <span class="sub">${closed ? "compte fermé" : person.seats.map(({ role }) => label("roles", role)).join(", ") || "aucun siège"}</span></summary>
    ${person.seats.length > 0 && html`<div class="scroll"><table class="tbl" aria-label=${`Sièges de ${person.name}`}><tbody>${person.seats.map((seat) => html`<tr key=${seat.account}><th scope="row">${label("roles", seat.role)}</th><td>${reach(seat)}</td>
      <td>${seat.yours && html`<button type="button" class="btn" aria-label=${`Retirer le siège ${label("roles", seat.role)} de ${person.name}`} onClick=${() => withdraw(seat)}>Retirer</button>`}</td></tr>`)}</tbody></table></div>`}
    ${!closed && html`<${SeatForm} known=${known} named=${person.name} onGive=${(/** @type {object} */ seat) => act(() => post(`${at}/seats`, seat), `Siège donné à ${person.name}.`)} />`}
    ${known.administers && html`<p class="go in">${closed
      ? html`<button type="button" class="btn" onClick=${() => act(() => post(`${at}/enable`, {}), `Compte de ${person.name} rouvert\u00a0: donnez-lui ses sièges.`)}>Rouvrir le compte</button>`
      : html`<button type="button" class="btn" onClick=${() => act(() => post(`${at}/link`, {}), known.mail ? `Un lien part à ${person.email}.` : "Voici le lien.")}>${known.mail ? "Envoyer" : "Faire"} un lien de mot de passe</button>
        <${Sure} ask="Fermer le compte" yes="Oui, fermer" words="Ses sessions et ses sièges finissent tout de suite." onSure=${() => act(() => post(`${at}/disable`, {}), `Compte de ${person.name} fermé.`)} />`}</p>`}</details>`;
}

/** What a seat is made of: a role, then what that role reaches. @param {{title?: string, known: Known, bind: any, values: any, set: any}} props */
function SeatFields({ title = "Rôle", known, bind, values, set }) {
  /** @type {[string, string][]} */
  const roles = known.gives.map(({ role }) => [role, label("roles", role)]);
  const asks = asked(known, values.role);
  const own = known.bodies.map(({ id, name }) => /** @type {[string, string]} */ ([id, name]));
  return html`<${Choice} label=${title} empty="Choisir…" required options=${roles} ...${bind("role")} />
    ${asks.body && (known.administers
      ? html`<${BodyField} key=${values.role} label="Organisme" required value=${values.body} words=${values.body || "Tapez le nom de la commune ou de l’organisme, puis choisissez."} onInput=${(/** @type {string} */ body) => set({ body })} />`
      : html`<${Choice} label="Organisme" empty="Choisir…" required options=${own} ...${bind("body")} />`)}
    ${asks.departement !== "none" && html`<${Field} label=${asks.departement === "optional" ? "Département (facultatif)" : "Département"} required=${asks.departement === "required"} pattern="[0-9]{2,3}|2[AB]" maxlength="3" hint="Son code\u00a0: 77, 2A, 974." ...${bind("departement")} />`}`;
}

/** What a role asks for, as the server says it. @param {Known} known @param {string} role @returns {Omit<Asks, "role">} */
const asked = (known, role) => known.gives.find((one) => one.role === role) ?? { body: false, departement: "none" };

/** @param {Known} known @param {any} values */
function seatOf(known, { role, body, departement }) {
  const asks = asked(known, role);
  return { role, bodies: asks.body && body ? [body] : [], departements: asks.departement !== "none" && departement ? [departement] : [] };
}

const EMPTY = { role: "", body: "", departement: "" };

/** @param {{known: Known, named: string, onGive: (seat: object) => Promise<boolean>}} props */
function SeatForm({ known, named, onGive }) {
  const { values, bind, set, reset } = useForm(EMPTY);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await onGive(seatOf(known, values))) reset();
  }
  return html`<form class="in" aria-label=${`Donner un siège à ${named}`} onSubmit=${submit}><${SeatFields} title="Rôle d’un siège de plus" known=${known} bind=${bind} values=${values} set=${set} /><p class="go"><button class="btn">Donner ce siège</button></p></form>`;
}

/** @param {{known: Known, act: Act}} props */
function Add({ known, act }) {
  const { values, bind, set, reset } = useForm({ name: "", email: "", ...EMPTY });
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const { name, email } = values;
    const done = await act(() => post("/api/people", { name, email, ...seatOf(known, values) }), `${name} a un compte. ${known.mail ? "Un lien pour choisir le mot de passe lui est envoyé." : ""}`);
    if (done) reset();
  }
  return html`<section class="block" aria-labelledby="ajouter"><header><h2 id="ajouter">Ouvrir un compte</h2><p class="sub">Avec son premier siège. Si l’adresse a déjà un compte, ce siège s’y ajoute.</p></header>
    <form class="in" onSubmit=${submit}><div class="two"><${Field} label="Nom" required maxlength="120" autocomplete="off" ...${bind("name")} /><${Field} label="Courriel" type="email" required maxlength="254" autocomplete="off" ...${bind("email")} /></div>
      <${SeatFields} known=${known} bind=${bind} values=${values} set=${set} /><p class="go"><button class="btn btn-main">Ouvrir le compte</button></p></form></section>`;
}
