import assert from "node:assert/strict";
import { test } from "node:test";
import { FAMILIES, familyOf, layOutBodies, stacks } from "../map/kinds.js";

const WHOLE = { k: 1, x: 0, y: 0 };
const FRAME = [0, 0, 400, 500];
const body = (id, kind = "ccas", state = "confirme") => ({ id, name: id, kind, state, departement: "77", position: [0, 0] });
const placed = (count, make = (n) => body(`ccas-${n}`)) => Array.from({ length: count }, (_, n) => ({ body: make(n), x: (n % 60) * 6, y: Math.floor(n / 60) * 6 }));

test("each family of kinds has a shape of its own, whatever its colour", () => {
  const shapes = Object.values(FAMILIES).map((shape) => shape(0, 0, 10));
  assert.equal(new Set(shapes).size, shapes.length);
  assert.equal(familyOf("prefecture"), "etat");
  assert.equal(familyOf("of a kind that comes later"), "association");
});

test("bodies that look the same are one path, confirmed ones full and presumed ones apart", () => {
  const { dots } = layOutBodies(placed(4_100, (n) => body(`ccas-${n}`, "ccas", n % 3 ? "confirme" : "presume")), WHOLE, FRAME);
  const found = stacks(dots);
  assert.equal(dots.length, 4_100);
  assert.deepEqual(found.map(({ className }) => className).sort(), ["kind kind-commune is-confirme fine", "kind kind-commune is-presume fine"]);
});

test("one that is closed has a bar across it", () => {
  const { dots } = layOutBodies(placed(1, () => body("mairie-77001", "mairie", "ferme")), WHOLE, FRAME);
  assert.deepEqual(stacks(dots).map(({ className }) => className), ["kind kind-mairie is-ferme", "kind-bar"]);
});

test("marks are as large as there is room for, and those of one place are spread while they are few", () => {
  const together = layOutBodies([1, 2, 3].map((n) => ({ body: body(`siao-${n}`, "siao"), x: 200, y: 200 })), WHOLE, FRAME);
  assert.equal(new Set(together.dots.map(({ x, y }) => `${x} ${y}`)).size, 3);
  const [few, many] = [layOutBodies(placed(10), WHOLE, FRAME).dots[0].r, layOutBodies(placed(4_100), WHOLE, FRAME).dots[0].r];
  assert.ok(few > many && many >= 2, `${few} ${many}`);
});
