// Needs, supports, offers and places, each as one card: how far it is, what may be done next, by whom.

import { the } from "../articles.js";
import { useCommand } from "../commands.js";
import { ProposeForm, ReviseNeed } from "../forms/help.js";
import { Reasoned } from "../forms/reasoned.js";
import { counted, dated, duration, moment as written, number } from "../format.js";
import { endsOf, howMuch, isWanting, periodWords, share, stepsOf, surplusOf, what } from "../help.js";
import { html } from "../html.js";
import { keyOf } from "../ids.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { label } from "../vocabulary.js";
import { Field, useForm } from "../forms/field.js";
import { Outcome } from "./message.js";

/** @typedef {import("../dossier.js").Dossier} Dossier */
/** @typedef {import("../store.js").Card} Card */

/** @param {{dossier: Dossier, need: Card, own: [string, string][]}} props `own`: bodies of this person that could lend */
export function Need({ dossier, need, own }) {
  const at = moment.value;
  const wanting = isWanting(need);
  const late = wanting && Date.parse(need.wanted_by) < at;
  const mine = dossier.may("need.revise") && (dossier.may("support.call") || actor().bodies.includes(need.body));
  const lenders = own.filter(([id]) => id !== need.body);
  return html`<li class=${wanting && need.urgency === "immediat" ? "urgent" : ""}><p class="line"><b>${need.name}</b> <span class="tag">${label("urgencies", need.urgency)}</span> <span class="tag">${label("need_states", need.state)}</span></p>
    <p>${what(need)}</p>
    ${need.state !== "retire" && html`<p class="sub"><meter min="0" max="100" value=${share(need)} aria-label=${`Engagé à ${share(need)} %`}>${share(need)} %</meter>
      engagé ${howMuch(need.committed ?? 0, need.unit)}, arrivé ${howMuch(need.delivered ?? 0, need.unit)}</p>`}
    <p class=${late ? "late" : "sub"}>dit ${dated(need.raised_at, dossier.zone, at)}${wanting && (late ? `, attendu depuis ${duration(at - Date.parse(need.wanted_by))}` : `, attendu avant ${written(need.wanted_by, dossier.zone, at)}`)}</p>
    ${need.text && html`<p class="quote">«\u00a0${need.text}\u00a0»</p>`}
    ${wanting && dossier.may("support.propose") && (dossier.may("support.call") || lenders.length > 0) && html`<${ProposeForm} dossier=${dossier} need=${need} own=${dossier.may("support.call") ? [] : lenders} />`}
    ${need.state !== "retire" && mine && html`<${ReviseNeed} dossier=${dossier} need=${need} />`}
    ${wanting && mine && html`<${Reasoned} dossier=${dossier.id} title="Retirer ce besoin" command=${{ do: "need.withdraw", need: keyOf(need) }} verb="Retirer" required=${false} />`}</li>`;
}

/** @param {{dossier: Dossier, support: Card}} props */
export function Support({ dossier, support }) {
  const at = moment.value;
  const may = (/** @type {string} */ command) => dossier.may(command);
  const surplus = surplusOf(support, dossier.cards("need").get(`need:${support.need}`));
  const all = stepsOf(support, actor(), may);
  const steps = surplus ? all.filter((step) => step.do !== "support.confirm") : all;
  const explains = steps.length < all.length;
  const ends = endsOf(support, actor(), may);
  const { outcome, send, busy } = useCommand(dossier.id);
  const one = { support: support.support };
  const ticks = support.state === "confirmee" || support.state === "en_preparation";
  const tick = (/** @type {string} */ name) => send({ do: "support.advance", ...one, state: support.state, [name]: !support[name] });
  return html`<li><p class="line"><b>${support.from_name}</b> pour <b>${the(support.to_name)}</b> <span class="tag">${label("support_states", support.state)}</span></p>
    <p>${what(support)}</p>
    <p class="sub">${periodWords(support, dossier.zone, at)}, dans cet état depuis ${duration(at - Date.parse(support.since))}</p>
    ${["confirmee", "en_preparation", "en_route"].includes(support.state) && html`<p class=${support.mission_order && support.insurance ? "sub" : "late"}>Ordre de mission\u00a0: ${support.mission_order ? "oui" : "pas encore"} · assurance\u00a0: ${support.insurance ? "oui" : "pas encore"}</p>`}
    ${support.text && html`<p class="quote">«\u00a0${support.text}\u00a0»</p>`}${support.reason && html`<p class="quote">Motif\u00a0: ${support.reason}</p>`}
    <${Outcome} outcome=${outcome} />
    ${(steps.length > 0 || (ticks && may("support.advance"))) && html`<p class="go">${steps.map((step) => html`<button key=${step.verb} type="button" class="btn ${step.main ? "btn-main" : ""}" disabled=${busy} onClick=${() => send({ do: step.do, ...one, ...(step.state && { state: step.state }) })}>${step.verb}</button>`)}
      ${support.state === "en_preparation" && steps.length > 0 && html`<button type="button" class="btn" aria-pressed=${String(Boolean(support.mission_order))} disabled=${busy} onClick=${() => tick("mission_order")}>Ordre de mission</button>
        <button type="button" class="btn" aria-pressed=${String(Boolean(support.insurance))} disabled=${busy} onClick=${() => tick("insurance")}>Assurance</button>`}</p>`}
    ${explains && html`<p class="late">Avec ce renfort, ${howMuch(surplus, support.unit)} de plus que demandé.</p><${Reasoned} dossier=${dossier.id} title="Confirmer au-delà du besoin" command=${{ do: "support.confirm", ...one, beyond: true }} verb="Confirmer quand même" label="Pourquoi davantage que demandé" />`}
    ${ends.decline && html`<${Reasoned} dossier=${dossier.id} title="Ne pas donner suite" command=${{ do: "support.decline", ...one }} verb="Refuser" required=${false} />`}
    ${ends.cancel && html`<${Reasoned} dossier=${dossier.id} title="Annuler ce renfort" command=${{ do: "support.cancel", ...one }} verb="Annuler le renfort" />`}
    ${ends.evaluate && html`<${Reasoned} dossier=${dossier.id} title="Évaluer ce renfort" command=${{ do: "support.evaluate", ...one }} verb="Évaluer" label="Ce qui a bien marché, ce qui a manqué" field="text" required=${false} />`}</li>`;
}

