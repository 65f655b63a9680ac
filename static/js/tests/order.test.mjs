import assert from "node:assert/strict";
import { test } from "node:test";
import { tally, total } from "../figures.js";
import { byUrgency, inOrderOf, passes } from "../order.js";

const NOW = Date.parse("2018-01-28T13:00:00Z");
const SOON = "2018-01-28T15:00:00Z";
const BEFORE = "2018-01-28T11:00:00Z";
const body = (name, status, more = {}) => ({ id: `body:${name}`, type: "body", seq: 1, name, status, valid_until: SOON, ...more });
const names = (bodies) => bodies.map(({ name }) => name);

test("silence comes first, then those who no longer cope, then old news, then the rest", () => {
  const bodies = [
    body("rest", "retour_normale"), body("stale", "mobilise", { valid_until: BEFORE }), body("tension", "tension"),
    body("out", "hors_service"), body("over", "deborde"), body("awaited", "mobilise", { awaited_since: BEFORE }),
    body("mute", "injoignable"), body("withdrawn", "sans_nouvelle", { competent: false }),
  ];
  assert.deepEqual(names(byUrgency(bodies, NOW)), ["mute", "awaited", "over", "out", "tension", "stale", "rest", "withdrawn"]);
});

test("inside a rank the oldest news come first", () => {
  const bodies = [body("b", "tension", { observed_at: SOON }), body("a", "tension", { observed_at: BEFORE })];
  assert.deepEqual(names(byUrgency(bodies, NOW)), ["a", "b"]);
});

test("filters look at the beginnings of words, without accents", () => {
  const bodies = [
    body("CCAS de Saint-Mammès", "tension", { commune: "77419", departement: "77" }),
    body("CCAS d’Évry", "mobilise", { commune: "91228", departement: "91", valid_until: BEFORE }),
  ];
  const found = (filter) => names(bodies.filter(passes(filter, NOW)));
  assert.deepEqual(found({ text: "evr" }), ["CCAS d’Évry"]);
  assert.deepEqual(found({ text: "mammes saint" }), ["CCAS de Saint-Mammès"]);
  assert.deepEqual(found({ text: "77419" }), ["CCAS de Saint-Mammès"]);
  assert.deepEqual(found({ departement: "91" }), ["CCAS d’Évry"]);
  assert.deepEqual(found({ status: "stale" }), ["CCAS d’Évry"]);
  assert.deepEqual(found({ status: "tension", departement: "91" }), []);
});

test("a steady order keeps places and puts newcomers last", () => {
  const items = ["c", "new", "a", "b"].map((id) => ({ id }));
  assert.deepEqual(inOrderOf(items, ["a", "gone", "b", "c"]).map(({ id }) => id), ["a", "b", "c", "new"]);
});

test("a total says how many gave a number; what is not communicated is not zero", () => {
  const bodies = [
    body("a", "tension", { figures: { sheltered: { value: 40, quality: "constate" } } }),
    body("b", "tension", { figures: { sheltered: { value: 0, quality: "estime" } } }),
    body("c", "tension", { figures: { sheltered: { quality: "non_communique" } } }),
    body("d", "tension", { competent: false, figures: { sheltered: { value: 9, quality: "constate" } } }),
  ];
  assert.deepEqual(total(bodies, "sheltered"), { sum: 40, said: 2, estimated: true });
  assert.deepEqual(total(bodies, "evacuated"), { sum: 0, said: 0, estimated: false });
});

test("the tally counts statuses, and old news beside them", () => {
  const bodies = [body("a", "tension"), body("b", "tension", { valid_until: BEFORE }), body("c", "sans_nouvelle", { valid_until: undefined })];
  assert.deepEqual(tally(bodies, NOW), { tension: 2, stale: 1, sans_nouvelle: 1 });
});
