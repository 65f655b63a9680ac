import assert from "node:assert/strict";
import test from "node:test";
import { alarmWords, calling, isFor, takenUp } from "../alarms.js";

const NOW = Date.parse("2026-01-28T14:00:00Z");
const alarm = (seq, more = {}) => ({ id: `alarm:${seq}`, type: "alarm", seq, subject: "deborde", name: "Esbly", raised_at: `2026-01-28T13:${10 + seq}:00Z`, ...more });

test("what nobody has taken up calls, the newest first, until it is settled", () => {
  const cards = [alarm(1), alarm(2), alarm(3, { settled_at: "2026-01-28T13:30:00Z" }), alarm(4, { acknowledged_at: "2026-01-28T13:50:00Z" })];
  assert.deepEqual(calling(cards).map(({ seq }) => seq), [2, 1]);
});

test("what somebody took up stays a while, then leaves", () => {
  const cards = [alarm(1, { acknowledged_at: "2026-01-28T13:30:00Z" }), alarm(2, { acknowledged_at: "2026-01-28T13:50:00Z" })];
  assert.deepEqual(takenUp(cards, NOW).map(({ seq }) => seq), [2]);
});

test("the words of a body are said only while they still are its last", () => {
  const body = { id: "body:a", type: "body", seq: 1, status: "deborde", text: "CARE plein." };
  assert.equal(alarmWords(alarm(1), body).more, "«\u00a0CARE plein.\u00a0»");
  assert.equal(alarmWords(alarm(1), { ...body, status: "tension" }).more, "");
  assert.equal(alarmWords(alarm(1, { subject: "silence", departement: "77", bodies: 11 }), undefined).what, "Silence dans le département 77\u00a0: 11\u00a0organismes attendus");
});

test("an UDCCAS takes up the silences of its département, and all that it sees once it is designated", () => {
  const seen = (...commands) => ({ may: (command) => commands.includes(command) });
  const silence = alarm(1, { subject: "silence" });
  assert.ok(isFor(silence, seen("alarm.acknowledge"), "udccas"));
  assert.ok(!isFor(alarm(2), seen("alarm.acknowledge"), "udccas"));
  assert.ok(isFor(alarm(2), seen("alarm.acknowledge", "playbook.apply"), "udccas"));
  assert.ok(isFor(alarm(2), seen("alarm.acknowledge"), "prefecture"));
  assert.ok(!isFor(silence, seen(), "ccas_direction"));
});
