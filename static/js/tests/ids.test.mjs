import assert from "node:assert/strict";
import { test } from "node:test";
import { commandId } from "../ids.js";

const AT = Date.parse("2018-01-28T13:03:07.042Z");

test("the id of a command is a UUID 7 that tells when it was made", () => {
  const id = commandId(AT);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16), AT);
});

test("of two commands the later one has the greater id, and those of one instant differ", () => {
  assert.ok(commandId(AT) < commandId(AT + 1));
  assert.equal(new Set(Array.from({ length: 1_000 }, () => commandId(AT))).size, 1_000);
});
