import assert from "node:assert/strict";
import { test } from "node:test";
import { UNKNOWN, connectionWords } from "../connection.js";
import { backOff, mayComeBack } from "../socket.js";

const HEARD = Date.parse("2018-01-28T13:03:07Z");
const words = (at, later) => connectionWords({ ...UNKNOWN, heardAt: HEARD, ...at }, HEARD + later, "Europe/Paris").words;

test("a viewer that follows is up to date", () => {
  assert.equal(words({}, 1_000), "à jour à 14:03:07");
});

test("a short cut is not worth a word, a longer one freezes the screen", () => {
  assert.equal(words({ cutAt: HEARD }, 1_900), "à jour à 14:03:07");
  assert.equal(words({ cutAt: HEARD }, 2_000), "données figées depuis 14:03:07");
});

test("a mute link freezes the screen after thirty-five seconds", () => {
  assert.equal(words({}, 34_900), "à jour à 14:03:07");
  assert.equal(words({}, 35_000), "données figées depuis 14:03:07");
  assert.equal(words({ cutAt: HEARD + 35_000 }, 35_100), "données figées depuis 14:03:07");
});

test("the outcome of a resume is said, then gives way", () => {
  assert.equal(words({ outcome: "caught_up", missed: 16, outcomeAt: HEARD }, 5_000), "rattrapé (16)");
  assert.equal(words({ outcome: "reload", outcomeAt: HEARD }, 5_000), "rechargé");
  assert.equal(words({ outcome: "reload", outcomeAt: HEARD }, 20_000), "à jour à 14:03:07");
});

test("the close codes say whether to come back", () => {
  for (const code of [1000, 1006, 1012, 4001, 4002, 4003, 4004, 4499]) assert.ok(mayComeBack(code));
  for (const code of [4500, 4501, 4502, 4999]) assert.ok(!mayComeBack(code));
});

test("waits grow, are drawn by lot and stay bounded", () => {
  for (let tries = 0; tries < 30; tries++) {
    for (const random of [0, 0.5, 1]) {
      const wait = backOff(tries, random);
      assert.ok(wait >= 125 && wait <= 15_000);
    }
  }
  assert.ok(backOff(0, 1) < backOff(4, 0));
});
