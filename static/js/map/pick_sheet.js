// The sheet on which communes are chosen: France first, then one département and a dot for each of its communes.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { counted, number } from "../format.js";
import { html } from "../html.js";
import { communesWithin } from "./communes.js";
import { cartouches } from "./frames.js";
import { CartoucheBox, Outlines, Tools, outlineOf } from "./ground.js";
import { ARROWS, inside, towards, under } from "./nearest.js";
import { PathUnder } from "./path_under.js";
import { METROPOLE, frameOf } from "./projection.js";
import { measurer } from "./text.js";
import { useSize, useView } from "./use_view.js";
import { around, boxOf } from "./view.js";

/** @typedef {import("../elements/pick_map.js").Commune} Commune */
/** @typedef {import("./projection.js").Box} Box */
/** @typedef {{id: string, commune: Commune, x: number, y: number, r: number}} Dot */

const MARGIN = 18;
const LETTERS = 13;

/** @param {{ground: import("./territory.js").Ground, chosen: Commune[], onAdd: (communes: Commune[]) => void, onRemove: (codes: string[]) => void}} props */
export function PickSheet({ ground, chosen, onAdd, onRemove }) {
  const [open, setOpen] = useState("");
  const [communes, setCommunes] = useState(/** @type {Commune[]} */ ([]));
  const [failed, setFailed] = useState("");
  const [near, setNear] = useState(true);
  const name = open && outlineOf(ground, open).name;

  useEffect(() => {
    let wanted = true;
    setCommunes([]);
    setFailed("");
    if (open) communesWithin(open).then((found) => wanted && setCommunes(found), (problem) => wanted && setFailed(problem.message));
    return () => void (wanted = false);
  }, [open]);

  const codes = useMemo(() => new Set(chosen.map(({ code }) => code)), [chosen]);
  const before = useRef(/** @type {Set<string>} */ (new Set()));
  useEffect(() => {
    // what comes from elsewhere (typed, pasted, signalled) is gone to
    const come = chosen.filter(({ code, departement }) => departement !== open && !before.current.has(code));
    before.current = codes;
    if (!come.length) return;
    const departements = new Set(chosen.map(({ departement }) => departement));
    setOpen(departements.size === 1 ? come[0].departement : "");
    setNear(true);
  }, [codes]);
  const here = communes.filter(({ code }) => codes.has(code));
  const absent = communes.filter(({ position }) => !position);
  return html`<div class="pick-head">${open
      ? html`<p><button type="button" class="btn btn-quiet" onClick=${() => (setOpen(""), setNear(false))}>Toute la France</button> <b>${name}</b> <span class="sub" role="status">${communes.length ? `${number(here.length)} sur ${counted(communes.length, "commune")}` : failed || "lecture des communes"}</span></p>
        <p class="go start">${communes.length > here.length && html`<button type="button" class="btn" onClick=${() => onAdd(communes)}>Toutes ses communes</button>`}
          ${here.length > 0 && html`<button type="button" class="btn" onClick=${() => onRemove(here.map(({ code }) => code))}>Aucune</button>`}</p>`
      : html`<p><b>${chosen.length ? counted(chosen.length, "commune retenue", "communes retenues") : "Choisir sur la carte"}</b> <span class="sub">Touchez un département pour voir ses communes.</span></p>
        ${chosen.length > 0 && html`<p class="go start"><button type="button" class="btn" onClick=${() => setNear(!near)}>${near ? "Toute la France" : "Voir les retenues"}</button></p>`}`}</div>
    <${Sheet} key=${`${open}/${near}`} near=${near} ground=${ground} open=${open} communes=${communes} codes=${codes} chosen=${chosen} onOpen=${setOpen} onAdd=${onAdd} onRemove=${onRemove} />
    <div class="map-foot"><p class="reading">${open
      ? html`<span>Un point par commune${"\u00a0"}: toucher pour retenir ou retirer.</span> <span>Majuscule et glisser${"\u00a0"}: tout un rectangle.</span> ${absent.length > 0 && html`<span>${counted(absent.length, "commune")} sans position${"\u00a0"}: par le nom.</span>`}`
      : html`<span>${ground.territory.source}</span>`}</p></div>`;
}

