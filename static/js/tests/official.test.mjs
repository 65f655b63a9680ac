import assert from "node:assert/strict";
import { test } from "node:test";
import { axisWords, held, instants, known, sampled, silent, stretches } from "../curves.js";
import { compared, official } from "../official.js";
import { change, changeOfStatus, reference } from "../since.js";

const AT = "2018-01-28T10:30:00.000Z";
const LATER = "2018-01-28T11:30:00.000Z";
const said = (value, more = {}) => ({ ...(value === null ? { quality: "non_communique" } : { value, quality: "declare" }), at: AT, source: "COD", seq: 1, ...more });
const cards = (parts) => new Map(Object.entries(parts).map(([scope, figures]) => [`official:${scope}`, { id: `official:${scope}`, ...(scope === "crisis" ? {} : { departement: scope }), figures }]));
const body = (departement, evacuated) => ({ departement, figures: evacuated === null ? {} : { evacuated: { value: evacuated, quality: "constate" } } });

test("what is said of the whole crisis goes before the sum of its départements", () => {
  const parts = { 77: { dead: said(1) }, 45: { dead: said(2, { at: LATER, source: "SIDPC" }) } };
  assert.deepEqual(official(cards(parts), "dead"), { value: 3, at: LATER, source: "", estimated: false, seq: 1, departements: ["45", "77"] });
  assert.equal(official(cards({ ...parts, crisis: { dead: said(4) } }), "dead").value, 4);
  assert.equal(official(cards(parts), "missing"), null);
});

test("a source that does not know is not a zero", () => {
  assert.equal(official(cards({ 77: { dead: said(null) } }), "dead").value, null);
  assert.deepEqual(official(cards({ 77: { dead: said(null) }, 45: { dead: said(2) } }), "dead").departements, ["45"]);
});

test("a gap is between what reports and préfectures say of the same départements", () => {
  const bodies = [body("77", 40), body("77", null), body("45", 500)];
  const found = compared(bodies, cards({ 77: { evacuated: said(60) } }), "evacuated");
  assert.deepEqual([found.declared, found.said, found.of, found.gap], [40, 1, 2, -20]);
  assert.equal(compared(bodies, cards({ crisis: { evacuated: said(540) } }), "evacuated").gap, 0);
  assert.equal(compared(bodies, cards({ 78: { evacuated: said(3) } }), "evacuated"), null);
  assert.equal(compared(bodies, cards({ 77: { evacuated: said(null) } }), "evacuated"), null);
});

test("changes are counted since the last point of situation, else since the lapse that is asked for", () => {
  const now = Date.parse("2018-01-28T14:03:27Z");
  assert.deepEqual(reference([], "1h", now), { at: Date.parse("2018-01-28T13:03:00Z"), words: "1\u00a0h" });
  assert.deepEqual(reference([], "24h", now), { at: Date.parse("2018-01-27T14:03:00Z"), words: "24\u00a0h" });
  const points = [{ number: 16, cutoff_at: LATER }, { number: 15, cutoff_at: AT }];
  assert.deepEqual(reference(points, "1h", now), { at: Date.parse(LATER), words: "le n°\u00a016" });
});

test("there is no change where nothing was known before", () => {
  const before = { figures: { sheltered: { sum: [40], said: [2] }, meals: { sum: [0], said: [0] } }, statuses: { deborde: [1], sans_nouvelle: [3] } };
  assert.equal(change(before, "sheltered", 64), 24);
  assert.equal(change(before, "meals", 12), null);
  assert.equal(change(null, "sheltered", 64), null);
  assert.equal(changeOfStatus(before, "deborde", 3), 2);
  assert.equal(changeOfStatus({ ...before, statuses: { deborde: [0], sans_nouvelle: [0] } }, "deborde", 3), null);
});

test("a curve holds its last value to the end of the window, and has gaps where nobody spoke", () => {
  const history = { at: [AT, LATER], to: "2018-01-28T12:00:00.000Z", status: ["veille", "tension"], statuses: {}, figures: {}, acts: [] };
  assert.deepEqual(instants(history).length, 3);
  assert.deepEqual(held([1, 2], 3), [1, 2, 2]);
  assert.deepEqual(known({ sum: [0, 4], said: [0, 1] }), [null, 4]);
  assert.deepEqual(silent({ sans_nouvelle: [3, 2], injoignable: [0, 1] }), [3, 3]);
  assert.deepEqual(stretches(history).map(({ status, from, to }) => [status, to - from]), [["veille", 3600], ["tension", 1800]]);
});

test("a table beside a curve has its first and its last point, and few between", () => {
  assert.deepEqual(sampled(3), [0, 1, 2]);
  const rows = sampled(300);
  assert.deepEqual([rows.length, rows[0], rows.at(-1)], [24, 0, 299]);
});

test("under the axis stand hours of the zone, or days", () => {
  assert.equal(axisWords(Date.parse(AT) / 1000, 3600, "Europe/Paris"), "11\u00a0h\u00a030");
  assert.match(axisWords(Date.parse(AT) / 1000, 86400, "Europe/Paris"), /dim\.\s28/);
});
