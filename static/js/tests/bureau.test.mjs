import assert from "node:assert/strict";
import { periodWords } from "../help.js";
import { test } from "node:test";
import { answeredSince, answers, daysFrom, missing, neededBy, openOffers, overwhelmed, proposal, reliefs, underWay } from "../bureau.js";
import { DAY_MS } from "../days.js";

const NOW = Date.parse("2018-01-28T13:00:00Z");
const at = (days, hours = 0) => new Date(NOW + days * DAY_MS + hours * 3_600_000).toISOString();
const ZONE = "Europe/Paris";
const body = (name, status, more = {}) => ({ id: `body:${name}`, body: name, name, status, reported_at: at(-1), valid_until: at(1), observed_at: at(-1), ...more });
const support = (name, state, more = {}) => ({ id: `support:${name}`, support: name, need: "a", unit: "personne_jour", quantity: 4, from_body: "x", to_body: "y", start: at(-2), end: at(1), since: at(-2), state, ...more });
const names = (cards) => cards.map(({ name, support: key, offer }) => name ?? key ?? offer);

test("the worst comes first, then whoever has been so for longest", () => {
  const bodies = [body("t", "tension"), body("new", "deborde", { observed_at: at(0) }), body("old", "deborde"), body("fine", "mobilise"), body("out", "hors_service"), body("gone", "deborde", { competent: false })];
  assert.deepEqual(names(overwhelmed(bodies)), ["out", "old", "new", "t"]);
});

test("who reported since is counted among those who were asked", () => {
  const all = new Map([body("late", "mobilise", { reported_at: at(0) }), body("never", "sans_nouvelle", { reported_at: undefined })].map((one) => [one.id, one]));
  assert.equal(answeredSince({ asked_at: at(0, -1), bodies: ["late", "never", "unknown"] }, all), 1);
});

test("what is asked of others already is not asked for again", () => {
  const need = { id: "need:a", quantity: 10, committed: 4 };
  assert.deepEqual(missing(need, [support("p", "proposee", { quantity: 5 }), support("c", "confirmee"), support("r", "refusee")]), { lacks: 6, asked: 5, open: 1 });
});

test("what is proposed is what is lacked, of the offer and within five days", () => {
  const need = { unit: "personne_jour" };
  const plain = proposal(need, 6, { body: "x", offered: 0, team: 2 }, undefined, NOW);
  assert.deepEqual([plain.quantity, plain.start, plain.end, plain.team, plain.offer], [6, NOW, NOW + 3 * DAY_MS, 2, undefined]);
  const offer = { offer: "o", quantity: 5, lent: 1, start: at(1), end: at(9), team: 1 };
  const out = proposal(need, 6, { body: "x", offered: 4, team: 2 }, offer, NOW);
  assert.deepEqual([out.quantity, out.start, out.end, out.team, out.offer], [4, NOW + DAY_MS, NOW + 6 * DAY_MS, 1, "o"]);
  assert.equal(proposal({ unit: "piece" }, 6, { body: "x", offered: 4, team: 1 }, offer, NOW).end, Date.parse(offer.end));
  assert.equal(proposal(need, 6, { body: "x", offered: 0, team: 1 }, undefined, NOW, NOW + DAY_MS).start, NOW + DAY_MS);
});

test("an offer that is used, withdrawn or past is no longer to be treated", () => {
  const offers = [{ offer: "old", quantity: 2, end: at(1), offered_at: at(-2) }, { offer: "new", quantity: 2, end: at(1), offered_at: at(0) }, { offer: "used", quantity: 2, lent: 2, end: at(1), offered_at: at(0) }, { offer: "back", quantity: 2, end: at(1), offered_at: at(0), withdrawn_at: at(0) }, { offer: "past", quantity: 2, end: at(-1), offered_at: at(-3) }];
  assert.deepEqual(names(openOffers(offers, NOW)), ["new", "old"]);
  const needs = [{ need: "a", state: "ouvert", kind: "k", unit: "u", body: "y" }, { need: "b", state: "couvert", kind: "k", unit: "u", body: "y" }, { need: "c", state: "ouvert", kind: "k", unit: "u", body: "x" }];
  assert.deepEqual(neededBy({ kind: "k", unit: "u", from_body: "x" }, needs).map(({ need }) => need), ["a"]);
});

test("those who wait for an answer come before those who are on the way", () => {
  assert.deepEqual(names(underWay([support("there", "sur_place"), support("over", "terminee"), support("asked", "proposee")])), ["asked", "there"]);
});

test("the plan says on which days a team is there, who relieves it, and where nobody does", () => {
  const first = support("first", "sur_place");
  const second = support("second", "acceptee", { start: at(1), end: at(4), relieves: "first", from_body: "z" });
  const alone = support("alone", "en_route", { start: at(-4), end: at(-1) });
  const rows = reliefs([first, second, alone, support("meals", "sur_place", { unit: "repas" })], NOW, ZONE, 5);
  assert.deepEqual(names(rows.map((row) => row.support)), ["alone", "first"]);
  assert.deepEqual(rows[1].days, ["here", "here", "relief", "relief", "relief"]);
  assert.deepEqual([rows[1].day, rows[1].of, rows[1].isLate, rows[1].relief.support], [3, 3, false, "second"]);
  assert.deepEqual([rows[0].isLate, rows[0].days], [true, ["here", "none", "none", "none", "none"]]);
  assert.deepEqual(reliefs([first], NOW, ZONE, 4)[0].days, ["here", "here", "none", "none"]);
  assert.deepEqual(daysFrom(Date.parse("2018-01-28T23:30:00Z"), ZONE, 2), ["2018-01-29", "2018-01-30"]);
});

test("the answers to a call come as they are given", () => {
  const call = { call: "c", bodies: { a: "Avon", m: "Melun" } };
  assert.deepEqual(answers(call, [{ call: "c", from_body: "m" }, { call: "other", from_body: "a" }]).map(({ name, offers }) => [name, offers.length]), [["Melun", 1], ["Avon", 0]]);
  assert.deepEqual(answers(call, [{ call: "c", from_body: "l", from_name: "Lyon" }]).map(({ name, offers }) => [name, offers.length]), [["Lyon", 1], ["Avon", 0], ["Melun", 0]]);
});

test("a period is told in French, on one day and over several", () => {
  const at = Date.parse("2026-07-14T12:00:00Z");
  const told = (start, end) => periodWords({ start: `2026-${start}:00Z`, end: `2026-${end}:00Z` }, "Europe/Paris", at).replaceAll(/[\u00a0\u202f]/g, " ");
  assert.equal(told("07-14T06:00", "07-14T16:00"), "de 8 h 00 à 18 h 00");
  assert.equal(told("07-14T06:00", "07-19T06:00"), "d’aujourd’hui, 8 h 00 au 19 juil., 8 h 00");
  assert.equal(told("07-12T06:00", "07-14T16:00"), "du 12 juil., 8 h 00 à aujourd’hui, 18 h 00");
  assert.equal(told("07-15T06:00", "08-01T06:00"), "du 15 juil., 8 h 00 au 1er août, 8 h 00");
});
