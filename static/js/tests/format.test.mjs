import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, clockSeconds, counted, dated, duration, elapsed, euros, longDay, moment, number, plain, plainDay } from "../format.js";

const PARIS = "Europe/Paris";
const MINUTE = 60_000;

test("numbers have narrow spaces and a real minus", () => {
  assert.equal(number(2351), "2\u202f351");
  assert.equal(number(999), "999");
  assert.equal(number(-1234567), "\u22121\u202f234\u202f567");
});

test("money is written from cents", () => {
  assert.equal(euros(123456), "1\u202f234,56\u00a0€");
  assert.equal(euros(5000), "50\u00a0€");
  assert.equal(euros(-50), "\u22120,50\u00a0€");
});

test("zero and one are singular", () => {
  assert.equal(counted(0, "personne"), "0\u00a0personne");
  assert.equal(counted(1, "foyer"), "1\u00a0foyer");
  assert.equal(counted(2351, "personne"), "2\u202f351\u00a0personnes");
  assert.equal(counted(2, "local", "locaux"), "2\u00a0locaux");
});

test("hours are those of the dossier’s zone", () => {
  assert.equal(clock("2018-01-28T13:03:07Z", PARIS), "14\u00a0h\u00a003");
  assert.equal(clock("2018-01-28T13:03:07Z", "Indian/Reunion"), "17\u00a0h\u00a003");
  assert.equal(clockSeconds("2018-01-28T23:03:07Z", PARIS), "00:03:07");
});

test("another day is named, another year too", () => {
  const now = Date.parse("2018-01-28T13:00:00Z");
  assert.equal(moment("2018-01-28T08:00:00Z", PARIS, now), "9\u00a0h\u00a000");
  assert.equal(moment("2018-01-27T22:30:00Z", PARIS, now), "27\u00a0janv., 23\u00a0h\u00a030");
  assert.equal(dated("2018-01-28T08:00:00Z", PARIS, now), "à 9\u00a0h\u00a000");
  assert.equal(dated("2018-01-27T22:30:00Z", PARIS, now), "le 27\u00a0janv. à 23\u00a0h\u00a030");
  assert.match(moment("2017-12-31T22:30:00Z", PARIS, now), /2017/);
});

test("the first of the month is an ordinal", () => {
  assert.equal(plainDay("2018-02-01"), "1er février 2018");
  assert.equal(plainDay("2018-02-11"), "11 février 2018");
  assert.equal(longDay("2018-02-01T12:00:00Z", PARIS), "jeudi 1er février 2018");
});

test("durations have two units at most", () => {
  assert.equal(duration(20_000), "20\u00a0s");
  assert.equal(duration(47 * MINUTE), "47\u00a0min");
  assert.equal(duration(177 * MINUTE), "2\u00a0h\u00a057");
  assert.equal(duration(76 * 60 * MINUTE), "3\u00a0j\u00a04\u00a0h");
  assert.equal(elapsed(-2_000), "0\u00a0s");
  assert.equal(elapsed(7523 * MINUTE), "J+5 · 125\u00a0h\u00a023");
});

test("searching ignores accents, case and hyphens", () => {
  assert.equal(plain("Évry-Courcouronnes"), "evry courcouronnes");
  assert.equal(plain("L’Œil "), "l oeil");
});
