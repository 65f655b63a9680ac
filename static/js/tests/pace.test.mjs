import assert from "node:assert/strict";
import test, { mock } from "node:test";
import { Pace } from "../pace.js";

test("what comes to a small board is shown as it comes", () => {
  let shown = 0;
  const pace = new Pace(() => shown++, () => false);
  for (let asked = 0; asked < 5; asked++) pace.ask();
  assert.equal(shown, 5);
});

test("on a large board what comes alone is shown at once, what comes in a crowd is shown together, and the last is never left out", (run) => {
  run.mock.timers.enable({ apis: ["setTimeout"] });
  let time = 1_000;
  mock.method(performance, "now", () => time);
  const pass = (ms) => {
    time += ms;
    run.mock.timers.tick(ms);
  };
  let shown = 0;
  const pace = new Pace(() => shown++, () => true);
  pace.ask();
  assert.equal(shown, 1);
  pass(1);
  for (let asked = 0; asked < 10; asked++) pace.ask();
  assert.equal(shown, 1);
  pass(60);
  assert.equal(shown, 2);
  pass(1_000);
  assert.equal(shown, 2);
  pace.ask();
  pace.now();
  assert.equal(shown, 4);
  pace.ask();
  pace.stop();
  pass(2_000);
  assert.equal(shown, 4);
  mock.restoreAll();
});
