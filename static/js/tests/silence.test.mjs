import assert from "node:assert/strict";
import test from "node:test";
import { coverage, coverageByDepartement, covered } from "../silence.js";

const body = (id, more = {}) => ({ id, type: "body", seq: 1, name: id, departement: "77", status: "mobilise", observed_at: "2026-01-28T13:00:00Z", valid_until: "2026-01-28T16:00:00Z", ...more });
const silent = (id, more = {}) => body(id, { status: "sans_nouvelle", observed_at: undefined, valid_until: undefined, ...more });

test("a coverage counts those that were heard of at least once, among those that are concerned", () => {
  const bodies = [body("a"), silent("b"), body("c", { departement: "91" }), body("withdrawn", { competent: false })];
  assert.deepEqual(coverage(bodies), { heard: 2, of: 3 });
  assert.deepEqual(coverageByDepartement(bodies), [["77", { heard: 1, of: 2 }], ["91", { heard: 1, of: 1 }]]);
});

test("a coverage is written with what it is of", () => {
  assert.equal(covered({ heard: 34, of: 41 }), "34 sur\u00a041");
});
