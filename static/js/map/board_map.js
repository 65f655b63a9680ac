// The bodies of a crisis on the map: one sheet, one tab stop, the same facts as the table.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { go } from "../router.js";
import { Facts, spoken } from "./facts.js";
import { cartouches, mainFrame } from "./frames.js";
import { CartoucheBox, Outlines, Tools, outlineOf } from "./ground.js";
import { batches, callRank, layOut, leaders } from "./layout.js";
import { arcs, linksOf } from "./links.js";
import { worthNaming, writeNames } from "./naming.js";
import { ARROWS, towards, under } from "./nearest.js";
import { Plot } from "./plot.js";
import { measurer } from "./text.js";
import { useSize, useView } from "./use_view.js";
import { boxOf } from "./view.js";

/** @typedef {import("../store.js").Card} Card */
/** @typedef {import("./layout.js").Mark} Mark */

/** Letters in pixels, how many names there is room for, how much larger marks are: on a desk, on a wall of 1920 × 1080. */
const DESK = { letters: 13, names: undefined, scale: 1, margin: 26, aside: 1 };
const WALL = { letters: 28, names: 9, scale: 1.9, margin: 80, aside: 1.8 };
/** The letters of the page on that wall: they grow and shrink with the screen, and the map with them. */
const WALL_REM = 16;
/** Fading is looked at again this often. */
const FADE_MS = 10_000;
/** So few bodies are shown with what lies around them: so many units, a dozen kilometres, on each side. */
const [FEW, AROUND] = [12, 20];
/** How far from a mark a finger may fall, in pixels. */
const FINGER = 14;

/** @param {import("./projection.js").Box} box @param {number} by @returns {import("./projection.js").Box} */
function roomy([left, top, right, bottom], by) {
  return [left - by, top - by, right + by, bottom + by];
}

/** How large things are on this wall: a telephone that looks at it is not four metres away. */
function onWall() {
  const by = parseFloat(getComputedStyle(document.documentElement).fontSize) / WALL_REM;
  const at = (/** @type {number} */ value, /** @type {number} */ least) => Math.max(least, value * by);
  return { letters: at(WALL.letters, DESK.letters), names: WALL.names, scale: at(WALL.scale, DESK.scale), margin: at(WALL.margin, DESK.margin), aside: at(WALL.aside, DESK.aside) };
}

/**
 * @param {{ground: import("./territory.js").Ground, dossier: string, bodies: Card[], all: Map<string, Card>, at: number, zone: string,
 *   chosen: string | null, onChoose: (body: string | null) => void, supports: ReadonlyMap<string, import("../store.js").Card>, large: boolean}} props
 */
