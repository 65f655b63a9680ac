import assert from "node:assert/strict";
import { test } from "node:test";
import { fromField, toField } from "../time.js";

test("a field shows and reads the hour of the zone", () => {
  assert.equal(toField("2018-01-28T13:03:07Z", "Europe/Paris"), "2018-01-28T14:03");
  assert.equal(fromField("2018-01-28T14:03", "Europe/Paris"), "2018-01-28T13:03:00.000Z");
  assert.equal(fromField("2018-07-28T14:03", "Europe/Paris"), "2018-07-28T12:03:00.000Z");
  assert.equal(fromField("2018-01-28T14:03", "Pacific/Tahiti"), "2018-01-29T00:03:00.000Z");
});

test("what was read is shown again, hour by hour, through both changes of time", () => {
  for (const start of ["2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z"]) {
    for (let hour = 0; hour < 12; hour++) {
      const shown = toField(Date.parse(start) + hour * 3_600_000, "Europe/Paris");
      assert.equal(toField(fromField(shown, "Europe/Paris"), "Europe/Paris"), shown);
    }
  }
});

test("an empty or unreadable field means nothing", () => {
  assert.equal(fromField("", "Europe/Paris"), null);
  assert.equal(fromField("hier", "Europe/Paris"), null);
});
