import assert from "node:assert/strict";
import { test } from "node:test";
import { levelNow, vigilances } from "../vigilance.js";

const NOW = Date.parse("2026-07-14T12:00:00Z");
const card = (/** @type {string} */ departement, /** @type {string} */ level, hours = 1) =>
  /** @type {any} */ ({ id: `vigilance:${departement}`, departement, level, until: new Date(NOW + hours * 3_600_000).toISOString() });

test("a vigilance holds until its hour, and is unknown from then on", () => {
  assert.equal(levelNow(card("59", "vert"), NOW), "vert");
  assert.equal(levelNow(card("59", "vert", 0), NOW), null);
});

test("the worst comes first, what ran out comes last, however bad it was", () => {
  const found = vigilances([card("01", "vert"), card("02", "rouge", -1), card("80", "rouge"), card("03", "orange"), card("62", "rouge")], NOW);
  assert.deepEqual(found.map((one) => one.departement), ["62", "80", "03", "01", "02"]);
});