export function BoardMap({ ground, dossier, bodies, all, at, zone, chosen, onChoose, supports, large }) {
  const links = linksOf(supports);
  const sheet = useRef(/** @type {HTMLElement | null} */ (null));
  const size = useSize(sheet);
  const { letters, names, scale, margin, aside: largest } = useMemo(() => (large ? onWall() : DESK), [large, size]);
  const [hovered, setHovered] = useState("");
  const [cursor, setCursor] = useState("");
  const [focused, setFocused] = useState(false);

  const plot = useMemo(() => new Plot(ground), [ground]);
  const { frames, without } = useMemo(() => plot.byFrame(bodies.length ? bodies : all.values()), [plot, bodies]);
  const hit = useMemo(() => new Set([...all.values()].map(({ departement }) => departement)), [all]);
  const main = mainFrame(frames);
  const others = [...frames.keys()].filter((code) => code !== main).sort();
  const aside = useMemo(
    () => cartouches(others, size, (code) => outlineOf(ground, code), (code) => points(frames.get(code)), letters + 3, largest),
    [frames, size, main, letters, largest],
  );
  const box = useMemo(() => {
    const held = [...points(frames.get(main))];
    const found = boxOf(held);
    return found ? roomy(found, held.length <= FEW ? AROUND : 0) : outlineOf(ground, main).box;
  }, [frames, main]);
  const room = { width: size.width, height: size.height - aside.height };
  const found = useRef(/** @type {Mark[]} */ ([]));
  const map = useView(sheet, room, box, margin, {
    onPoint: (x, y) => setHovered(under(found.current, x, y)?.id ?? ""),
    onLeave: () => setHovered(""),
    onTap: (x, y, touch) => choose(under(found.current, x, y, touch ? FINGER : 4)),
  });

  const fadedAt = Math.floor(at / FADE_MS) * FADE_MS;
  const { view } = map;
  const drawn = useMemo(() => {
    const shown = bodies.length ? frames : new Map();
    return [{ code: main, view, frame: frameOf(size), cartouche: null }, ...aside.cartouches.map((cartouche) => ({ code: cartouche.code, view: cartouche.view, frame: cartouche.box, cartouche }))]
      .map((one) => ({ ...one, ...layOut(shown.get(one.code) ?? [], one.view, one.frame, fadedAt, one.cartouche ? Math.min(scale, aside.scale) : scale) }))
      .map((one) => ({ ...one, batches: batches(one.marks), leaders: leaders(one.marks) }));
  }, [frames, bodies.length, view.k, view.x, view.y, size, aside, fadedAt, scale]);
  const marks = useMemo(() => drawn.flatMap((one) => one.marks), [drawn]);
  found.current = marks;
  const measure = useMemo(() => measurer(letters), [letters]);
  const tools = useMemo(() => toolsOf(sheet.current), [size]);
  const chosenId = chosen ? `body:${chosen.replace(/^body:/, "")}` : null;
  const named = useMemo(() => drawn.map(({ marks: here, dense, frame, cartouche }) => {
    const wanted = worthNaming(here, { dense, always: chosenId, most: cartouche ? 2 : names });
    return writeNames(wanted, here, cartouche ? frame : frameOf(room), letters, measure, cartouche ? [] : tools);
  }), [drawn, chosenId, measure, room.height, tools]);

  const byId = useMemo(() => new Map(marks.map((mark) => [mark.id, mark])), [marks]);
  const byFrame = useMemo(() => new Map(drawn.flatMap((one, index) => one.marks.map(({ id }) => [id, index]))), [drawn]);
  const most = () => marks.findLast(({ body, x, y }) => callRank(body) < 99 && x > 0 && y > 0 && x < size.width && y < size.height) ?? marks.at(-1);
  const current = byId.get(cursor) ?? (chosenId ? byId.get(chosenId) : undefined) ?? most();
  const pointed = byId.get(hovered) ?? (focused ? current : undefined) ?? (chosenId ? byId.get(chosenId) : undefined);

  function choose(/** @type {Mark | null} */ mark) {
    if (mark) setCursor(mark.id);
    onChoose(mark && mark.id !== chosenId ? mark.body.body : null);
  }
  useEffect(() => {
    const mark = chosenId && byId.get(chosenId);
    if (!mark) return;
    setCursor(mark.id);
    if (byFrame.get(mark.id) === 0) map.bring(mark.x, mark.y);
  }, [chosenId]);

  function press(/** @type {KeyboardEvent} */ key) {
    setFocused(true);
    setHovered("");
    if (act(key)) key.preventDefault();
  }
  /** @param {KeyboardEvent} key @returns {boolean} whether the key was for the map */
  function act({ key, ctrlKey, altKey, metaKey }) {
    if (ctrlKey || altKey || metaKey) return false;
    const tools = { "+": map.nearer, "-": map.further, 0: map.reset, Escape: () => onChoose(null) };
    const tool = tools[/** @type {keyof typeof tools} */ (key)];
    if (tool) return tool(), true;
    if (!current) return false;
    if (key === "Enter") return go(`/dossiers/${dossier}/organismes/${current.body.body}`), true;
    if (key === " ") return choose(current), true;
    const next = ARROWS[key] ? towards(marks, current, ARROWS[key]) : key === "Home" ? most() : null;
    if (!next) return key in ARROWS;
    setCursor(next.id);
    if (byFrame.get(next.id) === 0) map.bring(next.x, next.y);
    return true;
  }

  const byKeys = (/** @type {FocusEvent} */ { currentTarget }) => setFocused(/** @type {Element} */ (currentTarget).matches(":focus-visible"));
  /** What is drawn over the marks of the main frame, which slide, or over the others. @param {boolean} main */
  const over = (main) => {
    const here = (/** @type {Mark | undefined} */ mark) => mark && main === (byFrame.get(mark.id) === 0);
    const held = chosenId ? byId.get(chosenId) : undefined;
    return html`${here(current) && html`<${Option} id=${option} mark=${current} at=${at} setsize=${marks.length} chosen=${current?.id === chosenId} />`}
      ${here(pointed) && html`<${Ring} mark=${pointed} />`}${here(held) && html`<${Ring} mark=${held} held />`}`;
  };
  const option = current && `map-${current.id.replace(/\W/g, "-")}`;
  return html`<div class=${`map ${map.free ? "free" : ""} ${large ? "map-large" : ""}`} ref=${sheet}>
      <svg viewBox=${`0 0 ${size.width || 1} ${size.height || 1}`} data-marks=${marks.length} tabindex="0" role=${current ? "listbox" : "img"}
        aria-label=${current ? "Carte des organismes. Flèches\u00a0: aller au plus proche. Entrée\u00a0: ouvrir." : "Carte sans organisme"}
        aria-activedescendant=${focused ? option : null} onKeyDown=${press} onFocus=${byKeys} onBlur=${() => setFocused(false)}>
        <defs><marker id="map-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="arrow" d="M0 0l8 4-8 4z" /></marker></defs>
        <g ref=${map.layer}>
          <g aria-hidden="true"><${Outlines} ground=${ground} frame=${main} view=${view} hit=${hit} /><${Marks} drawn=${drawn[0]} names=${named[0]} letters=${letters} />
            ${arcs(links, byId).map(({ key, d, onWay }) => html`<path key=${key} class=${`arc ${onWay ? "on-way" : ""}`} d=${d} marker-end="url(#map-arrow)" />`)}</g>
          ${over(true)}</g>
        ${aside.cartouches.map((cartouche, index) => html`<${CartoucheBox} key=${cartouche.code} ground=${ground} cartouche=${cartouche} hit=${hit} letters=${letters} measure=${measure}><${Marks} drawn=${drawn[index + 1]} names=${named[index + 1]} letters=${letters} /><//>`)}
        ${over(false)}</svg>
      ${!large && html`<${Tools} map=${map} />`}
    </div>
    ${!large && html`<${Facts} mark=${pointed ?? null} dossier=${dossier} at=${at} zone=${zone} source=${ground.territory.source} without=${without} links=${links.length > 0} />`}`;
}

/** What the keys stand on, for those who hear the map. */
function Option({ id, mark, at, setsize, chosen }) {
  return html`<g key=${mark.id} id=${id} role="option" aria-selected=${String(chosen)} aria-setsize=${setsize} aria-posinset="1" aria-label=${spoken(mark.body, at)}>
    <circle class="stand" cx=${mark.x} cy=${mark.y} r=${mark.r + 4} /></g>`;
}

/** @param {{mark: Mark, held?: boolean}} props */
function Ring({ mark, held }) {
  return html`<circle aria-hidden="true" class=${held ? "ring chosen" : "ring"} cx=${mark.x} cy=${mark.y} r=${mark.r + 4} />`;
}

/** @param {{drawn: any, names: import("./naming.js").Name[], letters: number}} props */
function Marks({ drawn, names, letters }) {
  const lines = drawn.leaders + names.map(({ leader }) => leader).join("");
  return html`${lines && html`<path class="leader" d=${lines} />`}
    <g class="marks">${drawn.batches.map(({ key, className, d }) => html`<path key=${key} class=${className} d=${d} />`)}</g>
    ${names.map(({ id, text, x, y, anchor, strong }) => html`<text key=${id} class=${strong ? "lbl lbl-s" : "lbl"} x=${x} y=${y} font-size=${letters} text-anchor=${anchor}>${text}</text>`)}`;
}

/** @param {import("./plot.js").Placed[] | undefined} placed @returns {[number, number][]} */
const points = (placed = []) => placed.map(({ x, y }) => [x, y]);
/** Where the buttons lie over the map, in its pixels. @param {Element | null} sheet @returns {import("./projection.js").Box[]} */
function toolsOf(sheet) {
  const tools = /** @type {HTMLElement | null | undefined} */ (sheet?.querySelector(".map-tools"));
  if (!tools) return [];
  const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = tools;
  return [[left, top, left + width, top + height]];
}
/** @param {import("./view.js").Size} size @returns {import("./projection.js").Box} */
const frameOf = ({ width, height }) => [0, 0, width, height];
