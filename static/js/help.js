// Needs and the help that answers them: their order, their words, and what each may do next. Pure.

import { clock, civilDay, counted, euros, moment } from "./format.js";
import { label, worded } from "./vocabulary.js";

/** @typedef {import("./store.js").Card} Card */
/** @typedef {{account?: string, role: string, bodies: string[], departements?: string[]}} Who */
/** @typedef {{do: string, verb: string, state?: string, main?: boolean}} Step a command that may be sent now, and the word on its button */

const URGENCIES = ["immediat", "24h", "72h", "semaine"];
const OPEN = new Set(["ouvert", "partiel"]);
const DONE = new Set(["evaluee", "refusee", "annulee"]);
/** State → what comes next, and its verb. @type {Record<string, [string, string]>} */
const NEXT = {
  confirmee: ["en_preparation", "En préparation"], en_preparation: ["en_route", "En route"],
  en_route: ["sur_place", "Arrivés sur place"], sur_place: ["terminee", "Terminé"],
};

/** The needs that wait, the most urgent first, then the oldest; those that are covered or withdrawn after. @param {Iterable<Card>} cards */
export function inOrder(cards) {
  const rank = (/** @type {Card} */ need) => (OPEN.has(need.state) ? URGENCIES.indexOf(need.urgency) : URGENCIES.length);
  return [...cards].sort((a, b) => rank(a) - rank(b) || (a.raised_at < b.raised_at ? -1 : 1));
}

/** @param {Card} need */
export const isWanting = (need) => OPEN.has(need.state);

/** @param {Card} support */
export const isOver = (support) => DONE.has(support.state);

/** « 6 personnes·jours », « 1 500 € ». @param {number} quantity @param {string} unit */
export function howMuch(quantity, unit) {
  if (unit === "centime") return euros(quantity);
  const { label: one, plural: many } = worded("units", unit);
  return counted(quantity, one, many);
}

/** How far a need is covered, as a whole per cent. @param {Card} need */
export function share(need) {
  return need.quantity ? Math.min(100, Math.floor((100 * (need.committed ?? 0)) / need.quantity)) : 0;
}

/** How much more than is asked would be committed with this support; 0 when none. @param {Card} support @param {Card | undefined} need */
export function surplusOf(support, need) {
  return need ? Math.max(0, (need.committed ?? 0) + support.quantity - need.quantity) : 0;
}

/** What this person may do now with a support. @param {Card} support @param {Who} who @param {(command: string) => boolean} may @returns {Step[]} */
export function stepsOf(support, who, may) {
  const lends = who.bodies.includes(support.from_body);
  const helped = who.bodies.includes(support.to_body);
  const leads = may("support.call");
  /** @type {Step[]} */
  const steps = [];
  if (support.state === "proposee" && lends && may("support.accept")) steps.push({ do: "support.accept", verb: "Accepter de prêter", main: true });
  if (support.state === "acceptee" && helped && may("support.confirm")) steps.push({ do: "support.confirm", verb: "Confirmer", main: true });
  const next = NEXT[support.state];
  if (next && (lends || leads) && may("support.advance")) steps.push({ do: "support.advance", state: next[0], verb: next[1], main: true });
  return steps;
}

/** Whether this person may refuse, cancel, evaluate. @param {Card} support @param {Who} who @param {(command: string) => boolean} may */
export function endsOf(support, who, may) {
  const concerned = who.bodies.includes(support.from_body) || who.bodies.includes(support.to_body);
  const leads = may("support.call");
  const agreeing = support.state === "proposee" || support.state === "acceptee";
  return {
    decline: agreeing && concerned && may("support.decline"),
    cancel: !DONE.has(support.state) && support.state !== "terminee" && (concerned || leads) && may("support.cancel"),
    evaluate: support.state === "terminee" && (concerned || leads) && may("support.evaluate"),
  };
}

/** « Travailleur social, 6 personnes·jours ». @param {Card} card of a need, an offer or a support */
export function what(card) {
  return `${label("needs", card.kind)}, ${howMuch(card.quantity, card.unit)}`;
}

/** What of an offer is still to be lent. @param {Card} offer */
export const leftOf = (offer) => (offer.withdrawn_at ? 0 : Math.max(0, offer.quantity - (offer.lent ?? 0)));

/** Whether a place is offered to be opened for a body; who may is for the server to say (`place.open`). @param {Card} body @param {Who} who */
export function keepsPlaces(body, who) {
  if (!body.commune) return false;
  if (who.role === "prefecture") return Boolean(who.departements?.includes(body.departement));
  return who.role === "unccas_permanence" || who.bodies.includes(body.body);
}

/** From when to when: « de 8 h à 18 h » today, « du 27 janv., 8 h au 1er févr., 8 h » else. @param {Card} card what is lent @param {string} zone @param {number} at */
export function periodWords({ start, end }, zone, at) {
  const today = civilDay(at, zone);
  if ([start, end].every((one) => civilDay(one, zone) === today)) return `de ${clock(start, zone)} à ${clock(end, zone)}`;
  const [from, until] = [start, end].map((one) => (civilDay(one, zone) === today ? `aujourd’hui, ${clock(one, zone)}` : moment(one, zone, at)));
  return `${from.startsWith("aujourd’hui") ? `d’${from}` : `du ${from}`}${until.startsWith("aujourd’hui") ? ` à ${until}` : ` au ${until}`}`;
}
