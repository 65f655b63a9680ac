import assert from "node:assert/strict";
import test from "node:test";
import { isMine, lateItems, taskView, taskViews, tasksOf } from "../tasks.js";

const NOW = Date.parse("2026-01-28T14:00:00Z");
const playbooks = new Map([["playbook:socle", { actions: { "SOC-01": { title: "Rendre compte", who: "ccas_direction" }, "SOC-02": { title: "Relayer", who: "udccas" } } }]]);
const card = (owner, items, more = {}) => ({ id: `tasks:${owner}`, type: "tasks", seq: 1, owner, items, ...more });
const item = (state, due) => ({ state, due, playbook: "socle" });
const tasks = tasksOf([
  card("ccas-77333", { "SOC-01": item("a_faire", "2026-01-28T16:00:00Z") }, { departement: "77" }),
  card("ccas-77288", { "SOC-01": item("a_faire", "2026-01-28T12:00:00Z") }, { departement: "77" }),
  card("departement-91", { "SOC-02": item("a_faire") }),
  card("departement-77", { "SOC-02": item("fait", "2026-01-28T12:00:00Z") }),
], playbooks, NOW);
const shown = (view, actor) => taskView(tasks, view, actor).map(({ owner }) => owner);

test("one sees one's own tasks, those of one's body and of one's département, the overdue first", () => {
  const direction = { role: "ccas_direction", bodies: ["ccas-77333"], departements: [] };
  const udccas = { role: "udccas", bodies: [], departements: ["77"] };
  assert.deepEqual(shown("mine", direction), ["ccas-77333"]);
  assert.deepEqual(shown("body", direction), ["ccas-77333"]);
  assert.deepEqual(shown("departement", udccas), ["ccas-77288", "ccas-77333"]);
  assert.deepEqual(shown("open", udccas), ["ccas-77288", "ccas-77333", "departement-91"]);
  assert.deepEqual(shown("done", udccas), ["departement-77"]);
});

test("what a protocol only recommends is listed and never late", () => {
  const useful = { ...item("a_faire", "2026-01-28T12:00:00Z"), optional: true };
  const owner = card("ccas-77333", { "SOC-01": useful, "SOC-02": item("a_faire", "2026-01-28T12:00:00Z") });
  const [first, second] = tasksOf([owner], playbooks, NOW);
  assert.deepEqual([first.late, second.late, lateItems(owner, NOW)], [false, true, 1]);
  const me = { role: "unccas_permanence", bodies: [], departements: [] };
  assert.deepEqual(taskView([first, second], "open", me).length, 2);
  assert.deepEqual(taskView([first, second], "late", me), [second]);
});

test("the tasks of the UDCCAS are the representative's where there is none", () => {
  const [there, without] = tasksOf([card("departement-77", { "SOC-02": item("a_faire") }, { departement: "77" }),
    card("departement-45", { "SOC-02": item("a_faire") }, { departement: "45", union: false })], playbooks, NOW);
  const union = { role: "udccas", bodies: [], departements: ["77", "45"] };
  const representative = { role: "representant_unccas", bodies: [], departements: [] };
  assert.deepEqual([isMine(there, union), isMine(without, union)], [true, false]);
  assert.deepEqual([isMine(there, representative), isMine(without, representative)], [false, true]);
});

test("a view is offered to those for whom it holds something", () => {
  const codes = (actor) => taskViews(actor).map(([code]) => code);
  assert.deepEqual(codes({ role: "unccas_permanence", bodies: [], departements: [] }), ["mine", "open", "late", "waiting", "done"]);
  assert.ok(codes({ role: "udccas", bodies: ["udccas-77"], departements: ["77"] }).includes("departement"));
});
