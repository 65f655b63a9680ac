import assert from "node:assert/strict";
import test from "node:test";
import { decisionsInOrder, isOverdue } from "../decisions.js";

const NOW = Date.parse("2026-07-10T12:00:00Z");
const decision = (id, due, more = {}) => ({ id, type: "decision", seq: 1, state: "a_faire", due_on: due, ...more });

test("a decision is overdue once its whole day has passed, and no more once it is done", () => {
  assert.equal(isOverdue(decision("a", "2026-07-10"), NOW), false);
  assert.equal(isOverdue(decision("a", "2026-07-09"), NOW), true);
  assert.equal(isOverdue(decision("a", "2026-07-09", { state: "fait" }), NOW), false);
});

test("what is to be done comes first by day, what is done last with the latest first", () => {
  const cards = [
    decision("done-old", "2026-01-01", { state: "fait" }),
    decision("far", "2026-12-01"),
    decision("done-new", "2026-06-01", { state: "fait" }),
    decision("near", "2026-07-01"),
  ];
  assert.deepEqual(decisionsInOrder(cards).map(({ id }) => id), ["near", "far", "done-new", "done-old"]);
});
