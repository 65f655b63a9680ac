import assert from "node:assert/strict";
import { test } from "node:test";
import { askedOf, heldPerimeters, inOrderOfCall, moved, nextOf, proposed } from "../roster_calls.js";

const step = (person, state) => ({ person, state });
const call = (state, ...steps) => ({ id: "roster_call:a", state, started_at: "2026-07-14T12:00:00.000Z", perimeter: "main", steps });

test("whoever is asked, then whoever comes next, and nobody once the list is over", () => {
  const list = [step("a", "refusee"), step("b", "appelee"), step("c", "a_appeler"), step("d", "a_appeler")];
  assert.equal(askedOf(call("en_cours", ...list)).person, "b");
  assert.equal(nextOf(call("en_cours", ...list)).person, "c");
  assert.equal(nextOf(call("arretee", ...list)), undefined);
});

test("the desk proposes who is free and was not asked, in the order of the roster", () => {
  const people = [{ id: "a", free: true }, { id: "b", free: false }, { id: "c", free: true }, { id: "d", free: true }];
  assert.deepEqual(proposed(people, [{ person: "c" }, {}]).map(({ id }) => id), ["a", "d"]);
});

test("a person is moved by one place and never off the list", () => {
  assert.deepEqual(moved(["a", "b", "c"], 2, -1), ["a", "c", "b"]);
  assert.deepEqual(moved(["a", "b"], 0, -1), ["a", "b"]);
  assert.deepEqual(moved(["a", "b"], 1, 1), ["a", "b"]);
});

test("nobody is called where somebody acts or is being asked", () => {
  const held = heldPerimeters([{ state: "active", perimeter: "77" }, { state: "refusee", perimeter: "deputy" }], [call("en_cours")]);
  assert.deepEqual([...held], ["77", "main"]);
});

test("what runs stands before what is over, the newest first", () => {
  const old = { ...call("arretee"), id: "old" }, last = { ...call("epuisee"), id: "last", started_at: "2026-07-14T13:00:00.000Z" };
  assert.deepEqual(inOrderOfCall([old, last, call("en_cours")]).map(({ id }) => id), ["roster_call:a", "last", "old"]);
});
