import assert from "node:assert/strict";
import { test } from "node:test";
import { owedBy } from "../owed.js";

const NOW = Date.parse("2026-07-14T12:00:00Z");
const LATER = "2026-07-14T15:00:00Z";
const dossier = (cards, allowed = ["support.accept", "support.confirm", "support.offer", "question.answer", "report.file"]) => ({
  cards: (type) => new Map((cards[type] ?? []).map((card) => [card.id, card])), may: (command) => allowed.includes(command),
});
const support = (state, from, to) => ({ id: `support:${state}`, state, from_body: from, to_body: to });
const told = (bodies, cards, allowed) => owedBy({ bodies }, dossier(cards, allowed), NOW).map(({ kind }) => kind);

test("a director is told what waits for their word, and not what waits for others", () => {
  const cards = { support: [support("proposee", "a", "b"), support("acceptee", "c", "a"), support("confirmee", "a", "b")] };
  assert.deepEqual(told(["a"], cards), ["accept", "confirm"]);
  assert.deepEqual(told(["b"], cards), []);
  assert.deepEqual(told(["a"], cards, []), []);
});

test("a call waits until it is answered, withdrawn or over", () => {
  const call = { id: "support_call:1", bodies: { a: "A" }, until: LATER };
  assert.deepEqual(told(["a"], { support_call: [call] }), ["call"]);
  for (const more of [{ answered: ["a"] }, { withdrawn_at: LATER }, { until: "2026-07-14T11:00:00Z" }]) assert.deepEqual(told(["a"], { support_call: [{ ...call, ...more }] }), []);
});

test("questions wait for the body that is asked, or for who represents", () => {
  const cards = { question: [{ id: "question:1", state: "posee", to: "a" }, { id: "question:2", state: "posee", to: "representative" }, { id: "question:3", state: "repondue", to: "a" }] };
  assert.deepEqual(told(["a"], cards), ["question"]);
  assert.deepEqual(told([], cards, ["question.answer", "support.call"]), ["question"]);
});

test("a report that was asked for waits until one came after", () => {
  const cards = (reported) => ({ body: [{ id: "body:a", reported_at: reported }], requests: [{ id: "requests:77", bodies: ["a"], asked_at: "2026-07-14T11:00:00Z" }] });
  assert.deepEqual(told(["a"], cards(undefined)), ["report"]);
  assert.deepEqual(told(["a"], cards("2026-07-14T11:30:00Z")), []);
});
