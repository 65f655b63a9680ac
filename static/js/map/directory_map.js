// The bodies of the directory on the map: the same ones as the list beside, one tab stop, a shape for each family of kinds.

import { useMemo, useRef, useState } from "preact/hooks";
import { STATES } from "../elements/directory.js";
import { counted } from "../format.js";
import { html } from "../html.js";
import { placeName } from "../names.js";
import { go } from "../router.js";
import { codes, label, short } from "../vocabulary.js";
import { cartouches, mainFrame } from "./frames.js";
import { CartoucheBox, Outlines, Tools, outlineOf } from "./ground.js";
import { FAMILIES, familyOf, layOutBodies, stacks } from "./kinds.js";
import { writeNames } from "./naming.js";
import { ARROWS, towards, under } from "./nearest.js";
import { PathUnder } from "./path_under.js";
import { Plot } from "./plot.js";
import { METROPOLE, frameOf } from "./projection.js";
import { measurer } from "./text.js";
import { useSize, useView } from "./use_view.js";
import { around, boxOf } from "./view.js";

/** @typedef {import("./kinds.js").Dot} Dot */
/** @typedef {import("./kinds.js").Known} Known */

const [MARGIN, LETTERS, FINGER, NAMED] = [26, 13, 14, 40];
/** @type {Record<string, string>} */
const SAID = Object.fromEntries(Object.entries(STATES).map(([code, words]) => [code, words.toLowerCase()]));

/**
 * @param {{ground: import("./territory.js").Ground, bodies: Known[], left: number, departement: string,
 *   chosen: import("@preact/signals").Signal<string>, onDepartement: (code: string) => void}} props `chosen`: whom the list points at
 */
