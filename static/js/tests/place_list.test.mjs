import assert from "node:assert/strict";
import test from "node:test";
import { MOST_LINES, itemsOf, textOf } from "../place_list.js";

const texts = (/** @type {string} */ list) => itemsOf(list).items.map(({ line, text }) => `${line}|${text}`);

test("a single line may be a list, with commas, semicolons or tabs", () => {
  assert.deepEqual(texts("Melun, Nemours,77316"), ["1|Melun", "2|Nemours", "3|77316"]);
  assert.deepEqual(texts("77333;77288"), ["1|77333", "2|77288"]);
  assert.deepEqual(texts(""), []);
});

test("one commune a line keeps the number of its line, whatever the ends of lines", () => {
  assert.deepEqual(texts("Melun\r\n\r\nNemours\rMoret\n"), ["1|Melun", "3|Nemours", "4|Moret"]);
});

test("a table is read by its headings, code and name together", () => {
  assert.deepEqual(texts("\ufeffDép;Code INSEE;Commune;Pop\n77;77333;Nemours;13000\n77;;Melun;40000"), ["2|77333 Nemours", "3|Melun (77)"]);
  assert.deepEqual(texts('nom,population\n"Moret, Loing et Orvanne",12000\nMelun,40000'), ["2|Moret, Loing et Orvanne", "3|Melun"]);
});

test("a table without headings keeps a code with its name, and drops no name", () => {
  assert.deepEqual(texts("77333;Nemours;13000,5\n2A004;Ajaccio"), ["1|77333 Nemours", "2|2A004 Ajaccio"]);
  assert.deepEqual(texts("Melun;77\nNemours;77"), ["1|Melun (77)", "2|Nemours (77)"]);
  assert.deepEqual(texts("Melun, Nemours\nMoret, Thomery"), ["1|Melun", "1|Nemours", "2|Moret", "2|Thomery"]);
});

test("what is beyond the bound is counted", () => {
  const { items, left } = itemsOf(Array.from({ length: MOST_LINES + 3 }, (_, at) => `commune ${at}`).join("\n"));
  assert.deepEqual([items.length, left], [MOST_LINES, 3]);
});

test("a file of a French spreadsheet is read with its accents", () => {
  const bytes = (/** @type {number[]} */ ...codes) => Uint8Array.from(codes).buffer;
  assert.equal(textOf(bytes(0x4d, 0xe9, 0x72, 0xe9)), "Méré");
  assert.equal(textOf(bytes(0x4d, 0xc3, 0xa9)), "Mé");
});
