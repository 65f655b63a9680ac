import assert from "node:assert/strict";
import test from "node:test";
import { countOf, differences } from "../versions.js";

const action = { title: "Ouvrir", done_when: "C’est ouvert", who: "ccas_direction", must: true, phase: "T0", anchor: "t0", at: "PT1H", scope: "body", partners: [], aids: ["DONS"] };
const frozen = { actions: { "SOC-01": action, "SOC-02": action }, retired: [], red_lines: ["Aucun nom"] };
const library = (...actions) => ({ actions, red_lines: ["Aucun nom"] });

test("two texts that say the same have no difference, whatever they leave out", () => {
  const { partners, ...without } = action;
  const found = differences(frozen, library({ code: "SOC-01", ...without, check: "none" }, { code: "SOC-02", ...action }));
  assert.equal(countOf(found), 0);
});

test("what is added, changed and taken away is told, field by field", () => {
  const found = differences(frozen, { ...library({ code: "SOC-01", ...action, at: "PT2H", must: false }, { code: "SOC-03", ...action }), red_lines: ["Aucun nom, jamais"] });
  assert.deepEqual(found.changed, [{ code: "SOC-01", title: "Ouvrir", fields: ["obligatoire ou non", "délai"] }]);
  assert.deepEqual([found.added.map(({ code }) => code), found.removed.map(({ code }) => code)], [["SOC-03"], ["SOC-02"]]);
  assert.deepEqual(found.lines, { added: ["Aucun nom, jamais"], removed: ["Aucun nom"] });
  assert.equal(countOf(found), 5);
});

test("what an earlier version had and the crisis has no more is not a difference", () => {
  const found = differences({ ...frozen, retired: ["SOC-02"] }, library({ code: "SOC-01", ...action }));
  assert.equal(countOf(found), 0);
});
