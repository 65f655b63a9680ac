import assert from "node:assert/strict";
import { test } from "node:test";
import { ofThe, the, toThe } from "../articles.js";

test("the name of a body takes its article in a sentence", () => {
  assert.deepEqual(["CCAS de Melun", "Mairie de Gravon", "UDCCAS de l’Essonne", "SG‑AV / DIAV"].map(the), ["le CCAS de Melun", "la mairie de Gravon", "l’UDCCAS de l’Essonne", "le SG‑AV / DIAV"]);
  assert.deepEqual(["CCAS de Melun", "Mairie de Gravon", "UDCCAS de l’Essonne"].map(ofThe), ["du CCAS de Melun", "de la mairie de Gravon", "de l’UDCCAS de l’Essonne"]);
  assert.deepEqual(["CIAS de la CC Exemple", "Préfecture du Nord", "UNCCAS"].map(toThe), ["au CIAS de la CC Exemple", "à la préfecture du Nord", "à l’UNCCAS"]);
});

test("a name of another kind stays as it is", () => {
  assert.deepEqual([the("Ville Exemple"), ofThe("Ville Exemple"), toThe("CCASinus")], ["Ville Exemple", "de Ville Exemple", "à CCASinus"]);
});
