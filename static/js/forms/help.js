// Saying a need, offering, calling, proposing, opening a place. Nobody commands: one asks, offers, proposes.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { DAY_MS } from "../days.js";
import { useFetched } from "../fetched.js";
import { howMuch, leftOf } from "../help.js";
import { html } from "../html.js";
import { freshName, keyOf } from "../ids.js";
import { scaleOf } from "../money.js";
import { fromField, now, toField } from "../time.js";
import { worded } from "../vocabulary.js";
import { BodyField } from "./body_field.js";
import { Area, Choice, Field, NO_NAMES, optionsOf, useForm } from "./field.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */
/** @typedef {import("../store.js").Card} Card */

const COUNT = { type: "number", inputmode: "numeric", min: "1", max: "10000000", step: "1" };

/** The units of a kind, the usual one first. @param {string} kind @returns {[string, string][]} */
function unitsOf(kind) {
  const { unit, units } = worded("needs", kind);
  return (units?.length ? units : [unit]).filter(Boolean).map((/** @type {string} */ code) => [code, code === "centime" ? "euros" : worded("units", code).plural ?? code]);
}

/** Money is typed in euros and sent in cents. @param {string} typed @param {string} unit */
const quantityOf = (typed, unit) => Number(typed) * scaleOf(unit);

/** The kind, the quantity and its unit. @param {{bind: any, kind: string}} props */
function Quantity({ bind, kind }) {
  const units = kind ? unitsOf(kind) : [];
  return html`<${Choice} label="De quoi" empty="Choisir…" required options=${optionsOf("needs")} ...${bind("kind")} />
    <${Field} label="Combien" required ...${COUNT} ...${bind("quantity")} />
    ${units.length > 1 ? html`<${Choice} label="Compté en" options=${units} ...${bind("unit")} />` : html`<p class="field"><span>Compté en</span><b>${units[0]?.[1] ?? "–"}</b></p>`}`;
}

/** @param {string} kind @param {string} unit */
const chosenUnit = (kind, unit) => (unitsOf(kind).some(([code]) => code === unit) ? unit : unitsOf(kind)[0]?.[0] ?? "");

/** @param {{dossier: Dossier, bodies: [string, string][]}} props `bodies`: for whom it may be said */
export function NeedForm({ dossier, bodies }) {
  const { values, bind, reset } = useForm({ body: bodies[0]?.[0] ?? "", kind: "", quantity: "", unit: "", urgency: "24h", text: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const unit = chosenUnit(values.kind, values.unit);
    const need = { do: "need.raise", need: freshName("besoin"), body: values.body || bodies[0]?.[0], kind: values.kind, unit, quantity: quantityOf(values.quantity, unit), urgency: values.urgency, text: values.text };
    if (await send(need)) reset();
  }
  return html`<details class="fold"><summary>Dire un besoin</summary><form onSubmit=${submit}>
    <div class="four">${bodies.length > 1 && html`<${Choice} label="Pour" options=${bodies} ...${bind("body")} />`}
      <${Quantity} bind=${bind} kind=${values.kind} /><${Choice} label="Pour quand" options=${optionsOf("urgencies")} ...${bind("urgency")} /></div>
    <${Area} label="Précision (facultatif)" hint=${NO_NAMES} rows="2" ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Besoin dit" /><p class="go"><button class="btn btn-main" disabled=${busy}>Demander</button></p></form></details>`;
}

/** The need has changed: more, less, sooner, later. What is left as it was is not sent. @param {{dossier: Dossier, need: Card}} props */
export function ReviseNeed({ dossier, need }) {
  const scale = scaleOf(need.unit);
  const before = { quantity: String(need.quantity / scale), urgency: need.urgency };
  const { values, set, bind } = useForm({ ...before, text: "" });
  const { outcome, send, refuse, busy, clear } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const changed = { ...(values.quantity !== before.quantity && { quantity: Number(values.quantity) * scale }), ...(values.urgency !== before.urgency && { urgency: values.urgency }), ...(values.text && { text: values.text }) };
    if (!Object.keys(changed).length) return refuse("Rien n’a changé\u00a0: modifiez la quantité, l’urgence ou la précision.");
    await send({ do: "need.revise", need: keyOf(need), ...changed });
  }
  const opened = (/** @type {any} */ toggled) => {
    if (!toggled.currentTarget.open) return;
    clear();
    set({ ...before, text: "" }); // what is typed is kept from then on, whatever comes
  };
  return html`<details class="fold" onToggle=${opened}><summary>Réviser ce besoin</summary><form onSubmit=${submit}>
    <div class="two"><${Field} label=${scale > 1 ? "Combien (€)" : `Combien (${worded("units", need.unit).plural ?? need.unit})`} required ...${COUNT} ...${bind("quantity")} />
      <${Choice} label="Pour quand" options=${optionsOf("urgencies")} ...${bind("urgency")} /></div>
    <${Area} label="Précision (vide\u00a0: inchangée)" hint=${NO_NAMES} rows="2" ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Besoin révisé" /><p class="go"><button class="btn" disabled=${busy}>Réviser</button></p></form></details>`;
}

