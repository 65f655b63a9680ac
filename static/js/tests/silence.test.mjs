import assert from "node:assert/strict";
import test from "node:test";
import { callList, coverage, coverageByDepartement } from "../silence.js";

const NOW = Date.parse("2026-01-28T14:00:00Z");
const body = (id, more = {}) => ({ id, type: "body", seq: 1, name: id, departement: "77", status: "mobilise", observed_at: "2026-01-28T13:00:00Z", valid_until: "2026-01-28T16:00:00Z", ...more });
const silent = (id, more = {}) => body(id, { status: "sans_nouvelle", observed_at: undefined, valid_until: undefined, ...more });

test("a coverage counts those that were heard of at least once, among those that are concerned", () => {
  const bodies = [body("a"), silent("b"), body("c", { departement: "91" }), body("withdrawn", { competent: false })];
  assert.deepEqual(coverage(bodies), { heard: 2, of: 3 });
  assert.deepEqual(coverageByDepartement(bodies), [["77", { heard: 1, of: 2 }], ["91", { heard: 1, of: 1 }]]);
});

test("whoever was never heard of is called first, then whoever is awaited the longest, then the least tried", () => {
  const bodies = [
    body("stale", { valid_until: "2026-01-28T13:59:00Z" }),
    body("awaited", { awaited_since: "2026-01-28T12:00:00Z" }),
    silent("tried", { unanswered: 2, awaited_since: "2026-01-28T11:00:00Z" }),
    silent("untried", { unanswered: 0, awaited_since: "2026-01-28T11:00:00Z" }),
    silent("early"),
  ];
  assert.deepEqual(callList(bodies, NOW).map(({ id }) => id), ["untried", "tried", "early", "awaited", "stale"]);
});

test("nobody is called whose news hold, who is back to normal, or who was withdrawn", () => {
  const bodies = [body("fresh"), body("back", { status: "retour_normale", valid_until: "2026-01-28T10:00:00Z" }), silent("withdrawn", { competent: false })];
  assert.deepEqual(callList(bodies, NOW), []);
});
