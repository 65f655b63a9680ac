// The matrix of bodies: who asks for attention first. Filters and order stay in the address; only rows in sight are drawn.

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Choice } from "../forms/field.js";
import { counted, duration, number } from "../format.js";
import { html } from "../html.js";
import { folded, onPaper, reader, rowsOf } from "../matrix.js";
import { inOrderOf } from "../order.js";
import { printing } from "../printing.js";
import { keepInAddress, place } from "../router.js";
import { useSight } from "../sight.js";
import { covered } from "../silence.js";
import { moment } from "../ticking.js";
import { codes, short } from "../vocabulary.js";
import { Rows } from "./body_row.js";
import { Later } from "./later.js";

const carrying = () => import("./carry_bodies.js").then((found) => found.CarryBodies);

/** @typedef {import("../matrix.js").BodyRow | import("../matrix.js").FoldRow} Shown */

/** Beyond so many rows Tab stops at one of them, and arrows go on from there. */
const TABBED = 24;
/** Columns that every matrix has; two more come where there is room. */
const COLUMNS = 6;

/** What the address says to filter by, and in which order. */
export function filterInAddress() {
  const { query } = place.value;
  const of = (/** @type {string} */ name) => query.get(name) ?? "";
  return {
    text: of("q"), departement: of("departement"), status: of("statut"), degree: of("touche"), silent: of("silence") === "1",
    need: of("besoin") === "1", sort: of("tri"),
  };
}

/** @param {{dossier: import("../dossier.js").Dossier, chosen?: string | null, onChoose?: (body: string | null) => void}} props
 * `chosen`: a body (without `body:`), shown on the map and here */
export function Matrix({ dossier, chosen = null, onChoose = () => {} }) {
  const now = moment.value;
  const filter = filterInAddress();
  const bodies = dossier.cards("body");
  const [open, setOpen] = useState(/** @type {Set<string>} */ (new Set()));
  const rows = rowsOf(bodies.values(), filter, reader(dossier, now), now);
  const plainly = Boolean(filter.text || filter.status || filter.silent || filter.need || filter.sort);
  const paper = printing.value ? onPaper(rows, plainly || Boolean(filter.departement || filter.degree)) : null;
  const items = paper?.rows ?? (plainly ? rows : folded(rows, open, chosen ? `body:${chosen}` : ""));
  const asked = JSON.stringify([filter, [...open], paper !== null]);
  const { sight, box, body, reveal } = useSight(items.length);
  const shown = useSteady(items, asked, box);
  const [reached, setReached] = useState("");
  const drawn = useRef(new Rows());
  // those that one sees
  const departements = useMemo(() => [...new Set([...bodies.values()].map(({ departement }) => departement))].sort(), [bodies]);

  drawn.current.begin();

  const roving = shown.length > TABBED;
  const stop = roving && shown.some(({ id }) => id === reached) ? reached : shown[sight.first]?.id;
  const keys = useArrows(shown, box, reveal, setReached);
  useRevealed(chosen, shown, box, reveal);

  const toggle = (/** @type {string} */ code) => setOpen((before) => new Set(before.has(code) ? [...before].filter((one) => one !== code) : [...before, code]));
  const choose = (/** @type {any} */ click) => {
    const id = click.target.closest("a, button") ? null : click.target.closest("tr[data-id^='body:']")?.dataset.id.slice(5);
    if (id) onChoose(id === chosen ? null : id);
  };
  const draw = (/** @type {Shown} */ row) => row.type === "fold"
    ? html`<${Fold} key=${row.id} fold=${row} now=${now} onToggle=${() => toggle(row.code)} reach=${!roving || row.id === stop ? 0 : -1} />`
    : drawn.current.draw(dossier.id, row, now, { alone: departements.length < 2, chosen: row.body.body === chosen, reach: !roving || row.id === stop ? 0 : -1 });

  return html`<section class="block c-bodies bodies" aria-labelledby="organismes">
    <header><h2 id="organismes">Organismes</h2>
      <p class="sub" role="status">${rows.length === bodies.size ? counted(bodies.size, "organisme") : covered({ heard: rows.length, of: bodies.size })} · ${SORTED[filter.sort] ?? "triés par urgence"}</p></header>
    <${Filters} departements=${departements} filter=${filter} bodies=${bodies} />
    ${paper && paper.left.size > 0 && html`<p class="sub in">${leftOut(paper.left)}</p>`}
    <div class="scroll" ref=${box} tabindex="0" role="group" aria-labelledby="organismes">
      <table class="grid" aria-labelledby="organismes" aria-rowcount=${rows.length + 1}>
        <colgroup><col class="w-st" /><col /><col class="w-age" /><col class="w-n" /><col class="w-n g-opt g-far" /><col class="w-n g-opt" /><col class="w-need" /><col class="w-late" /></colgroup>
        <thead><tr aria-rowindex="1"><th scope="col">Statut</th><${Head} name="organisme" sort=${filter.sort}>Organisme<//><${Head} name="nouvelle" sort=${filter.sort} num>Nouvelle<//>
          <${Head} name="heberges" sort=${filter.sort} num>Hébergés<//><${Head} name="evacues" sort=${filter.sort} num far>Évacués<//><th scope="col" class="num g-opt">Agents</th>
          <th scope="col">Besoin</th><${Head} name="retards" sort=${filter.sort} num>Retards<//></tr></thead>
        <tbody ref=${body} onKeyDown=${keys} onClick=${choose}>
          <${Gap} rows=${sight.first} height=${sight.height} />
          ${shown.slice(sight.first, sight.last).map(draw)}
          <${Gap} rows=${shown.length - sight.last} height=${sight.height} /></tbody></table>
      ${rows.length === 0 && html`<p class="empty">Aucun organisme ne correspond. <button type="button" class="btn btn-quiet" onClick=${() => keepInAddress(NO_FILTER)}>Effacer les filtres</button></p>`}
    </div>${!dossier.live && html`<${Later} quiet bring=${carrying} dossier=${dossier.id} filter=${filter} />`}</section>`;
}