/** From when to when. @param {{bind: any}} props */
function Period({ bind }) {
  return html`<${Field} label="Du" type="datetime-local" required ...${bind("start")} /><${Field} label="Au" type="datetime-local" required ...${bind("end")} />`;
}

/** Other people or things than those who are lent already have another number (docs/decisions/0033). @param {{bind: any}} props */
function Team({ bind }) {
  return html`<${Field} label="Équipe ou lot n°" type="number" min="1" max="99" required ...${bind("team")} />`;
}

/** @param {string} zone */
const period = (zone) => ({ start: toField(now(), zone), end: toField(now() + 3 * DAY_MS, zone) });

/** @param {{dossier: Dossier, bodies: [string, string][]}} props */
export function OfferForm({ dossier, bodies }) {
  const open = [...dossier.cards("support_call").values()].filter((call) => Date.parse(call.until) > now() && !call.withdrawn_at && bodies.some(([id]) => call.bodies[id]));
  const { values, bind, reset } = useForm({ from_body: bodies[0]?.[0] ?? "", kind: "", quantity: "", unit: "", call: "", text: "", team: "1", ...period(dossier.zone) });
  const { outcome, send, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const unit = chosenUnit(values.kind, values.unit);
    const offer = { do: "support.offer", offer: freshName("offre"), ...values, unit, team: Number(values.team), quantity: quantityOf(values.quantity, unit), start: fromField(values.start, dossier.zone), end: fromField(values.end, dossier.zone) };
    if (await send(offer)) reset();
  }
  return html`<details class="fold"><summary>Offrir un renfort</summary><form onSubmit=${submit}>
    <div class="four">${bodies.length > 1 && html`<${Choice} label="De la part de" options=${bodies} ...${bind("from_body")} />`}
      <${Quantity} bind=${bind} kind=${values.kind} /><${Period} bind=${bind} /><${Team} bind=${bind} />
      ${open.length > 0 && html`<${Choice} label="En réponse à" empty="Aucun appel" options=${open.map((call) => [call.call, worded("needs", call.kind).label])} ...${bind("call")} />`}</div>
    <${Area} label="Précision (facultatif)" hint=${NO_NAMES} rows="2" ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Offre envoyée" /><p class="go"><button class="btn btn-main" disabled=${busy}>Offrir</button></p></form></details>`;
}

