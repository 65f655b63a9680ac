// The rows of the matrix: who is shown, in which order, what is folded, and which of them are in sight. Pure.

import { plain } from "./format.js";
import { placeName } from "./names.js";
import { needOf, openNeeds } from "./needs.js";
import { SILENCE, STALE, passes, rank, sorter } from "./order.js";
import { lateItems } from "./tasks.js";

/** @typedef {import("./store.js").Card} Card */
/** @typedef {import("./order.js").Row & {id: string, type: "body", name: string, place: number}} BodyRow `place`: from 1, folded ones counted */
/** @typedef {{id: string, type: "fold", code: string, count: number, place: number, open: boolean, oldest: string, newest: string}} FoldRow */

/** Up to here everything is seen at a glance, and nothing is folded. */
const FEW = 24;
/** Beyond, whoever asks for nothing is folded too, status by status. */
const MANY = 600;
/** How many of a fold stay in sight. */
const SHOWN = 3;
/** A fold hides at least so many. */
const WORTH = 4;
/** How many rows are drawn out of sight, on each side. */
const AROUND = 12;
/** From this rank on nothing asks for attention. */
const CALM = 7;
/** Rows of one print: some five sheets. */
const ON_PAPER = 300;

/** A value read of a card, once: a card never changes, and a board of thousands is read many times a second.
 * @template T @param {(card: Card) => T} read @returns {(card: Card) => T} */
function once(read) {
  /** @type {WeakMap<Card, {value: T}>} */
  const known = new WeakMap();
  return (card) => {
    let found = known.get(card);
    if (!found) known.set(card, (found = { value: read(card) }));
    return found.value;
  };
}

const lackOf = once((card) => needOf(card));
const nameOf = once((card) => (isLocal(card) ? placeName(card.name) : card.name));

/** What is read of a crisis to draw its rows: open needs, tasks.
 * @param {{cards(type: string): Map<string, Card>}} dossier @param {number} now */
export function reader(dossier, now) {
  const needs = openNeeds(dossier.cards("need").values());
  const tasks = dossier.cards("tasks");
  return {
    needOf: (/** @type {Card} */ body) => (needs.has(body.body) ? needOf(body, needs.get(body.body)) : lackOf(body)),
    lateOf: (/** @type {Card} */ body) => lateItems(tasks.get(`tasks:${body.body}`), now),
    nameOf,
  };
}

/** The one body of social action of a commune goes by the name of the commune. @param {Card} body */
export function isLocal(body) {
  return body.kind === "ccas" || body.kind === "mairie";
}

/** The rows of the bodies that pass, in the order asked for. @param {Iterable<Card>} bodies
 * @param {import("./order.js").Filter & {sort?: string}} filter @param {ReturnType<typeof reader>} read @param {number} now @returns {BodyRow[]} */
export function rowsOf(bodies, filter, read, now) {
  const pass = passes(filter, now, read.needOf);
  /** @type {BodyRow[]} */
  const rows = [];
  for (const body of bodies) {
    if (!pass(body)) continue;
    const need = read.needOf(body);
    const since = body.observed_at ?? body.awaited_since ?? "";
    const name = read.nameOf(body);
    rows.push({ id: body.id, type: "body", place: 0, body, need, since, name, key: keyOf(name), late: read.lateOf(body), rank: rank(body, now, need) });
  }
  rows.sort(sorter(filter.sort ?? ""));
  rows.forEach((row, index) => (row.place = index + 1));
  return rows;
}

/** @type {Map<string, string>} as many as there are names of communes in the crises that were looked at */
const keys = new Map();

/** @param {string} name */
function keyOf(name) {
  let key = keys.get(name);
  if (key === undefined) keys.set(name, (key = plain(name)));
  return key;
}

/** Rows with the silent folded behind their oldest, and in a large crisis the calm ones behind the first of their status.
 * @param {BodyRow[]} rows by urgency @param {Set<string>} open codes of folds that were opened @param {string} [chosen] the id of a row that is never hidden
 * @returns {(BodyRow | FoldRow)[]} */
export function folded(rows, open, chosen = "") {
  if (rows.length <= FEW) return rows;
  const shown = [];
  for (let first = 0; first < rows.length; ) {
    let last = first;
    while (last < rows.length && rows[last].rank === rows[first].rank) last++;
    const group = rows.slice(first, last);
    const code = foldCode(group[0], rows.length);
    if (code && group.length >= SHOWN + WORTH) shown.push(...behind(group, code, open.has(code), chosen));
    else shown.push(...group);
    first = last;
  }
  return shown;
}

/** How a fold is named, "" for what is always shown. @param {BodyRow} row @param {number} all */
function foldCode({ rank: place, body }, all) {
  if (place === SILENCE) return "silent";
  if (all <= MANY) return "";
  if (place === STALE) return "stale";
  return place >= CALM ? body.status : "";
}

/** @param {BodyRow[]} group @param {string} code @param {boolean} open @param {string} chosen @returns {(BodyRow | FoldRow)[]} */
function behind(group, code, open, chosen) {
  const [shown, hidden] = [group.slice(0, SHOWN), group.slice(SHOWN)];
  const dates = hidden.map(({ since }) => since).filter(Boolean);
  /** @type {FoldRow} */
  const fold = { id: `fold:${code}`, type: "fold", code, count: hidden.length, place: hidden[0].place, open, oldest: dates[0] ?? "", newest: dates.at(-1) ?? "" };
  return [...shown, fold, ...hidden.filter(({ id }) => open || id === chosen)];
}

/** The rows that are printed, and how many are left out by status: paper is for those that ask for attention, unless a
 * choice was made. @param {BodyRow[]} rows in order @param {boolean} chosen the reader has filtered or sorted them
 * @returns {{rows: BodyRow[], left: Map<string, number>}} */
export function onPaper(rows, chosen) {
  const shown = (chosen || rows.length <= FEW ? rows : rows.filter(({ rank: place }) => place < CALM)).slice(0, ON_PAPER);
  const kept = new Set(shown);
  /** @type {Map<string, number>} */
  const left = new Map();
  for (const row of rows) if (!kept.has(row)) left.set(row.body.status, (left.get(row.body.status) ?? 0) + 1);
  return { rows: shown, left };
}

/** Which rows of a list are in sight, and a few more on each side. @param {{count: number, height: number, top: number, from: number, to: number}} seen
 * `top`: where the list begins, `from` and `to`: what can be seen, all in pixels of the same scale */
export function inSight({ count, height, top, from, to }) {
  const first = Math.max(0, Math.floor((from - top) / height) - AROUND);
  const last = Math.min(count, Math.ceil((to - top) / height) + AROUND);
  return first < last ? { first, last } : { first: 0, last: Math.min(count, AROUND) };
}
