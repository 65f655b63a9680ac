import assert from "node:assert/strict";
import { test } from "node:test";
import { boardOf, hourOf, marks, outline, pointAt, pointsOf, share } from "../timeline.js";

const PARIS = "Europe/Paris";
const at = (text) => Date.parse(text);
const points = [
  { at: 0, seq: 1, deborde: 0, tension: 0 },
  { at: 500, seq: 4, deborde: 1, tension: 3 },
  { at: 900, seq: 9, deborde: 0, tension: 2 },
];

test("the state at an instant is that of the last point before it", () => {
  assert.deepEqual([-5, 0, 499, 500, 899, 900, 5_000].map((instant) => pointAt(points, instant).seq), [1, 1, 1, 4, 4, 9, 9]);
});

test("columns of the server become points", () => {
  const history = { seq: [1, 4], at: ["2018-01-23T07:40:00.000Z", "2018-01-23T08:40:00.000Z"], statuses: { deborde: [0, 1], tension: [2, 3], veille: [9, 8] } };
  assert.deepEqual(pointsOf(history)[1], { at: at("2018-01-23T08:40:00Z"), seq: 4, deborde: 1, tension: 3 });
});

test("an instant lies within the band, whatever is asked", () => {
  assert.deepEqual([share(5, 0, 10), share(-3, 0, 10), share(30, 0, 10), share(5, 5, 5)], [50, 0, 100, 0]);
});

test("a curve goes in steps and holds its last state to the end", () => {
  assert.equal(outline(points, ({ deborde, tension }) => deborde + tension, 4, 0, 1_000), "M0 100V100H500V4H900V52H1000V100Z");
  assert.equal(outline([], () => 0, 4, 0, 1_000), "");
});

test("days are marked when a crisis lasts for days, at midnight of its zone", () => {
  const found = marks(at("2018-01-23T07:40:00Z"), at("2018-01-28T13:00:00Z"), PARIS);
  assert.deepEqual(found.map(({ words }) => words), ["mer.\u00a024", "jeu.\u00a025", "ven.\u00a026", "sam.\u00a027", "dim.\u00a028"]);
  assert.equal(found[0].at, at("2018-01-23T23:00:00Z"));
});

test("hours are marked within a day, and never more than seven", () => {
  const begin = at("2018-01-23T07:40:00Z");
  assert.deepEqual(marks(begin, begin + 3 * 3_600_000, PARIS).map(({ words }) => words), ["9\u00a0h\u00a000", "9\u00a0h\u00a030", "10\u00a0h\u00a000", "10\u00a0h\u00a030", "11\u00a0h\u00a000", "11\u00a0h\u00a030"]);
  for (const hours of [0, 0.01, 1, 5, 20, 70, 400, 9_000]) assert.ok(marks(begin, begin + hours * 3_600_000, PARIS).length <= 8);
});

test("a night when clocks change loses no mark and doubles none", () => {
  const found = marks(at("2018-03-24T12:00:00Z"), at("2018-03-25T12:00:00Z"), PARIS).map(({ at: instant }) => instant);
  assert.deepEqual(found, [...new Set(found)].sort((a, b) => a - b));
});

test("the hour says its day in a crisis of several, and its seconds in an exercise of a few minutes", () => {
  const begin = at("2018-01-23T07:40:07Z");
  assert.equal(hourOf(begin, PARIS, begin, begin + 86_400_000), "mar.\u00a023, 8\u00a0h\u00a040");
  assert.equal(hourOf(begin, PARIS, begin, begin + 3_600_000), "8\u00a0h\u00a040");
  assert.equal(hourOf(begin, PARIS, begin, begin + 60_000), "8\u00a0h\u00a040\u00a0min\u00a007");
  assert.equal(boardOf(begin, PARIS, begin, begin + 3_600_000), "à 8\u00a0h\u00a040");
  assert.equal(boardOf(begin, PARIS, begin, begin + 5 * 86_400_000), "du 23\u00a0janv. à 8\u00a0h\u00a040");
});