const NO_FILTER = { q: "", departement: "", statut: "", touche: "", silence: "", besoin: "" };
/** @type {Record<string, string>} */
const SORTED = { organisme: "triés par nom", nouvelle: "les plus anciennes nouvelles d’abord", heberges: "triés par hébergés", evacues: "triés par évacués", retards: "triés par retards" };

/** Rows that are not drawn keep their place. @param {{rows: number, height: number}} props */
function Gap({ rows, height }) {
  if (rows <= 0) return null;
  return html`<tr class="gap" aria-hidden="true"><td colspan=${COLUMNS} ref=${(/** @type {HTMLElement | null} */ cell) => cell && (cell.style.blockSize = `${Math.round(rows * height)}px`)}></td><${Wider} /></tr>`;
}

/** The cells of the columns that come where there is room. */
function Wider() {
  return html`<td class="g-opt g-far"></td><td class="g-opt"></td>`;
}

/** A column that can be sorted by; a second click goes back to urgency. @param {{name: string, sort: string, num?: boolean, far?: boolean, children: any}} props */
function Head({ name, sort, num, far, children }) {
  const on = sort === name;
  const way = name === "organisme" || name === "nouvelle" ? "ascending" : "descending";
  return html`<th scope="col" class=${`${num ? "num" : ""} ${far ? "g-opt g-far" : ""}`} aria-sort=${on ? way : null}>
    <button type="button" class="sorter" title=${on ? "Revenir au tri par urgence" : name === "retards" ? "Tâches en retard, à faire par l’organisme\u00a0: trier" : "Trier"} onClick=${() => keepInAddress({ tri: on ? "" : name })}>${children}</button></th>`;
}

/** Bodies that need no look now, behind one line. @param {{fold: import("../matrix.js").FoldRow, now: number, onToggle: () => void, reach: number}} props */
function Fold({ fold, now, onToggle, reach }) {
  const age = (/** @type {string} */ instant) => duration(now - Date.parse(instant));
  const [from, to] = fold.oldest ? [age(fold.oldest), age(fold.newest)] : ["", ""];
  return html`<tr class="folded" data-id=${fold.id}><td colspan=${COLUMNS}><button type="button" class="btn btn-quiet" aria-expanded=${String(fold.open)} tabindex=${reach} onClick=${onToggle}>
    ${fold.open ? "Replier" : ""} ${counted(fold.count, `autre organisme ${foldWords(fold.code)[0]}`, `autres organismes ${foldWords(fold.code)[1]}`)}${from && (from === to ? `, ${from}` : `, de ${from} à ${to}`)}</button></td><${Wider} /></tr>`;
}

/** « Non imprimés : 56 mobilisés, 3 en veille… » @param {Map<string, number>} left how many by status */
function leftOut(left) {
  const said = codes("statuses").flatMap(([code]) => (left.has(code) ? `${number(left.get(code) ?? 0)}\u00a0${foldWords(code)[Number((left.get(code) ?? 0) > 1)]}` : []));
  return `Non imprimés\u00a0: ${said.join(", ")}. Filtrer avant d’imprimer pour les avoir.`;
}

/** @param {string} code @returns {[string, string]} one, several */
function foldWords(code) {
  if (code === "silent") return ["silencieux", "silencieux"];
  if (code === "stale") return ["aux nouvelles périmées", "aux nouvelles périmées"];
  const word = short("statuses", code).toLowerCase();
  return code === "mobilise" ? [word, `${word}s`] : [word, word];
}

