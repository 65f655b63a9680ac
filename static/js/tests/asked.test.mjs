import assert from "node:assert/strict";
import test from "node:test";
import { askedAt, phaseOf } from "../asked.js";

const T0 = "2026-01-28T06:00:00Z";
const after = (/** @type {number} */ hours) => Date.parse(T0) + hours * 3_600_000;
const common = { id: "playbook:socle", type: "playbook", seq: 1, code: "socle", asks: { T0: ["agents_present"], "J+7": ["households_received"] } };
const flood = { id: "playbook:inondation", type: "playbook", seq: 1, code: "inondation", asks: { T0: ["evacuated", "sheltered"], "T+24h": ["sheltered", "meals"] } };

test("the phase of a crisis follows its qualification, and the tempo of an exercise", () => {
  const crisis = { id: "crisis:a", type: "crisis", seq: 1, t0: T0 };
  assert.deepEqual([-1, 1, 3, 7, 30, 100, 400, 2000].map((hours) => phaseOf(crisis, after(hours))), ["ALERTE", "T0", "T+2h", "T+24h", "J+3", "J+7", "M+1", "M+3"]);
  assert.equal(phaseOf({ ...crisis, tempo: 60 }, after(0.5)), "J+3");
  assert.equal(phaseOf({ ...crisis, ended_at: T0 }, after(1)), "FIN");
});

test("a report is asked for what its protocols ask at this phase, the protocol of the hazard first, each figure once", () => {
  assert.deepEqual(askedAt([common, flood], "T0"), ["evacuated", "sheltered", "agents_present"]);
  assert.deepEqual(askedAt([common, flood], "J+3"), ["sheltered", "meals", "agents_present"]);
  assert.deepEqual(askedAt([common, flood], "J+7"), ["sheltered", "meals", "households_received"]);
});

test("where no protocol says what it asks, the usual figures are asked for", () => {
  assert.ok(askedAt([{ ...common, asks: undefined }], "T0").includes("sheltered"));
  assert.ok(askedAt([flood], "ALERTE").includes("sheltered"));
});
