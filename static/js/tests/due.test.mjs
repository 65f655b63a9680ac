import assert from "node:assert/strict";
import test from "node:test";
import { DueLines } from "../due.js";

const NOW = Date.parse("2026-01-28T14:00:00Z");
const item = (due, state = "a_faire", more = {}) => ({ state, due: due && `2026-01-28T${due}:00Z`, playbook: "socle", ...more });
const cards = (owners) => new Map(Object.entries(owners).map(([owner, items]) => [`tasks:${owner}`, { id: `tasks:${owner}`, type: "tasks", seq: 1, owner, items }]));
const said = (lines) => lines.soonest(4).map(({ code, due, owners }) => `${code} ${new Date(due).toISOString().slice(11, 16)} ×${owners}`);
const followed = (...boards) => {
  const lines = new DueLines();
  for (const board of boards) lines.follow(board);
  return lines;
};

test("the same task due at the same time by many is one line, the longest late first", () => {
  const lines = followed(cards({
    a: { "SOC-02": item("16:00"), "SOC-01": item("12:00") }, b: { "SOC-01": item("12:00"), "SOC-03": item("11:00", "fait") },
    c: { "SOC-01": item("13:00"), "SOC-04": item("10:00", "a_faire", { optional: true }), "SOC-05": item("") },
  }));
  assert.deepEqual(said(lines), ["SOC-01 12:00 ×2", "SOC-01 13:00 ×1", "SOC-02 16:00 ×1"]);
  assert.deepEqual(lines.late(NOW), { tasks: 3, owners: 3 });
});

test("whatever changed on the way, the count is that of the last board", () => {
  const hours = ["10:00", "12:00", "15:00", "18:00"];
  const boards = Array.from({ length: 40 }, (_, turn) => cards(Object.fromEntries(Array.from({ length: 1 + ((turn * 7) % 9) }, (_, owner) => [
    `o${(owner * 5 + turn) % 12}`, { "SOC-01": item(hours[(turn + owner) % 4], owner % 3 ? "a_faire" : "fait"), "SOC-02": item(hours[(turn * owner) % 4], "en_cours") }]))));
  const lines = new DueLines();
  for (const board of boards) {
    lines.follow(board);
    assert.deepEqual([said(lines), lines.late(NOW)], [said(followed(board)), followed(board).late(NOW)]);
  }
});
