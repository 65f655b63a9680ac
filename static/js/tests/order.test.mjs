import assert from "node:assert/strict";
import { test } from "node:test";
import { outOf, tally, total } from "../figures.js";
import { folded, inSight, onPaper, reader, rowsOf } from "../matrix.js";
import { isPressing, needOf, openNeeds } from "../needs.js";
import { inOrderOf, passes } from "../order.js";

const NOW = Date.parse("2018-01-28T13:00:00Z");
const SOON = "2018-01-28T15:00:00Z";
const BEFORE = "2018-01-28T11:00:00Z";
const body = (name, status, more = {}) => ({ id: `body:${name}`, type: "body", seq: 1, body: name, kind: "ccas", name, status, valid_until: SOON, ...more });
const dossier = (cards = {}) => ({ cards: (type) => new Map((cards[type] ?? []).map((card) => [card.id, card])) });
const rows = (bodies, filter = {}, cards = {}) => rowsOf(bodies, filter, reader(dossier(cards), NOW), NOW);
const names = (found) => found.map(({ name }) => name);

test("who no longer copes comes first, then silence, then old news, then the rest, the withdrawn last", () => {
  const bodies = [
    body("rest", "retour_normale"), body("stale", "mobilise", { valid_until: BEFORE }), body("tension", "tension"), body("watch", "veille"),
    body("out", "hors_service"), body("over", "deborde"), body("busy", "mobilise"), body("never", "sans_nouvelle", { valid_until: undefined }),
    body("mute", "injoignable", { observed_at: BEFORE }), body("withdrawn", "sans_nouvelle", { competent: false }),
  ];
  assert.deepEqual(names(rows(bodies)), ["over", "out", "mute", "never", "stale", "tension", "busy", "watch", "rest", "withdrawn"]);
});

test("somebody in tension with an immediate need comes before silence", () => {
  const need = { id: "need:lits", body: "tension", state: "ouvert", urgency: "immediat" };
  const bodies = [body("never", "sans_nouvelle"), body("tension", "tension"), body("later", "tension")];
  assert.deepEqual(names(rows(bodies, {}, { need: [need] })), ["tension", "never", "later"]);
});

test("inside a rank the oldest news come first, then names as they are read in French", () => {
  const bodies = [body("b", "tension", { observed_at: SOON }), body("a", "tension", { observed_at: BEFORE }), body("Évry", "veille"), body("Étampes", "veille"), body("Zuydcoote", "veille")];
  assert.deepEqual(names(rows(bodies)), ["a", "b", "Étampes", "Évry", "Zuydcoote"]);
});

test("another order may be asked for, and what is not known comes after zero", () => {
  const sheltered = (value) => ({ figures: { sheltered: value === null ? { quality: "non_communique" } : { value, quality: "constate" } } });
  const bodies = [body("none", "deborde"), body("zero", "veille", sheltered(0)), body("unknown", "deborde", sheltered(null)), body("many", "veille", sheltered(40))];
  assert.deepEqual(names(rows(bodies, { sort: "heberges" })), ["many", "zero", "none", "unknown"]);
  assert.deepEqual(names(rows(bodies, { sort: "organisme" })), ["many", "none", "unknown", "zero"]);
});

test("filters look at the beginnings of words, without accents", () => {
  const bodies = [
    body("CCAS de Saint-Mammès", "tension", { commune: "77419", departement: "77", degree: "coupee" }),
    body("CCAS d’Évry", "mobilise", { commune: "91228", departement: "91", degree: "touchee", valid_until: BEFORE }),
  ];
  const found = (filter) => names(bodies.filter(passes(filter, NOW)));
  assert.deepEqual(found({ text: "evr" }), ["CCAS d’Évry"]);
  assert.deepEqual(found({ text: "mammes saint" }), ["CCAS de Saint-Mammès"]);
  assert.deepEqual(found({ text: "77419" }), ["CCAS de Saint-Mammès"]);
  assert.deepEqual(found({ departement: "91" }), ["CCAS d’Évry"]);
  assert.deepEqual(found({ degree: "coupee" }), ["CCAS de Saint-Mammès"]);
  assert.deepEqual(found({ status: "stale" }), ["CCAS d’Évry"]);
  assert.deepEqual(found({ status: "tension", departement: "91" }), []);
  assert.deepEqual(found({ silent: true }), []);
});

test("silent ones are folded behind the three oldest; a handful is never folded", () => {
  const mute = (index) => body(`m${index}`, "sans_nouvelle", { awaited_since: `2018-01-28T0${index}:00:00Z` });
  const many = [...Array.from({ length: 9 }, (_, index) => mute(index)), ...Array.from({ length: 20 }, (_, index) => body(`b${index}`, "mobilise"))];
  const shown = folded(rows(many), new Set());
  assert.deepEqual(shown.slice(0, 4).map(({ id }) => id), ["body:m0", "body:m1", "body:m2", "fold:silent"]);
  assert.deepEqual([shown[3].count, shown[3].oldest, shown[3].newest], [6, "2018-01-28T03:00:00Z", "2018-01-28T08:00:00Z"]);
  assert.equal(shown.length, 3 + 1 + 20);
  assert.equal(folded(rows(many), new Set(["silent"])).length, 30);
  assert.deepEqual(folded(rows(many), new Set(), "body:m7").slice(3, 5).map(({ id }) => id), ["fold:silent", "body:m7"]);
  assert.equal(folded(rows(many.slice(0, 12)), new Set()).length, 12);
});

