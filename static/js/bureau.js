// The representative's desk: who no longer copes, who is awaited, who relieves whom. Pure.

import { DAY_MS } from "./days.js";
import { civilDay } from "./format.js";
import { isWanting, leftOf } from "./help.js";
import { keyOf } from "./ids.js";

/** @typedef {import("./store.js").Card} Card */

/** How long the same people are away at most (crisiscoord/domain/booking.py). */
const LONGEST_MS = 5 * DAY_MS;
/** For how long help is proposed, unless an offer says otherwise. */
const USUAL_MS = 3 * DAY_MS;
/** Bodies that one call asks when it is made from the candidates. */
export const AT_ONCE = 20;

const WEIGHT = ["hors_service", "deborde", "tension"];
const OVER = new Set(["refusee", "annulee", "evaluee", "terminee"]);
const AGREEING = new Set(["proposee", "acceptee"]);
const AWAY = new Set(["en_route", "sur_place"]);

/** Those who no longer cope or are near it, the worst first, then whoever has been so for longest. @param {Iterable<Card>} bodies */
export function overwhelmed(bodies) {
  return [...bodies].filter((body) => body.competent !== false && WEIGHT.includes(body.status))
    .sort((a, b) => WEIGHT.indexOf(a.status) - WEIGHT.indexOf(b.status) || ((a.observed_at ?? "") < (b.observed_at ?? "") ? -1 : 1));
}

/** How many of those who were asked have reported since. @param {Card} request @param {ReadonlyMap<string, Card>} bodies */
export function answeredSince(request, bodies) {
  return (request.bodies ?? []).filter((/** @type {string} */ body) => (bodies.get(`body:${body}`)?.reported_at ?? "") > request.asked_at).length;
}

/** The offers of which something is left, the newest first. @param {Iterable<Card>} offers @param {number} at */
export function openOffers(offers, at) {
  return [...offers].filter((offer) => leftOf(offer) > 0 && Date.parse(offer.end) > at).sort((a, b) => (a.offered_at < b.offered_at ? 1 : -1));
}

/** The needs that an offer answers. @param {Card} offer @param {Iterable<Card>} needs */
export const neededBy = (offer, needs) => [...needs].filter((need) => isWanting(need) && need.kind === offer.kind && need.unit === offer.unit && need.body !== offer.from_body);

/** The supports that somebody must still do something about, those that wait for an answer first. @param {Iterable<Card>} supports */
export function underWay(supports) {
  const rank = (/** @type {Card} */ support) => (AGREEING.has(support.state) ? 0 : 1);
  return [...supports].filter((support) => !OVER.has(support.state)).sort((a, b) => rank(a) - rank(b) || (a.since < b.since ? -1 : 1));
}

/** What is still to be found for a need. @param {Card} need @param {Iterable<Card>} supports */
export function missing(need, supports) {
  const asked = [...supports].filter((one) => one.need === keyOf(need) && AGREEING.has(one.state)).reduce((sum, one) => sum + one.quantity, 0);
  const lacks = Math.max(0, need.quantity - (need.committed ?? 0));
  return { lacks, asked: Math.min(asked, lacks), open: Math.max(0, lacks - asked) };
}

/** What would be proposed with one click: as much as is lacked, of the offer if there is one, for its period or three days.
 * @param {Card} need @param {number} open what is still to be found @param {{body: string, offered: number, team: number}} candidate
 * @param {Card | undefined} offer @param {number} at @param {number} [from] when a relief begins */
export function proposal(need, open, candidate, offer, at, from = 0) {
  const start = Math.max(at, from, offer ? Date.parse(offer.start) : 0);
  const longest = need.unit === "personne_jour" ? start + LONGEST_MS : Infinity;
  const end = Math.min(offer ? Date.parse(offer.end) : start + USUAL_MS, longest);
  const wanted = Math.max(1, open);
  return { quantity: offer ? Math.min(wanted, leftOf(offer)) : wanted, start, end, team: offer?.team ?? candidate.team, offer: offer?.offer };
}

/** Who is where on the coming days, and who comes after: one row for each support of people that is not over.
 * @param {Iterable<Card>} supports @param {number} at @param {string} zone @param {number} [days]
 * @returns {{support: Card, end: number, day: number, of: number, relief: Card | undefined, isLate: boolean, days: string[]}[]} `days`: of each day `here`, `relief`, `none` or "" */
export function reliefs(supports, at, zone, days = 7) {
  const all = [...supports];
  const dates = daysFrom(at, zone, days);
  const covers = (/** @type {Card} */ one, /** @type {string} */ day) => civilDay(Date.parse(one.start), zone) <= day && day <= civilDay(endOf(one, at) - 1, zone);
  return all.filter((one) => one.unit === "personne_jour" && !OVER.has(one.state) && !AGREEING.has(one.state)).map((support) => {
    const start = Date.parse(support.start);
    const end = endOf(support, at);
    const relief = all.find((one) => one.relieves === support.support && !["refusee", "annulee"].includes(one.state));
    return {
      support, end, relief,
      day: Math.max(1, Math.floor((at - start) / DAY_MS) + 1), of: Math.ceil((Date.parse(support.end) - start) / DAY_MS),
      isLate: !relief && end - at < DAY_MS,
      days: dates.map((day) => (covers(support, day) ? "here" : relief && covers(relief, day) ? "relief" : relief || day <= civilDay(end, zone) ? "" : "none")),
    };
  }).sort((a, b) => a.end - b.end);
}

/** When those who are lent are back: not before now while they are away. @param {Card} support @param {number} at */
const endOf = (support, at) => (AWAY.has(support.state) ? Math.max(at, Date.parse(support.end)) : Date.parse(support.end));

/** The civil days from that of `at`, as `YYYY-MM-DD`. @param {number} at @param {string} zone @param {number} count */
export function daysFrom(at, zone, count) {
  const first = Date.parse(`${civilDay(at, zone)}T12:00:00Z`);
  return Array.from({ length: count }, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10));
}

/** What each body that was called has answered: its offers, or nothing yet; also those who answer without having been called. @param {Card} call @param {Iterable<Card>} offers */
export function answers(call, offers) {
  const all = [...offers].filter((offer) => offer.call === call.call);
  const called = { ...Object.fromEntries(all.map((offer) => [offer.from_body, offer.from_name])), ...call.bodies };
  return Object.entries(called).map(([body, name]) => ({ body, name, offers: all.filter((offer) => offer.from_body === body) }))
    .sort((a, b) => b.offers.length - a.offers.length || (a.name < b.name ? -1 : 1));
}
