import assert from "node:assert/strict";
import { test } from "node:test";
import { contradictions, load, ordered, partOf, together, turnSeconds } from "../wall/parts.js";
import { share } from "../wall/share.js";

const sheltered = (value, quality = "constate") => ({ sheltered: value === null ? { quality } : { value, quality } });
const body = (status, more = {}) => ({ id: "body:x", type: "body", seq: 1, status, observed_at: "2018-01-28T12:00:00Z", ...more });
const part = (code, statuses, more = {}) => ({ code, name: code, statuses, heard: 1, of: 2, figures: {}, ...more });

test("a département adds up those that count, and says how many gave each figure", () => {
  const found = partOf([
    body("deborde", { figures: sheltered(40, "estime") }), body("tension", { figures: sheltered(2) }), body("mobilise", { figures: sheltered(null, "non_communique") }),
    body("sans_nouvelle", { observed_at: undefined }), body("deborde", { competent: false, figures: sheltered(900) }),
  ], "77", "Seine-et-Marne");
  assert.deepEqual([found.heard, found.of], [3, 4]);
  assert.deepEqual(found.figures.sheltered, { sum: 42, said: 2, estimated: true });
  assert.deepEqual(load(found), { hot: 1, deborde: 1, hors_service: 0, tension: 1, silent: 1 });
});

test("the parts make the whole", () => {
  const all = together([part("77", { deborde: 2 }), part("78", { deborde: 1, veille: 4 })], "Ensemble");
  assert.deepEqual([all.heard, all.of, all.statuses], [2, 4, { deborde: 3, veille: 4 }]);
});

test("the most loaded département comes first, the one looked at before all, and beyond eight the others are one line", () => {
  const parts = [part("10", {}), part("20", { tension: 3 }), part("30", { hors_service: 1 }), part("40", { injoignable: 2 })];
  assert.deepEqual(ordered(parts).map(({ code }) => code), ["30", "20", "40", "10"]);
  assert.deepEqual(ordered(parts, "10").map(({ code }) => code), ["10", "30", "20", "40"]);
  const many = ordered(Array.from({ length: 11 }, (_, index) => part(String(index + 10), { tension: index })), "", 8);
  assert.equal(many.length, 8);
  assert.deepEqual([many[7].name, many[7].of], ["4 autres", 8]);
});

test("an official figure is set against the reports of the same place, and agreement is not a contradiction", () => {
  const figures = (sum) => ({ evacuated: { sum, said: 1, estimated: false } });
  const parts = [part("77", {}, { figures: figures(100) }), part("78", {}, { figures: figures(7) })];
  const of77 = { departement: "77", figures: { evacuated: { value: 90, at: "2018-01-28T12:00:00Z", source: "COD" } } };
  const cards = new Map([["official:77", of77]]);
  assert.deepEqual(contradictions(cards, parts), [{ figure: "evacuated", declared: 100, official: 90, gap: 10 }]);
  assert.deepEqual(contradictions(cards, parts, "78"), []);
  const agreed = new Map([["official:crisis", { figures: { evacuated: { value: 107, at: "2018-01-28T12:00:00Z", source: "COD" } } }]]);
  assert.deepEqual(contradictions(agreed, parts), []);
});

test("what does not fit is not drawn: names go first, then départements", () => {
  assert.deepEqual(share(55, { parts: 4, conflict: false, covers: 1 }), { lines: 4, tight: false, names: 6 });
  assert.equal(share(41, { parts: 4, conflict: true, covers: 1 }).lines, 4);
  const narrow = share(38, { parts: 8, conflict: true, covers: 2 });
  assert.ok(narrow.tight && narrow.lines < 8 && narrow.names === 0);
  assert.equal(share(40, { parts: 1, conflict: false, covers: 1 }).lines, 0);
});

test("the address says how long a view stays, within reason", () => {
  assert.deepEqual([null, "30", "0", "1", "9999", "vite"].map(turnSeconds), [20, 30, 0, 5, 3600, 20]);
});
