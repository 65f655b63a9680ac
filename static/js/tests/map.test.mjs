import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cartouches, mainFrame } from "../map/frames.js";
import { DENSE, batches, fading, layOut, leaders } from "../map/layout.js";
import { arcs } from "../map/links.js";
import { worthNaming, writeNames } from "../map/naming.js";
import { ARROWS, inside, towards, under } from "../map/nearest.js";
import { METROPOLE, frameOf, projector } from "../map/projection.js";
import { spread } from "../map/spread.js";
import { around, boxOf, fit, moved, overlap, seen, zoomed } from "../map/view.js";
import { placeName } from "../names.js";

const territory = JSON.parse(readFileSync(new URL("../../map/departements.json", import.meta.url), "utf8"));
const project = projector(territory);
const boxes = Object.fromEntries(territory.departements.map(({ code, box }) => [code, box]));
const NOW = Date.parse("2018-01-28T13:00:00Z");
const body = (name, status, more = {}) => ({ id: `body:${name}`, type: "body", seq: 1, name, body: name, status, departement: "77", population: 5000, ...more });
const placed = (count, status, step = 1) => Array.from({ length: count }, (_, n) => ({ body: body(`n${n}`, status), x: (n % 60) * step, y: Math.floor(n / 60) * step }));
const FRAME = [0, 0, 600, 600];
const WHOLE = { k: 1, x: 0, y: 0 };

test("a town hall falls inside its own département, in metropolitan France as overseas", () => {
  const towns = { 77: [485386, 26597], 29: [483904, -44861], "2A": [419192, 87386], 971: [159958, -617294], 974: [-208789, 554481], 988: [-222735, 1664406] };
  for (const [code, position] of Object.entries(towns)) {
    const [x, y] = project(position, code);
    assert.ok(overlap([x, y, x, y], boxes[code]), `${code}: ${x} ${y} in ${boxes[code]}`);
  }
  assert.equal(frameOf(territory, "77"), METROPOLE);
  assert.equal(frameOf(territory, "974"), "974");
});

test("a kilometre is as long to the north as to the east, within one part in fifty", () => {
  const [x, y] = project([485386, 26597], "77");
  const north = Math.hypot(project([486286, 26597], "77")[0] - x, project([486286, 26597], "77")[1] - y);
  const east = Math.hypot(project([485386, 27956], "77")[0] - x, project([485386, 27956], "77")[1] - y);
  assert.ok(Math.abs(north / east - 1) < 0.02, `${north} ${east}`);
});

test("a fit shows a whole box in the middle, and never goes nearer than the surroundings of a commune", () => {
  const size = { width: 400, height: 300 };
  const view = fit([0, 0, 100, 300], size, 20);
  assert.deepEqual([view.k, view.x + 50 * view.k, view.y + 150 * view.k], [260 / 300, 200, 150]);
  assert.ok(fit([10, 10, 10, 10], size).k <= 7);
  assert.deepEqual(seen({ k: 2, x: 10, y: 20 }, size), [-5, -10, 195, 140]);
});

test("what lies under the hand stays there while one zooms, as far as one may go", () => {
  const view = { k: 2, x: 30, y: -10 };
  const nearer = zoomed(view, 1.5, 100, 80);
  assert.ok(Math.abs((100 - nearer.x) / nearer.k - (100 - view.x) / view.k) < 1e-9);
  assert.ok(zoomed(view, 1e6, 0, 0).k <= 24 && zoomed(view, 1e-6, 0, 0).k >= 0.05);
  assert.deepEqual(moved(view, 5, 6), { k: 2, x: 35, y: -4 });
});