/** @param {{departements: string[], filter: ReturnType<typeof filterInAddress>, bodies: Map<string, import("../store.js").Card>}} props */
function Filters({ departements, filter, bodies }) {
  const type = (/** @type {string} */ name) => (/** @type {any} */ input) => keepInAddress({ [name]: input.currentTarget.value });
  const tick = (/** @type {string} */ name) => (/** @type {any} */ input) => keepInAddress({ [name]: input.currentTarget.checked ? "1" : "" });
  const found = useMemo(() => new Set([...bodies.values()].map(({ degree }) => degree)), [bodies]);
  const degrees = codes("degrees").filter(([code]) => found.has(code)).map(([code, { label }]) => [code, label]);
  return html`<form class="filters" role="search" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
    <p class="field"><label class="vh" for="filtre">Filtrer par nom ou code INSEE</label>
      <input id="filtre" type="search" placeholder="Commune ou INSEE" value=${filter.text} onInput=${type("q")} /></p>
    ${departements.length > 1 && html`<${Choice} label="Département" hidden empty=${`${departements.length} départements`} value=${filter.departement}
      options=${departements.map((code) => [code, `Département ${code}`])} onInput=${type("departement")} />`}
    ${degrees.length > 1 && html`<${Choice} label="Commune plus ou moins touchée" hidden empty="Tout degré" value=${filter.degree} options=${degrees} onInput=${type("touche")} />`}
    <label class="tick"><input type="checkbox" checked=${filter.need} onChange=${tick("besoin")} /> Avec besoin</label>
    <label class="tick"><input type="checkbox" checked=${filter.silent} onChange=${tick("silence")} /> Silencieux</label>
  </form>`;
}

/** Rows do not move under a finger: while one of them has the focus they keep their order, until something else is asked for.
 * @param {Shown[]} items @param {string} asked @param {{current: HTMLElement | null}} box @returns {Shown[]} */
function useSteady(items, asked, box) {
  const before = useRef({ asked: "", ids: /** @type {string[]} */ ([]) });
  const held = before.current.asked === asked && document.activeElement?.closest("tr[data-id]") && box.current?.contains(document.activeElement);
  const shown = held ? inOrderOf(items, before.current.ids) : items;
  before.current = { asked, ids: shown.map(({ id }) => id) };
  return shown;
}

/** Up, down, first and last, from row to row. @param {Shown[]} shown @param {{current: HTMLElement | null}} box
 * @param {(index: number) => void} reveal @param {(id: string) => void} onReach */
function useArrows(shown, box, reveal, onReach) {
  const wanted = useRef("");
  const rowOf = (/** @type {string} */ id) => /** @type {HTMLElement | null} */ (box.current?.querySelector(`tr[data-id="${CSS.escape(id)}"] :is(a, button)`));
  useLayoutEffect(() => {
    const found = wanted.current ? rowOf(wanted.current) : null;
    if (found) wanted.current = "";
    found?.focus();
  });
  return (/** @type {KeyboardEvent} */ key) => {
    const from = shown.findIndex(({ id }) => id === /** @type {HTMLElement} */ (key.target).closest("tr")?.dataset.id);
    const last = shown.length - 1;
    /** @type {Record<string, number>} */
    const moves = { ArrowDown: from + 1, ArrowUp: from - 1, PageDown: from + 10, PageUp: from - 10, Home: 0, End: last };
    if (from < 0 || !(key.key in moves) || key.ctrlKey || key.altKey || key.metaKey) return;
    key.preventDefault();
    const index = Math.max(0, Math.min(last, moves[key.key]));
    const { id } = shown[index];
    onReach(id);
    const found = rowOf(id);
    if (found) return found.focus();
    wanted.current = id;
    reveal(index);
  };
}

/** What was chosen elsewhere comes in sight here. @param {string | null} chosen @param {Shown[]} shown
 * @param {{current: HTMLElement | null}} box @param {(index: number) => void} reveal */
function useRevealed(chosen, shown, box, reveal) {
  useLayoutEffect(() => {
    if (!chosen || matchMedia("(max-width: 48rem)").matches) return;
    const row = box.current?.querySelector(`tr[data-id="${CSS.escape(`body:${chosen}`)}"]`);
    const index = row ? -1 : shown.findIndex(({ id }) => id === `body:${chosen}`);
    if (index >= 0) return reveal(index);
    const [seen, around] = [row?.getBoundingClientRect(), box.current?.getBoundingClientRect()];
    if (seen && around && (seen.top < around.top + 32 || seen.bottom > around.bottom)) row?.scrollIntoView({ block: "center" });
  }, [chosen]);
}
