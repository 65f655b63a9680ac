import assert from "node:assert/strict";
import test from "node:test";
import { asksToReport, inForce, pointWords, rhythmWords, sheetsOf, spanWords, whenWords, withStandIns } from "../sheets.js";

const NBSP = "\u00a0";
const action = (code, who, phase, more = {}) => ({ code, who, phase, anchor: "t0", at: "PT0M", title: code, done_when: "", must: true, scope: "crisis", ...more });

test("durations of protocols are said in words, and nothing is said for none", () => {
  assert.equal(spanWords("PT0M"), "");
  assert.equal(spanWords("PT1H30M"), `1${NBSP}h 30${NBSP}min`);
  assert.equal(spanWords("P1D"), `1${NBSP}jour`);
  assert.equal(spanWords("P3M"), `3${NBSP}mois`);
  assert.equal(spanWords("soon"), "soon");
});

test("an action says when it is expected, and how long it comes back", () => {
  assert.equal(whenWords(action("A", "sgav", "T0"), "Qualification"), "Qualification");
  assert.equal(whenWords(action("A", "sgav", "T0", { at: "PT1H" }), "Qualification"), `Qualification +${NBSP}1${NBSP}h`);
  assert.equal(whenWords(action("A", "sgav", "T0", { at: "-P1D" }), "Fin"), `Fin \u2212${NBSP}1${NBSP}jour`);
  assert.equal(whenWords(action("A", "sgav", "T0", { every: "P1D", until: "end" }), "Évènement"), `Évènement, à refaire après 1${NBSP}jour jusqu’à la fin`);
});

test("there is one sheet for each role and phase, in their order, without what was retired", () => {
  const actions = inForce({ B: action("B", "sgav", "T0"), A: action("A", "udccas", "T+2h"), C: action("C", "udccas", "T0"), D: action("D", "sgav", "T0"), X: action("X", "sgav", "T0") }, ["X"]);
  const sheets = sheetsOf(actions, ["udccas", "sgav"], ["T0", "T+2h"]);
  assert.deepEqual(sheets.map(({ who, phase, actions: held }) => [who, phase, held.map(({ code }) => code)]),
    [["udccas", "T0", ["C"]], ["udccas", "T+2h", ["A"]], ["sgav", "T0", ["B", "D"]]]);
});

test("the sheets of the representative have what the UDCCAS would do, and name where there is none", () => {
  const actions = [action("A", "udccas", "T0"), action("B", "sgav", "T0")];
  const held = (departements) => withStandIns(actions, departements).map(({ code, who, instead }) => [code, who, instead ?? []]);
  assert.deepEqual(held([{ name: "Loiret" }]), [["A", "udccas", []], ["B", "sgav", []]]);
  assert.deepEqual(held([{ name: "Loiret", union: false }, { name: "Essonne", union: true }]),
    [["A", "udccas", []], ["A", "representant_unccas", ["Loiret"]], ["B", "sgav", []]]);
  assert.deepEqual(held([{ name: "Loiret", union: false }]), [["A", "representant_unccas", ["Loiret"]], ["B", "sgav", []]]);
});

test("the rhythm of reports is said the same from a card and from the library", () => {
  const words = `toutes les 6${NBSP}h jusqu’à 6${NBSP}h, chaque jour jusqu’à 28${NBSP}jours`;
  assert.equal(rhythmWords([["PT6H", "PT6H"], ["P28D", "P1D"]]), words);
  assert.equal(rhythmWords([{ until: "PT6H", every: "PT6H" }, { until: "P28D", every: "P1D" }]), words);
});

test("the rhythm of points is said the same from a card and from the library", () => {
  const words = "toutes les 3\u00a0h jusqu’à 6\u00a0h, chaque jour à 6\u00a0h, 12\u00a0h\u00a030 et 18\u00a0h jusqu’à 2\u00a0jours, puis chaque mois à 11\u00a0h".replaceAll("2\u00a0jours", spanWords("P2D"));
  const hours = ["06:00", "12:30", "18:00"];
  assert.equal(pointWords([["PT6H", "PT3H", []], ["P2D", "", hours], ["", "P1M", ["11:00"]]]), words);
  assert.equal(pointWords([{ until: "PT6H", every: "PT3H" }, { until: "P2D", hours }, { every: "P1M", hours: ["11:00"] }]), words);
});

test("only the report that comes back follows the rhythm", () => {
  const action = (/** @type {any} */ more) => ({ code: "A", title: "", done_when: "", must: true, who: "ccas_terrain", phase: "T0", anchor: "t0", at: "P1D", scope: "body", ...more });
  assert.ok(asksToReport(action({ check: "report_filed", every: "P1D" })));
  assert.ok(!asksToReport(action({ check: "report_filed" })));
  assert.ok(!asksToReport(action({ every: "P1D" })));
});
