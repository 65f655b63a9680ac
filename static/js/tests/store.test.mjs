import assert from "node:assert/strict";
import { test } from "node:test";
import { LINES_KEPT, Store } from "../store.js";

const card = (id, seq, more = {}) => ({ id, type: id.split(":")[0], seq, ...more });
const line = (seq) => ({ seq, at: "", occurred_at: "", by: { account: "a", role: "r" }, kind: "note.written", text: `n° ${seq}` });
const delta = (from, to, more = {}) => ({ from, to, cursor: `${to}.00000000`, ...more });

function loaded() {
  const store = new Store();
  store.load({ kind: "crisis", seq: 3, cursor: "3.0", view: "v", cards: [card("body:a", 1), card("body:b", 2), card("crisis:x", 3)] });
  return store;
}

test("a snapshot replaces everything that was held", () => {
  const store = loaded();
  store.load({ kind: "crisis", seq: 9, cursor: "9.0", view: "w", cards: [card("body:c", 9)] });
  assert.deepEqual([...store.of("body").keys()], ["body:c"]);
  assert.equal(store.get("crisis:x"), undefined);
  assert.deepEqual([store.seq, store.cursor, store.view], [9, "9.0", "w"]);
});

test("a delta that does not follow is refused and changes nothing", () => {
  const store = loaded();
  assert.equal(store.take(delta(4, 5, { put: [card("body:z", 5)] })), "gap");
  assert.equal(store.take(delta(2, 5, { put: [card("body:z", 5)] })), "gap");
  assert.equal(store.get("body:z"), undefined);
  assert.equal(store.seq, 3);
});

test("a delta that is already known is not a gap", () => {
  const store = loaded();
  assert.equal(store.take(delta(1, 3, { drop: ["body:a"] })), "stale");
  assert.ok(store.get("body:a"));
});

test("drops come before puts", () => {
  const store = loaded();
  assert.equal(store.take(delta(3, 4, { drop: ["body:a"], put: [card("body:a", 4, { status: "tension" })] })), "taken");
  assert.equal(store.get("body:a").status, "tension");
});

test("a tombstone of a card that was never held is harmless", () => {
  const store = loaded();
  assert.equal(store.take(delta(3, 5, { drop: ["body:unknown", "need:x", "body:b"] })), "taken");
  assert.deepEqual([...store.of("body").keys()], ["body:a"]);
});

test("what was handed out does not change under its reader", () => {
  const store = loaded();
  const [bodies, crises] = [store.of("body"), store.of("crisis")];
  store.take(delta(3, 4, { put: [card("body:c", 4)] }));
  assert.equal(bodies.size, 2);
  assert.notEqual(store.of("body"), bodies);
  assert.equal(store.of("crisis"), crises);
});

test("readers are told which types have changed", () => {
  const store = loaded();
  let told = new Set();
  store.onChange = (types) => (told = types);
  store.take(delta(3, 4, { put: [card("notice:n", 4)], drop: ["body:a"], lines: [line(4)] }));
  assert.deepEqual([...told].sort(), ["body", "lines", "notice"]);
});

test("lines stand once each, the newest first, in a bounded number", () => {
  const store = loaded();
  store.take(delta(3, 5, { lines: [line(4), line(5)] }));
  store.remember([line(2), line(4)]);
  assert.deepEqual(store.lines.map(({ seq }) => seq), [5, 4, 2]);
  store.take(delta(5, 5 + LINES_KEPT, { lines: Array.from({ length: LINES_KEPT }, (_, n) => line(6 + n)) }));
  assert.equal(store.lines.length, LINES_KEPT);
  assert.equal(store.lines.at(-1).seq, 6);
});