/** @param {{dossier: Dossier, offer: Card}} props */
export function Offer({ dossier, offer }) {
  const at = moment.value;
  return html`<li><p class="line"><b>${offer.from_name}</b> ${what(offer)}</p>
    <p class="sub">${periodWords(offer, dossier.zone, at)}\u202f; reste ${howMuch(Math.max(0, offer.quantity - (offer.lent ?? 0)), offer.unit)}</p>
    ${offer.text && html`<p class="quote">«\u00a0${offer.text}\u00a0»</p>`}
    ${offer.withdrawn_at ? html`<p class="sub"><span class="tag">retirée</span> ${offer.reason}</p>` : actor().bodies.includes(offer.from_body) && dossier.may("support.withdraw_offer") && html`<${Reasoned} dossier=${dossier.id} title="Retirer ce qui reste de cette offre" command=${{ do: "support.withdraw_offer", offer: offer.offer }} verb="Retirer l’offre" />`}</li>`;
}

/** @param {{dossier: Dossier, call: Card}} props */
export function SupportCall({ dossier, call }) {
  const at = moment.value;
  const asked = Object.keys(call.bodies).length;
  const over = Date.parse(call.until) < at;
  return html`<li><p class="line"><b>${label("needs", call.kind)}</b> <span class="tag">${call.withdrawn_at ? "retiré" : over ? "terminé" : `réponse avant ${written(call.until, dossier.zone, at)}`}</span></p>
    <p>${number(call.answered?.length ?? 0)} réponse${(call.answered?.length ?? 0) > 1 ? "s" : ""} sur ${number(asked)} appelé${asked > 1 ? "s" : ""}</p>
    <p class="sub">Attendus\u00a0: ${Object.entries(call.bodies).filter(([id]) => !(call.answered ?? []).includes(id)).map(([, name]) => name).slice(0, 8).join(", ") || "aucun, tous ont répondu"}</p>
    ${call.withdrawn_at ? html`<p class="quote">Motif\u00a0: ${call.reason}</p>` : dossier.may("support.withdraw_call") && html`<${Reasoned} dossier=${dossier.id} title="Retirer cet appel" command=${{ do: "support.withdraw_call", call: call.call }} verb="Retirer l’appel" />`}</li>`;
}

/** @param {{dossier: Dossier, place: Card}} props */
export function Place({ dossier, place }) {
  const at = moment.value;
  const where = dossier.cards("place_address").get(`place_address:${keyOf(place)}`);
  const { values, bind } = useForm({ present: String(place.present ?? ""), night: String(place.night ?? ""), capacity: String(place.capacity ?? "") });
  const { outcome, send, busy } = useCommand(dossier.id);
  const mine = dossier.may("place.update") && place.state === "ouvert" && (actor().role === "unccas_permanence" || actor().role === "prefecture" || actor().bodies.includes(place.body));
  const full = place.capacity !== undefined && place.present !== undefined && place.present >= place.capacity;
  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const counts = Object.fromEntries(Object.entries(values).filter(([, typed]) => typed !== "").map(([name, typed]) => [name, Number(typed)]));
    send({ do: "place.update", place: keyOf(place), ...counts });
  }
  const count = { type: "number", inputmode: "numeric", min: "0", max: "10000000", step: "1" };
  return html`<li><p class="line"><b>${where?.name ?? place.name}</b> <span class="tag">${label("places", place.kind)}</span>${place.state === "ferme" && html` <span class="tag">fermé</span>`}${place.restricted && html` <span class="tag">adresse restreinte</span>`}</p>
    <p class=${full ? "late" : ""}>${place.present === undefined ? "présents non communiqués" : counted(place.present, "présent", "présents")}${place.capacity !== undefined && ` pour ${counted(place.capacity, "place", "places")}`}${place.night !== undefined && `, ${number(place.night)} la nuit`}${full ? ", complet" : ""}</p>
    <p class="sub">${place.body_name}, ${dated(place.observed_at, dossier.zone, at)}${where?.address && ` · ${where.address}`}</p>
    ${mine && html`<details class="fold"><summary>Mettre à jour</summary><form onSubmit=${submit}><div class="four"><${Field} label="Présents" ...${count} ...${bind("present")} /><${Field} label="Pour la nuit" ...${count} ...${bind("night")} /><${Field} label="Capacité" ...${count} ...${bind("capacity")} /></div>
      <${Outcome} outcome=${outcome} done="Lieu mis à jour" /><p class="go"><button class="btn" disabled=${busy}>Mettre à jour</button></p></form></details>
      <${Reasoned} dossier=${dossier.id} title="Fermer ce lieu" command=${{ do: "place.close", place: keyOf(place) }} verb="Fermer" required=${false} />`}</li>`;
}
