import assert from "node:assert/strict";
import { test } from "node:test";
import { curvesOf, everyDay, sums } from "../act_days.js";

const day = (date, kinds, bodies = 1) => ({ day: date, bodies, kinds });

test("units are added over kinds and never to one another", () => {
  assert.deepEqual(sums({ kinds: { accueil: { persons: 3, households: 1, acts: 1 }, secours_financier: { amount_cents: 12_000, persons: 2, acts: 2 } } }), { persons: 5, households: 1, count: 0, amount_cents: 12_000, acts: 3 });
});

test("a day on which nobody noted anything is a gap, not a zero", () => {
  const days = [day("2018-01-28", { accueil: { persons: 4, acts: 1 } }, 2), day("2018-01-30", { accueil: { persons: 0, acts: 1 } })];
  assert.deepEqual(everyDay(days).map(({ day: date }) => date), ["2018-01-28", "2018-01-29", "2018-01-30"]);
  const { times, units, euros, bodies } = curvesOf(days);
  assert.equal(times.length, 4);
  assert.deepEqual(units.map(({ unit, values }) => [unit, values]), [["persons", [4, null, 0, 0]], ["acts", [1, null, 1, 1]]]);
  assert.deepEqual([euros, bodies], [null, [2, null, 1, 1]]);
  assert.deepEqual(everyDay([]), []);
  assert.equal(everyDay([day("2016-01-01", {}), day("2018-01-01", {})], 10).length, 10);
});
