import assert from "node:assert/strict";
import test from "node:test";
import { inForce, sheetsOf, spanWords, whenWords } from "../sheets.js";

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