test("in a very large crisis the calm are folded status by status, and nobody who asks for help", () => {
  const bodies = Array.from({ length: 900 }, (_, index) => body(`b${index}`, ["mobilise", "veille", "deborde"][index % 3]));
  const shown = folded(rows(bodies), new Set());
  assert.deepEqual(shown.filter(({ type }) => type === "fold").map(({ id, count }) => [id, count]), [["fold:mobilise", 297], ["fold:veille", 297]]);
  assert.equal(shown.filter((row) => row.type === "body" && row.body.status === "deborde").length, 300);
});

test("4,100 rows are filtered and put in order by looking at each a few times, and not at each beside every other", () => {
  const statuses = ["deborde", "tension", "mobilise", "veille", "sans_nouvelle"];
  let looked = 0;
  const counted = (made) => new Proxy(made, { get: (target, name) => (looked++, target[name]) });
  const bodies = Array.from({ length: 4100 }, (_, index) => counted(body(`CCAS de Ville-${(index * 7919) % 4100}`, statuses[index % 5], { commune: String(10000 + index), departement: "77" })));
  const read = reader(dossier(), NOW);
  for (const filter of [{}, { text: "ville 12" }, { sort: "organisme" }, {}, { text: "ville" }]) {
    looked = 0;
    folded(rowsOf(bodies, filter, read, NOW), new Set());
    assert.ok(looked < 4100 * 40, `${looked / 4100} looks at each`);
  }
});

test("only what is in sight is drawn, with a few rows around", () => {
  assert.deepEqual(inSight({ count: 4100, height: 32, top: 0, from: 3200, to: 3840 }), { first: 88, last: 132 });
  assert.deepEqual(inSight({ count: 4100, height: 32, top: 2000, from: 0, to: 800 }), { first: 0, last: 12 });
  assert.deepEqual(inSight({ count: 20, height: 32, top: 0, from: 0, to: 800 }), { first: 0, last: 20 });
});

test("what a body lacks is read from its figures until it says its needs", () => {
  const figures = { agents_present: { value: 4, quality: "constate" }, agents_expected: { value: 9, quality: "constate" }, water: { value: "coupe", quality: "declare" }, premises: { quality: "non_communique" } };
  assert.deepEqual(needOf(body("a", "tension", { figures })), { urgency: "", count: 2, lacks: ["agents 4/9", "eau"] });
  assert.equal(needOf(body("a", "veille")), null);
  assert.ok(isPressing(needOf(body("a", "deborde"))));
  const needs = openNeeds([{ id: "need:a", body: "a", state: "couvert", urgency: "immediat" }, { id: "need:b", body: "a", state: "partiel", urgency: "72h" }, { id: "need:c", body: "a", state: "ouvert", urgency: "24h" }]);
  assert.deepEqual(needOf(body("a", "deborde"), needs.get("a")), { urgency: "24h", count: 2, lacks: [] });
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

test("a figure is said out of another only where the same bodies gave both", () => {
  const both = (present, expected) => ({ figures: { agents_present: { value: present, quality: "constate" }, ...(expected ? { agents_expected: { value: expected, quality: "constate" } } : {}) } });
  const bodies = [body("a", "tension", both(4, 9)), body("b", "tension", both(2, 3)), body("c", "tension")];
  assert.equal(outOf(bodies, "agents_present", "agents_expected"), 12);
  assert.equal(outOf([...bodies, body("d", "tension", both(5))], "agents_present", "agents_expected"), null);
  assert.equal(outOf([], "agents_present", "agents_expected"), null);
});

test("the tally counts statuses, and old news beside them", () => {
  const bodies = [body("a", "tension"), body("b", "tension", { valid_until: BEFORE }), body("c", "sans_nouvelle", { valid_until: undefined })];
  assert.deepEqual(tally(bodies, NOW), { tension: 2, stale: 1, sans_nouvelle: 1 });
});

test("paper has who asks for attention, what was chosen whole, and says how many are left out", () => {
  const many = Array.from({ length: 400 }, (_, index) => body(`silent${index}`, "sans_nouvelle", { valid_until: undefined }));
  const calm = Array.from({ length: 30 }, (_, index) => body(`calm${index}`, "mobilise"));
  const some = rows([body("over", "deborde"), ...calm, ...many.slice(0, 5)]);
  assert.equal(onPaper(some, false).rows.length, 6);
  assert.deepEqual([...onPaper(some, false).left], [["mobilise", 30]]);
  assert.equal(onPaper(some, true).left.size, 0);
  const all = onPaper(rows([...many, ...calm]), false);
  assert.equal(all.rows.length, 300);
  assert.deepEqual([...all.left], [["sans_nouvelle", 100], ["mobilise", 30]]);
});