/** @param {any} props */
function Sheet({ ground, open, near, communes, codes, chosen, onOpen, onAdd, onRemove }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const size = useSize(box);
  const [hovered, setHovered] = useState("");
  const [cursor, setCursor] = useState("");
  const [focused, setFocused] = useState(false);
  const [rectangle, setRectangle] = useState(/** @type {Box | null} */ (null));

  const main = open ? frameOf(ground.territory, open) : METROPOLE;
  const aside = useMemo(() => {
    const all = open ? [] : Object.keys(ground.territory.insets).sort();
    return cartouches(all, size, (code) => outlineOf(ground, code), () => [], LETTERS + 3, 0.7);
  }, [ground, open, size]);
  const placed = useMemo(() => communes.filter((/** @type {Commune} */ { position }) => position)
    .map((/** @type {Commune} */ commune) => ({ commune, at: ground.project(/** @type {[number, number]} */ (commune.position), open) })), [communes]);
  const kept = useMemo(() => (open ? [] : chosen.filter((/** @type {Commune} */ { position, departement }) => position && frameOf(ground.territory, departement) === METROPOLE)
    .map((/** @type {Commune} */ commune) => ground.project(/** @type {[number, number]} */ (commune.position), commune.departement))), [ground, open, chosen]);
  const target = useMemo(() => {
    if (!open && near && kept.length) return /** @type {Box} */ (boxOf(kept));
    if (open) return around([outlineOf(ground, open).box, boxOf(placed.map((/** @type {any} */ { at }) => at))]) ?? outlineOf(ground, open).box;
    return /** @type {Box} */ (around(ground.territory.departements.filter(({ code }) => frameOf(ground.territory, code) === METROPOLE).map(({ box: one }) => one)));
  }, [ground, open, near, placed, kept]);
  const found = useRef({ /** @type {Dot[]} */ dots: [], /** @type {(x: number, y: number) => string} */ departement: () => "" });

  const map = useView(box, { width: size.width, height: size.height - aside.height }, target, MARGIN, {
    onPoint: (x, y) => setHovered(open ? (under(found.current.dots, x, y, 6)?.id ?? "") : found.current.departement(x, y)),
    onLeave: () => setHovered(""),
    onTap: (x, y, touch) => tap(x, y, touch ? 14 : 6),
    onRectangle: open ? (wanted, done) => select(wanted, done) : undefined,
  });
  const { view } = map;
  const r = Math.min(6, Math.max(2.5, view.k * 1.1));
  const dots = useMemo(() => placed.map((/** @type {any} */ { commune, at: [x, y] }) => ({ id: commune.code, commune, x: x * view.k + view.x, y: y * view.k + view.y, r })), [placed, view.k, view.x, view.y]);
  const measure = useMemo(() => measurer(LETTERS), []);
  const paths = useMemo(() => new PathUnder(ground), [ground]);
  const departement = (/** @type {number} */ x, /** @type {number} */ y) => {
    const cartouche = aside.cartouches.find(({ box: [left, top, right, bottom] }) => x >= left && x <= right && y >= top && y <= bottom);
    return cartouche ? cartouche.code : paths.at(METROPOLE, (x - view.x) / view.k, (y - view.y) / view.k);
  };
  found.current = { dots, departement };

  /** What the arrow keys go over: communes of one département, or départements. @type {Dot[]} */
  const spots = open ? dots : spotsOf(ground, view, aside.cartouches);
  const current = spots.find(({ id }) => id === cursor) ?? spots[0];
  const pointed = spots.find(({ id }) => id === (hovered || (focused ? current?.id : "")));

  function tap(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ reach) {
    if (!open) return void onOpen(departement(x, y));
    const dot = under(found.current.dots, x, y, reach);
    if (dot) toggle(dot);
  }
  function toggle(/** @type {Dot} */ { id, commune }) {
    setCursor(id);
    if (codes.has(id)) onRemove([id]);
    else onAdd([commune]);
  }
  function select(/** @type {Box} */ wanted, /** @type {boolean} */ done) {
    setRectangle(done ? null : wanted);
    if (done) onAdd(inside(found.current.dots, wanted).map(({ commune }) => commune));
  }
  function press(/** @type {KeyboardEvent} */ event) {
    setFocused(true);
    setHovered("");
    const tools = { "+": map.nearer, "-": map.further, 0: map.reset, ...(open ? { Escape: () => onOpen("") } : {}) };
    const tool = tools[/** @type {keyof typeof tools} */ (event.key)];
    const next = current && ARROWS[event.key] && towards(spots, current, ARROWS[event.key]);
    if (tool) tool();
    else if (next) {
      setCursor(next.id);
      map.bring(next.x, next.y);
    } else if (current && (event.key === "Enter" || event.key === " ")) {
      if (open) toggle(current);
      else onOpen(current.id);
    } else return;
    event.preventDefault();
  }

  const byKeys = (/** @type {FocusEvent} */ { currentTarget }) => setFocused(/** @type {Element} */ (currentTarget).matches(":focus-visible"));
  const touched = useMemo(() => new Set(chosen.map((/** @type {Commune} */ commune) => commune.departement)), [chosen]);
  const hit = new Set(open ? [open] : [...touched, hovered || (focused && current ? current.id : "")]);
  const [on, off] = [dots.filter(({ id }) => codes.has(id)), dots.filter(({ id }) => !codes.has(id))];
  const words = (/** @type {Dot} */ { id, commune }) => `${commune.name} (${id})${open ? (codes.has(id) ? ", retenue" : "") : touched.has(id) ? ", en partie retenu" : ""}`;
  return html`<div class=${`map ${open || map.free ? "free" : ""} ${open ? "" : "whole"}`} ref=${box}>
    <svg viewBox=${`0 0 ${size.width || 1} ${size.height || 1}`} tabindex="0" role=${current ? "listbox" : "img"} aria-multiselectable=${current && open ? "true" : null}
      aria-label=${open ? "Communes sur la carte. Flèches\u00a0: aller au plus proche. Entrée\u00a0: retenir ou retirer." : "Départements sur la carte. Flèches\u00a0: aller au plus proche. Entrée\u00a0: ouvrir."}
      aria-activedescendant=${focused && current ? `choix-${current.id}` : null} onKeyDown=${press} onFocus=${byKeys} onBlur=${() => setFocused(false)}>
      <g ref=${map.layer}><g aria-hidden="true"><${Outlines} ground=${ground} frame=${main} view=${view} hit=${hit} />
        <path class="place" d=${disks(off)} /><path class="place taken" d=${disks(open ? on : kept.map(([x, y]) => ({ x: x * view.k + view.x, y: y * view.k + view.y, r })))} />
        ${pointed && open && html`<circle class="ring" cx=${pointed.x} cy=${pointed.y} r=${pointed.r + 3} />`}</g></g>
      ${aside.cartouches.map((cartouche) => html`<${CartoucheBox} key=${cartouche.code} ground=${ground} cartouche=${cartouche} hit=${hit} letters=${LETTERS} measure=${measure} />`)}
      ${pointed && html`<text aria-hidden="true" class="lbl lbl-s" x=${Math.min(Math.max(pointed.x, 90), Math.max(size.width - 90, 90))} y=${Math.max(pointed.y - pointed.r - 7, 16)} font-size="14" text-anchor="middle">${pointed.commune.name} (${pointed.id})</text>`}
      ${rectangle && html`<rect class="lasso" aria-hidden="true" x=${rectangle[0]} y=${rectangle[1]} width=${rectangle[2] - rectangle[0]} height=${rectangle[3] - rectangle[1]} />`}
      ${current && html`<g key=${current.id} id=${`choix-${current.id}`} role="option" aria-selected=${String(open ? codes.has(current.id) : touched.has(current.id))} aria-setsize=${spots.length} aria-posinset="1" aria-label=${words(current)}>
        <circle class="stand" cx=${current.x} cy=${current.y} r=${current.r + 3} /></g>`}
    </svg><${Tools} map=${map} /></div>`;
}

/** A place for each département, where the keys stand on it. @returns {Dot[]} */
function spotsOf(ground, view, aside) {
  const middle = (/** @type {Box} */ [left, top, right, bottom]) => [(left + right) / 2, (top + bottom) / 2];
  const boxed = new Map(aside.map((/** @type {any} */ { code, box }) => [code, middle(box)]));
  return ground.territory.departements.flatMap(({ code, name, box }) => {
    const [x, y] = boxed.get(code) ?? middle(box).map((n, index) => n * view.k + (index ? view.y : view.x));
    return [{ id: code, commune: /** @type {any} */ ({ code, name }), x, y, r: 4 }];
  });
}

/** @param {{x: number, y: number, r: number}[]} dots */
function disks(dots) {
  return dots.map(({ x, y, r }) => `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`).join("");
}