/** Ask many at once: the bodies of the crisis that are not hit, or those that are typed one by one. @param {{dossier: Dossier}} props */
export function CallOut({ dossier }) {
  const { values, bind, reset } = useForm({ kind: "", until: toField(now() + DAY_MS / 4, dossier.zone), text: "" });
  const [chosen, setChosen] = useState(/** @type {[string, string][]} */ ([]));
  const [turn, setTurn] = useState(0);
  const { outcome, send, refuse, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (!chosen.length) return refuse("Choisissez au moins un organisme à qui demander.");
    if (!(await send({ do: "support.call", call: freshName("appel"), bodies: chosen.map(([body]) => body), kind: values.kind, until: fromField(values.until, dossier.zone), text: values.text }))) return;
    reset();
    setChosen([]);
  }
  const add = (/** @type {string} */ body, /** @type {string} */ name) => {
    if (!body || chosen.some(([known]) => known === body)) return;
    setChosen([...chosen, /** @type {[string, string]} */ ([body, name])].slice(0, 60));
    setTurn(turn + 1);
  };
  return html`<details class="fold"><summary>Appeler plusieurs CCAS en renfort</summary><form onSubmit=${submit}>
    <div class="four"><${Choice} label="De quoi" empty="Choisir…" required options=${optionsOf("needs")} ...${bind("kind")} />
      <${Field} label="Réponse attendue avant" type="datetime-local" required ...${bind("until")} />
      <${BodyField} key=${turn} label="Ajouter un CCAS, CIAS ou UDCCAS" value="" onInput=${add} words="Soixante au plus, de la France entière." /></div>
    ${chosen.length > 0 && html`<ul class="chips" aria-label="Organismes appelés">${chosen.map(([body, name]) => html`<li key=${body}>${name} <button type="button" class="btn btn-quiet" onClick=${() => setChosen(chosen.filter(([other]) => other !== body))}>Retirer<span class="vh"> ${name}</span></button></li>`)}</ul>`}
    <${Area} label="Message (facultatif)" hint=${NO_NAMES} rows="2" ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Appel envoyé" /><p class="go"><button class="btn" disabled=${busy}>Demander</button></p></form></details>`;
}

/** Whom to ask first, and why: choosing one fills the form. @param {{dossier: string, need: Card, chosen: string, onChoose: (one: any) => void}} props */
function Candidates({ dossier, need, chosen, onChoose }) {
  const { value } = useFetched(`/api/dossiers/${encodeURIComponent(dossier)}/needs/${encodeURIComponent(need.id.slice(5))}/candidates`);
  if (!value) return html`<p class="sub" role="status">Recherche de qui demander…</p>`;
  return html`<fieldset class="candidates"><legend>À qui demander d’abord</legend>${value.candidates.slice(0, 6).map((/** @type {any} */ one) => html`<p class="check" key=${one.body}><label><input type="radio" name=${`c-${need.id}`} checked=${chosen === one.body} onChange=${() => onChoose(one)} />
    <b>${one.name}</b>${one.departement && ` (${one.departement})`} <span class="sub">${one.reasons.join(", ")}</span></label></p>`)}</fieldset>`;
}

