// Who speaks for each body in a dossier: named, reached, relieved, as the directory knows them today.

import { useEffect, useRef, useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { useFollowed } from "../fetched.js";
import { BodyField } from "../forms/body_field.js";
import { Choice, Field, optionsOf, useForm } from "../forms/field.js";
import { Reasoned } from "../forms/reasoned.js";
import { withQuery } from "../api.js";
import { dated } from "../format.js";
import { html } from "../html.js";
import { freshName } from "../ids.js";
import { moment } from "../ticking.js";
import { label, short } from "../vocabulary.js";
import { Dial, Mail } from "./directory.js";
import { Outcome, Refusal } from "./message.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */

/** @param {{dossier: Dossier, body?: string}} props `body`: of that body alone, which one may name somebody for on its own page */
export function Referents({ dossier, body = "" }) {
  const cards = [...dossier.cards("referent").values()].filter((card) => !body || card.body === body);
  const mark = cards.reduce((last, { seq }) => Math.max(last, seq), 0);
  const { value, problem, again } = useFollowed(withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/referents`, { body }), mark);
  if (!value) return problem?.passing && html`<section class="block" aria-label="Référents"><${Refusal} problem=${problem} /><p class="in"><button type="button" class="btn" onClick=${again}>Réessayer</button></p></section>`;
  const there = value.referents.filter((/** @type {any} */ one) => !one.ended_at);
  const over = value.referents.filter((/** @type {any} */ one) => one.ended_at);
  const bodies = body ? [] : value.bodies;
  if (body && !there.length && !over.length && !value.candidates) return null;
  return html`<section class="block" aria-labelledby="referents"><header><h2 id="referents">${body ? "Référents" : "Qui siège ici"}</h2><p class="sub">Ici seulement, pour ce dossier</p></header>
    ${there.length ? html`<ul class="cards">${there.map((/** @type {any} */ one) => html`<${Referent} key=${one.referent} dossier=${dossier} one=${one} named=${!body} />`)}</ul>` : html`<p class="empty">Personne n’est nommé\u00a0: on suit l’ordre d’appel de l’annuaire.</p>`}
    ${over.length > 0 && html`<details class="fold"><summary>Relevés <span class="sub">${over.length}</span></summary><ul class="cards">${over.map((/** @type {any} */ one) => html`<${Referent} key=${one.referent} dossier=${dossier} one=${one} named=${!body} />`)}</ul></details>`}
    ${body && value.candidates && html`<${NameOne} key=${mark} dossier=${dossier} body=${body} candidates=${value.candidates} />`}
    ${bodies.length > 0 && html`<${NameSomebody} dossier=${dossier} bodies=${bodies} mark=${mark} />`}</section>`;
}

/** @param {{dossier: Dossier, one: any, named: boolean}} props `named`: with the name of the body */
function Referent({ dossier, one, named }) {
  const may = !one.ended_at && one.gone !== null && dossier.may("body.relieve_referent");
  return html`<li class=${one.ended_at ? "over" : ""}><p>${named && html`<b>${one.body_name}</b> `}<span class="tag">${short("referent_parts", one.part)}</span> ${one.committee && html`<span class="sub">${one.committee}</span>`}</p>
    <p><b>${one.function}</b>${one.name && `, ${one.name}`}${one.by === "account" && html` <span class="sub">compte</span>`}</p>
    ${one.gone && html`<p class="late"><span class="warn" aria-hidden="true">!</span> ${one.by === "contact" ? "Contact effacé ou introuvable dans l’annuaire" : "Compte fermé"}\u00a0: à nommer de nouveau.</p>`}
    ${(one.phone || one.email) && html`<p class="contact"><${Dial} number=${one.phone} who=${one.function} />${one.phone && one.email && " · "}<${Mail} address=${one.email} /></p>`}
    <p class="sub">${one.ended_at ? `Relevé ${dated(one.ended_at, dossier.zone, moment.value)}` : `Nommé ${dated(one.named_at, dossier.zone, moment.value)}`}</p>
    ${may && html`<${Reasoned} dossier=${dossier.id} title="Relever…" required=${false} command=${{ do: "body.relieve_referent", referent: one.referent }} verb="Relever" />`}</li>`;
}

/** Chosen to name somebody for a body that is not proposed: a partner that comes to a committee, an association. */
const OTHER = "autre";

/** First the body, then who. @param {{dossier: Dossier, bodies: {body: string, name: string}[], mark: number}} props */
function NameSomebody({ dossier, bodies, mark }) {
  const [choice, setChoice] = useState(bodies.length === 1 ? bodies[0].body : "");
  const [other, setOther] = useState("");
  const body = choice === OTHER ? other : choice;
  const { value } = useFollowed(body && withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/referents`, { body }), mark);
  const outside = choice === OTHER && dossier.kind.value === "convention";
  return html`<details class="fold"><summary>Nommer pour un organisme…</summary>
    <${Choice} label="Organisme" empty="Choisir" options=${[...bodies.map(({ body: id, name }) => [id, name]), [OTHER, "Un autre organisme…"]]} value=${choice} onInput=${(/** @type {any} */ input) => setChoice(input.currentTarget.value)} />
    ${choice === OTHER && html`<${BodyField} label="Lequel" value=${other} onInput=${setOther} words=${outside ? "Qui n’est pas une partie siège au comité." : "De l’évènement, ou l’un de ses partenaires."} />`}
    ${value && (value.candidates ? html`<${WhoForm} key=${`${body} ${mark}`} dossier=${dossier} body=${body} candidates=${value.candidates} seat=${outside} />` : html`<p class="empty">Il nomme lui-même, ou ses contacts ne vous sont pas ouverts.</p>`)}</details>`;
}

