import assert from "node:assert/strict";
import { test } from "node:test";
import { Replay, merged } from "../replay.js";
import { Store } from "../store.js";

const card = (id, seq) => ({ id, type: id.split(":")[0], seq });
const step = (from, to, more = {}) => ({ from, to, at: new Date(to * 1_000).toISOString(), cursor: `${to}.0`, put: [], drop: [], lines: [], ...more });

/** A server with 1,000 entries, one a second, that gives a hundred at a time. */
function server(head = 1_000) {
  const asked = [];
  const read = async (from) => {
    asked.push(from);
    const deltas = Array.from({ length: Math.min(100, head - from) }, (_, index) => step(from + index, from + index + 1));
    return { deltas, head, view: "v", next: from + 100 < head ? from + 100 : null };
  };
  return { asked, read };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

test("nothing is skipped: playing waits for what has not been read yet", async () => {
  const { read } = server();
  const replay = new Replay(read, 0);
  assert.deepEqual(replay.until(50_000, 7), { steps: [], reached: 7 });
  await settled();
  const { steps, reached } = replay.until(50_000, 7);
  assert.equal(steps.length, 50);
  assert.equal(reached, 50_000);
  const more = replay.until(500_000, reached);
  assert.equal(more.reached, more.steps.at(-1).to * 1_000);
});

test("pages are read ahead, one at a time, and none twice", async () => {
  const { asked, read } = server();
  const replay = new Replay(read, 0);
  let at = 0;
  const seen = [];
  for (let round = 0; round < 60; round++) {
    const { steps, reached } = replay.until(at + 30_000, at);
    replay.until(at, at);
    seen.push(...steps.map(({ to }) => to));
    at = reached;
    await settled();
  }
  assert.deepEqual(seen, Array.from({ length: 1_000 }, (_, index) => index + 1));
  assert.deepEqual(asked, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
});

test("where the journal ends time goes on, and what is written meanwhile is played too", async () => {
  const short = server(10);
  const replay = new Replay((from) => (from < 10 ? short.read(from) : server(12).read(from)), 0);
  replay.until(0, 0);
  await settled();
  assert.equal(replay.until(99_000, 0).reached, 99_000);
  replay.grownTo(12);
  replay.until(99_000, 99_000);
  await settled();
  assert.deepEqual(replay.until(99_000, 99_000).steps.map(({ to }) => to), [11, 12]);
});

test("what cannot be read stops the playing and is told", async () => {
  const replay = new Replay(() => Promise.reject(new Error("cut")), 0);
  replay.until(1, 0);
  await settled();
  assert.equal(/** @type {Error} */ (replay.failed).message, "cut");
});

test("several changes taken as one leave the same board as one after another", () => {
  const steps = [
    step(3, 4, { put: [card("body:a", 4), card("body:b", 4)], lines: [{ seq: 4 }] }),
    step(4, 5, { drop: ["body:a"], lines: [{ seq: 5 }] }),
    step(5, 7, { put: [card("body:a", 7)], drop: ["body:b"] }),
    step(7, 8, { put: [card("body:c", 8)] }),
  ];
  const [one, other] = [new Store(), new Store()];
  for (const store of [one, other]) store.load({ kind: "crisis", seq: 3, cursor: "3.0", view: "v", cards: [card("body:a", 1), card("body:b", 2)] });
  for (const each of steps) assert.equal(one.take(each), "taken");
  assert.equal(other.take(merged(steps)), "taken");
  assert.deepEqual([...other.of("body").entries()].sort(), [...one.of("body").entries()].sort());
  assert.deepEqual([other.seq, other.cursor, other.lines.length], [one.seq, one.cursor, one.lines.length]);
});