/** Propose a body for a need: out of an offer that fits, or by its name. @param {{dossier: Dossier, need: Card, own: [string, string][]}} props */
export function ProposeForm({ dossier, need, own }) {
  const offers = [...dossier.cards("offer").values()].filter((offer) => offer.kind === need.kind && offer.unit === need.unit && leftOf(offer) > 0);
  const left = Math.max(1, need.quantity - (need.committed ?? 0));
  const scale = scaleOf(need.unit);
  const [opened, setOpened] = useState(false);
  const { values, set, bind } = useForm({ offer: "", from_body: own[0]?.[0] ?? "", quantity: String(Math.ceil(left / scale)), text: "", team: "1", ...period(dossier.zone) });
  const { outcome, send, busy } = useCommand(dossier.id);
  const choose = (/** @type {any} */ input) => {
    const offer = offers.find((one) => one.offer === input.currentTarget.value);
    set(offer ? { offer: offer.offer, team: String(offer.team ?? 1), from_body: offer.from_body, quantity: String(Math.ceil(Math.min(left, leftOf(offer)) / scale)), start: toField(offer.start, dossier.zone), end: toField(offer.end, dossier.zone) } : { offer: "" });
  };
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    await send({ do: "support.propose", support: freshName("renfort"), need: need.id.slice(5), ...values, quantity: Number(values.quantity) * scale, team: Number(values.team), start: fromField(values.start, dossier.zone), end: fromField(values.end, dossier.zone) });
  }
  return html`<details class="fold" onToggle=${(/** @type {any} */ toggled) => setOpened(toggled.currentTarget.open)}><summary>Proposer un renfort</summary><form onSubmit=${submit}>
    ${opened && !own.length && html`<${Candidates} dossier=${dossier.id} need=${need} chosen=${values.from_body} onChoose=${(/** @type {any} */ one) => set({ offer: "", from_body: one.body, team: String(one.team) })} />`}
    <div class="four">${offers.length > 0 && html`<${Choice} label="Sur une offre" empty="Sans offre" options=${offers.map((offer) => [offer.offer, `${offer.from_name}\u00a0: reste ${howMuch(leftOf(offer), offer.unit)}`])} value=${values.offer} onInput=${choose} />`}
      ${!values.offer && (own.length ? html`<p class="field"><span>Organisme qui prête</span><b>${own[0]?.[1]}</b></p>` : html`<${BodyField} label="Organisme qui prêterait" value=${values.from_body} onInput=${(/** @type {string} */ body) => set({ from_body: body })} words=${values.from_body ? "Il lui reviendra d’accepter, puis au CCAS touché de confirmer." : "À choisir dans la liste, ou parmi ceux du dessus."} required=${!values.from_body} />`)}
      <${Field} label=${need.unit === "centime" ? "Combien (€)" : "Combien"} required ...${COUNT} ...${bind("quantity")} /><${Period} bind=${bind} /><${Team} bind=${bind} /></div>
    <${Area} label="Précision (facultatif)" hint=${NO_NAMES} rows="2" ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Renfort proposé" /><p class="go"><button class="btn btn-main" disabled=${busy}>Proposer</button></p></form></details>`;
}

/** @param {{dossier: Dossier, bodies: [string, string, string][]}} props `bodies`: id, name, commune */
export function PlaceForm({ dossier, bodies }) {
  const { values, set, bind, reset } = useForm({ body: bodies[0]?.[0] ?? "", kind: "", name: "", address: "", capacity: "", present: "", restricted: false });
  const { outcome, send, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const { capacity, present, ...said } = values;
    const counts = { ...(capacity && { capacity: Number(capacity) }), ...(present && { present: Number(present) }) };
    const commune = bodies.find(([id]) => id === values.body)?.[2];
    if (await send({ do: "place.open", place: freshName("lieu"), ...said, commune, ...counts })) reset();
  }
  return html`<details class="fold"><summary>Ouvrir un lieu</summary><form onSubmit=${submit}>
    <div class="four">${bodies.length > 1 && html`<${Choice} label="Tenu par" options=${bodies.map(([id, name]) => [id, name])} ...${bind("body")} />`}
      <${Choice} label="Sorte de lieu" empty="Choisir…" required options=${optionsOf("places")} ...${bind("kind")} /><${Field} label="Nom" required maxlength="200" ...${bind("name")} />
      <${Field} label="Capacité" ...${COUNT} min="0" ...${bind("capacity")} /><${Field} label="Présents" ...${COUNT} min="0" ...${bind("present")} /></div>
    <${Field} label="Adresse (facultatif)" maxlength="400" ...${bind("address")} />
    <p class="check"><label><input type="checkbox" checked=${values.restricted} onChange=${(/** @type {any} */ input) => set({ restricted: input.currentTarget.checked })} /> Adresse restreinte\u00a0: nom et adresse pour la coordination seule</label></p>
    <${Outcome} outcome=${outcome} done="Lieu ouvert" /><p class="go"><button class="btn btn-main" disabled=${busy}>Ouvrir</button></p></form></details>`;
}