export function DirectoryMap({ ground, bodies, left, departement, chosen, onDepartement }) {
  const sheet = useRef(/** @type {HTMLElement | null} */ (null));
  const size = useSize(sheet);
  const [hovered, setHovered] = useState("");
  const [cursor, setCursor] = useState("");
  const [focused, setFocused] = useState(false);

  const plot = useMemo(() => new Plot(ground), [ground]);
  const { frames, without } = useMemo(() => plot.byFrame(/** @type {any} */ (bodies)), [plot, bodies]);
  const main = departement ? frameOf(ground.territory, departement) : mainFrame(frames);
  const others = departement ? [] : [...frames.keys()].filter((code) => code !== main).sort();
  const hit = useMemo(() => new Set(departement ? [departement] : bodies.map((body) => body.departement)), [bodies, departement]);
  const aside = useMemo(() => cartouches(others, size, (code) => outlineOf(ground, code), (code) => points(frames.get(code)), LETTERS + 3), [frames, size, main]);
  const box = useMemo(() => {
    if (departement) return outlineOf(ground, departement).box;
    const whole = around(ground.territory.departements.filter(({ code }) => frameOf(ground.territory, code) === main).map((one) => one.box));
    return boxOf(points(frames.get(main))) ?? whole ?? outlineOf(ground, METROPOLE).box;
  }, [frames, main, departement]);
  const found = useRef(/** @type {Dot[]} */ ([]));
  const paths = useMemo(() => new PathUnder(ground), [ground]);
  const map = useView(sheet, { width: size.width, height: size.height - aside.height }, box, MARGIN, {
    onPoint: (x, y) => setHovered(under(found.current, x, y)?.id ?? ""),
    onLeave: () => setHovered(""),
    onTap: (x, y, touch) => tap(x, y, touch ? FINGER : 4),
  });

  const { view } = map;
  const drawn = useMemo(() => [{ code: main, view, frame: frame(size) }, ...aside.cartouches.map((one) => ({ code: one.code, view: one.view, frame: one.box }))]
    .map((one) => ({ ...one, ...layOutBodies(frames.get(one.code) ?? [], one.view, one.frame) }))
    .map((one) => ({ ...one, stacks: stacks(one.dots) })), [frames, main, view.k, view.x, view.y, size, aside]);
  const dots = useMemo(() => drawn.flatMap((one) => one.dots), [drawn]);
  found.current = dots;
  const measure = useMemo(() => measurer(LETTERS), []);
  const names = useMemo(() => {
    const { dots: here, shown } = drawn[0];
    const wanted = shown.length > NAMED ? [] : shown.map((dot) => ({ mark: /** @type {any} */ (dot), text: placeName(dot.body.name), strong: false, far: 0 }));
    return writeNames(wanted, /** @type {any} */ (here), frame(size), LETTERS, measure);
  }, [drawn, measure]);

  const byId = useMemo(() => new Map(dots.map((dot) => [dot.id, dot])), [dots]);
  const inMain = useMemo(() => new Set(drawn[0].dots.map(({ id }) => id)), [drawn]);
  const current = byId.get(cursor) ?? drawn[0].shown[0] ?? dots[0];
  const pointed = byId.get(hovered) ?? (focused ? current : undefined) ?? byId.get(chosen.value) ?? byId.get(cursor);

  function tap(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ reach) {
    const dot = under(found.current, x, y, reach);
    if (dot) return setCursor(dot.id);
    const code = paths.at(main, (x - view.x) / view.k, (y - view.y) / view.k);
    if (code && code !== departement) onDepartement(code);
  }
  function press(/** @type {KeyboardEvent} */ event) {
    const { key, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey) return;
    setFocused(true);
    setHovered("");
    const tools = { "+": map.nearer, "-": map.further, 0: map.reset };
    const tool = tools[/** @type {keyof typeof tools} */ (key)];
    const next = current && ARROWS[key] && towards(dots, current, ARROWS[key]);
    if (tool) tool();
    else if (next) {
      setCursor(next.id);
      if (inMain.has(next.id)) map.bring(next.x, next.y);
    } else if (current && key === "Enter") go(sheetOf(current));
    else if (!(key in ARROWS)) return;
    event.preventDefault();
  }
  const byKeys = (/** @type {FocusEvent} */ { currentTarget }) => setFocused(/** @type {Element} */ (currentTarget).matches(":focus-visible"));
  const over = (/** @type {boolean} */ slides) => {
    const here = (/** @type {Dot | undefined} */ dot) => dot && slides === inMain.has(dot.id);
    return html`${here(current) && html`<g key=${current.id} id=${option} role="option" aria-selected="false" aria-setsize=${dots.length} aria-posinset="1" aria-label=${spoken(current.body)}>
        <circle class="stand" cx=${current.x} cy=${current.y} r=${current.r + 4} /></g>`}
      ${here(pointed) && html`<circle aria-hidden="true" class="ring" cx=${pointed?.x} cy=${pointed?.y} r=${(pointed?.r ?? 0) + 4} />`}`;
  };
  const option = current && `organisme-${current.id.replace(/\W/g, "-")}`;
  return html`<div class=${`map ${map.free ? "free" : ""}`} ref=${sheet}>
      <svg viewBox=${`0 0 ${size.width || 1} ${size.height || 1}`} data-marks=${dots.length} tabindex="0" role=${current ? "listbox" : "img"}
        aria-label=${current ? "Carte des organismes de la liste. Flèches\u00a0: aller au plus proche. Entrée\u00a0: ouvrir la fiche." : "Carte sans organisme"}
        aria-activedescendant=${focused ? option : null} onKeyDown=${press} onFocus=${byKeys} onBlur=${() => setFocused(false)}>
        <g ref=${map.layer}><g aria-hidden="true"><${Outlines} ground=${ground} frame=${main} view=${view} hit=${hit} /><${Stacks} drawn=${drawn[0]} />
            ${names.map(({ id, text, x, y, anchor }) => html`<text key=${id} class="lbl" x=${x} y=${y} font-size=${LETTERS} text-anchor=${anchor}>${text}</text>`)}</g>
          ${over(true)}</g>
        ${aside.cartouches.map((cartouche, index) => html`<${CartoucheBox} key=${cartouche.code} ground=${ground} cartouche=${cartouche} hit=${hit} letters=${LETTERS} measure=${measure}><${Stacks} drawn=${drawn[index + 1]} /><//>`)}
        ${over(false)}</svg><${Tools} map=${map} /></div>
    <div class="map-foot">${pointed ? html`<p class="pointed"><a href=${sheetOf(pointed)}>${pointed.body.name}</a> <span class="sub">${label("body_kinds", pointed.body.kind)} · ${SAID[pointed.body.state]} · ${pointed.body.departement}</span></p>`
      : html`<p class="reading"><span>Forme${"\u00a0"}: type</span> <span>Pleine${"\u00a0"}: confirmé, creuse${"\u00a0"}: présumé, barrée${"\u00a0"}: fermé</span> ${!departement && html`<span>Toucher un département${"\u00a0"}: le choisir</span>`}
          ${without > 0 && html`<span>${counted(without, "organisme")} sans lieu connu</span>`} ${left > 0 && html`<span>${counted(left, "autre")} à préciser</span>`}</p>`}
      <${Legend} source=${ground.territory.source} /></div>`;
}

/** @param {{drawn: {stacks: import("./kinds.js").Stack[]}}} props */
function Stacks({ drawn }) {
  return html`<g class="kinds">${drawn.stacks.map(({ key, className, d }) => html`<path key=${key} class=${className} d=${d} />`)}</g>`;
}

/** @param {{source: string}} props */
function Legend({ source }) {
  const of = (/** @type {string} */ family) => codes("body_kinds").filter(([kind]) => familyOf(kind) === family).map(([kind]) => short("body_kinds", kind)).join(", ");
  const sign = (/** @type {string} */ family, /** @type {string} */ state) => html`<svg class="kinds kind-sign" viewBox="-10 -10 20 20" aria-hidden="true">
    ${stacks([{ x: 0, y: 0, r: 7, body: { kind: family, state } }], true).map(({ key, className, d }) => html`<path key=${key} class=${className} d=${d} />`)}</svg>`;
  return html`<details class="key"><summary>Légende</summary><div class="key-in"><ul>
      ${Object.keys(FAMILIES).map((family) => html`<li key=${family}>${sign(family, "confirme")}${of(family)}</li>`)}
      ${Object.entries(SAID).map(([state, words]) => html`<li key=${state}>${sign("commune", state)}${words}</li>`)}</ul>
    <p class="sub">Molette, pincement, + et −${"\u00a0"}: échelle. Flèches${"\u00a0"}: d’un organisme à l’autre${"\u202f"}; Entrée${"\u00a0"}: ouvrir${"\u202f"}; 0${"\u00a0"}: tout voir. Sans adresse, un organisme est au chef-lieu de son département.</p>
    <p class="sub">${source}</p></div></details>`;
}

/** @param {Known} body */
const spoken = (body) => [body.name, label("body_kinds", body.kind), SAID[body.state], body.departement].filter(Boolean).join(", ");
/** @param {{id: string}} one */
const sheetOf = ({ id }) => `/annuaire/organismes/${id}`;
/** @param {import("./plot.js").Placed[] | undefined} placed @returns {[number, number][]} */
const points = (placed = []) => placed.map(({ x, y }) => [x, y]);
/** @param {import("./view.js").Size} size @returns {import("./projection.js").Box} */
const frame = ({ width, height }) => [0, 0, width, height];
