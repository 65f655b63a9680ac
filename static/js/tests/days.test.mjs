// The months of the calendar page: every day once, weeks from Monday on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dayName, isMonth, lastDay, monthAfter, monthName, quarterName, quarterOf, weeksOf } from "../days.js";

test("every day of a month stands once, in weeks of seven days from Monday on", () => {
  for (let month = "2023-11"; month < "2029-01"; month = monthAfter(month, 1)) {
    const weeks = weeksOf(month);
    assert.ok(weeks.every((week) => week.length === 7));
    const days = weeks.flat().filter((day) => day !== null);
    assert.deepEqual(days, Array.from({ length: days.length }, (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`));
    assert.equal(days.at(-1), lastDay(month));
    weeks.forEach((week) => week.forEach((day, index) => day && assert.equal(new Date(day).getUTCDay(), (index + 1) % 7)));
  }
});

test("months are counted over the years, and leap years have their day", () => {
  assert.equal(monthAfter("2026-01", -1), "2025-12");
  assert.equal(monthAfter("2025-11", 3), "2026-02");
  assert.equal(lastDay("2024-02"), "2024-02-29");
  assert.equal(lastDay("2100-02"), "2100-02-28");
  assert.equal(quarterOf("2026-12"), "2026-10");
});

test("what an address gives is a month, or is not", () => {
  assert.deepEqual(["2026-07", "2026-13", "2026-7", "", null].map((text) => isMonth(text)), [true, false, false, false, false]);
});

test("days, months and quarters are said in French", () => {
  assert.equal(dayName("2026-07-14"), "mardi 14 juillet 2026");
  assert.equal(dayName("2026-10-01"), "jeudi 1er octobre 2026");
  assert.equal(monthName("2026-08"), "août 2026");
  assert.equal(quarterName("2026-02"), "1er trimestre 2026");
  assert.equal(quarterName("2026-07"), "3e trimestre 2026");
});