/** @param {{dossier: Dossier, body: string, candidates: any}} props */
function NameOne({ dossier, body, candidates }) {
  return html`<details class="fold"><summary>Nommer…</summary><${WhoForm} dossier=${dossier} body=${body} candidates=${candidates} /></details>`;
}

/** @param {{dossier: Dossier, body: string, candidates: {contacts: any[], accounts: any[]}, seat?: boolean}} props `seat`: on a committee, and nothing else */
function WhoForm({ dossier, body, candidates, seat = false }) {
  const { values, bind, set } = useForm({ part: seat ? "comite" : "referent", who: "", function: "", committee: "" });
  const { outcome, send, refuse, busy } = useCommand(dossier.id);
  const proposed = useRef("");
  const people = [
    ...candidates.contacts.map((one) => [`contact ${one.contact}`, [one.function, one.name].filter(Boolean).join(", ")]),
    ...candidates.accounts.map((one) => [`account ${one.account}`, `${one.name} (compte, ${label("roles", one.role)})`]),
  ];
  useEffect(() => { // the function of the directory is proposed until another one is typed
    const found = candidates.contacts.find(({ contact }) => values.who === `contact ${contact}`)?.function ?? "";
    if (values.function === proposed.current) set({ function: found });
    proposed.current = found;
  }, [values.who]);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const [kind, id] = values.who.split(" ");
    if (!id) return refuse("Choisissez quelqu’un de l’annuaire, ou un compte.");
    await send({ do: "body.name_referent", referent: freshName("referent"), body, part: values.part, function: values.function, [kind]: id, committee: values.part === "comite" ? values.committee : "" });
  }
  if (!people.length) return html`<p class="empty">Ni contact, ni compte\u00a0: <a href=${`/annuaire/organismes/${body}`}>compléter sa fiche dans l’annuaire</a>.</p>`;
  return html`<form onSubmit=${submit}><div class="two">
      <${Choice} label="Place" options=${optionsOf("referent_parts").filter(([part]) => !seat || part === "comite")} ...${bind("part")} />
      <${Choice} label="Qui" empty="Choisir" options=${people} ...${bind("who")} />
      <${Field} label="Fonction" required maxlength="200" hint="Jamais le nom\u00a0: il reste dans l’annuaire." ...${bind("function")} />
      ${values.part === "comite" && html`<${Field} label="Comité" required maxlength="200" ...${bind("committee")} />`}</div>
    <${Outcome} outcome=${outcome} /><p class="go"><button class="btn btn-main" disabled=${busy}>Nommer</button></p></form>`;
}