test("marks of one place are pushed apart, always in the same way, and stay near it", () => {
  const marks = () => Array.from({ length: 30 }, () => ({ trueX: 300, trueY: 300, x: 300, y: 300, r: 6 }));
  const [one, again] = [marks(), marks()];
  spread(one);
  spread(again);
  assert.deepEqual(one, again);
  const apart = one.flatMap((a, i) => one.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
  assert.ok(Math.min(...apart) > 7, `${Math.min(...apart)}`);
  assert.ok(one.every(({ x, y }) => Math.hypot(x - 300, y - 300) < 80));
  assert.ok(leaders([{ ...one[0], x: 340 }]).startsWith("M300 300L340"));
});

test("marks that do not touch are left where they are", () => {
  const marks = [{ trueX: 10, trueY: 10, x: 10, y: 10, r: 5 }, { trueX: 40, trueY: 10, x: 40, y: 10, r: 5 }];
  spread(marks);
  assert.deepEqual(marks.map(({ x, y }) => [x, y]), [[10, 10], [40, 10]]);
});

test("what calls is drawn last, larger, and keeps its size where there are too many marks", () => {
  const many = [...placed(DENSE + 50, "veille"), { body: body("over", "deborde"), x: 50, y: 50 }];
  const { marks, dense } = layOut(many, WHOLE, FRAME, NOW);
  assert.ok(dense);
  assert.equal(marks.at(-1).body.name, "over");
  assert.deepEqual([marks.at(-1).small, marks[0].small], [false, true]);
  assert.ok(marks.at(-1).r > 2 * marks[0].r);
  assert.equal(layOut(placed(40, "veille", 12), WHOLE, FRAME, NOW).dense, false);
});

test("4,100 marks make a few paths", () => {
  const statuses = ["deborde", "hors_service", "tension", "sans_nouvelle", "injoignable", "mobilise", "retour_normale", "veille"];
  const all = statuses.flatMap((status) => placed(513, status));
  const paths = batches(layOut(all, WHOLE, FRAME, NOW).marks);
  assert.ok(paths.length < 40);
  assert.equal(new Set(paths.map(({ key }) => key)).size, paths.length);
});

test("a mark pales as the validity of its news passes, then is out of date", () => {
  const news = { observed_at: "2018-01-28T12:00:00Z", valid_until: "2018-01-28T15:00:00Z" };
  const at = (minutes) => fading(body("a", "mobilise", news), Date.parse(news.observed_at) + minutes * 60_000);
  assert.deepEqual([at(10), at(80), at(150), at(200)], ["", "age1", "age2", "stale"]);
  assert.equal(fading(body("b", "sans_nouvelle"), NOW), "");
});

test("names cover neither each other, nor marks, nor the edge; the most urgent are served first", () => {
  const crowd = Array.from({ length: 60 }, (_, n) => ({ body: body(`CCAS de Ville${n}`, n % 3 ? "tension" : "deborde"), x: 40 + (n % 8) * 60, y: 40 + Math.floor(n / 8) * 60 }));
  const { marks } = layOut(crowd, WHOLE, FRAME, NOW);
  const wanted = worthNaming(marks);
  assert.equal(wanted[0].mark.body.status, "deborde");
  assert.ok(wanted.length <= 40);
  const names = writeNames(wanted, marks, FRAME, 13, (text) => text.length * 7);
  const box = ({ text, x, y, anchor }) => {
    const width = text.length * 7;
    const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
    return [left + 1, y - 9, left + width - 1, y];
  };
  assert.ok(names.length > 10);
  names.forEach((one, index) => {
    assert.ok(names.slice(index + 1).every((other) => !overlap(box(one), box(other))), one.text);
    assert.ok(marks.every(({ x, y, r }) => !overlap(box(one), [x - r + 1, y - r + 1, x + r - 1, y + r - 1])), one.text);
  });
});

test("a dense map names twelve at most, and always the one that was chosen", () => {
  const all = [...placed(DENSE + 1, "tension"), { body: body("CCAS d’Évry", "veille"), x: 3, y: 3 }];
  const { marks, dense } = layOut(all, WHOLE, FRAME, NOW);
  const wanted = worthNaming(marks, { dense, always: "body:CCAS d’Évry" });
  assert.equal(wanted[0].text, "Évry");
  assert.ok(wanted.length <= 12);
});

test("an arrow goes to the nearest mark ahead, rather straight, and stops at the last one", () => {
  const spots = [[0, 0], [10, 1], [9, 9], [-5, 0], [30, 0]].map(([x, y], n) => ({ id: `${n}`, x, y, r: 2 }));
  const go = (from, key) => towards(spots, spots[from], ARROWS[key])?.id;
  assert.deepEqual([go(0, "ArrowRight"), go(1, "ArrowRight"), go(0, "ArrowLeft"), go(0, "ArrowDown"), go(4, "ArrowRight")], ["1", "4", "3", "2", undefined]);
});

test("a finger takes the mark under it or the nearest within reach, a rectangle those inside", () => {
  const spots = [{ id: "a", x: 0, y: 0, r: 4 }, { id: "b", x: 20, y: 0, r: 4 }];
  assert.equal(under(spots, 3, 0)?.id, "a");
  assert.equal(under(spots, 13, 0)?.id, "b");
  assert.equal(under(spots, 100, 0), null);
  assert.deepEqual(inside(spots, [-5, -5, 5, 5]).map(({ id }) => id), ["a"]);
});

test("one moves about in metropolitan France, or where most is; the others stand in boxes that stay small", () => {
  const frames = (counts) => new Map(Object.entries(counts).map(([code, length]) => [code, { length }]));
  assert.equal(mainFrame(frames({ 971: 9, [METROPOLE]: 1 })), METROPOLE);
  assert.equal(mainFrame(frames({ 971: 2, 972: 9 })), "972");
  const size = { width: 326, height: 265 };
  const of = (code) => territory.departements.find((one) => one.code === code);
  const made = cartouches(Object.keys(territory.insets), size, of, () => [], 16);
  assert.ok(made.height < size.height / 2);
  made.cartouches.forEach(({ box }, index) => {
    assert.ok(box[0] >= 0 && box[2] <= size.width && box[3] <= size.height);
    assert.ok(made.cartouches.slice(index + 1).every((other) => !overlap(box, other.box)));
  });
});

test("help on its way is told from help that has come; ends that are not on the map draw nothing", () => {
  const marks = new Map([["body:a", { x: 0, y: 0, r: 5 }], ["body:b", { x: 100, y: 0, r: 5 }]]);
  const drawn = arcs([{ from: "a", to: "b", state: "en_route" }, { from: "body:a", to: "body:b", state: "sur_place" }, { from: "a", to: "z", state: "sur_place" }], marks);
  assert.deepEqual(drawn.map(({ onWay }) => onWay), [true, false]);
});

test("the name of a body is that of its commune, with its article", () => {
  const names = { "CCAS d’Évry-Courcouronnes": "Évry-Courcouronnes", "CCAS du Mée-sur-Seine": "Le Mée-sur-Seine", "Mairie des Ulis": "Les Ulis", "Mairie de La Tombe": "La Tombe", "Préfecture de Seine-et-Marne": "Préfecture de Seine-et-Marne" };
  for (const [name, place] of Object.entries(names)) assert.equal(placeName(name), place);
});

test("the box of nothing is nothing", () => {
  assert.equal(boxOf([]), null);
  assert.deepEqual(around([null, [1, 2, 3, 4], [0, 3, 2, 9]]), [0, 2, 3, 9]);
});
