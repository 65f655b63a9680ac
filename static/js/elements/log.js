// The main courante, the newest line first. It holds still while one reads it, or when told to; what comes meanwhile is counted.

import { useEffect, useRef, useState } from "preact/hooks";
import { withQuery } from "../api.js";
import { useFetched } from "../fetched.js";
import { NoteForm } from "../forms/note.js";
import { counted, number, plural } from "../format.js";
import { html } from "../html.js";
import { isAsked, useJournal } from "../journal.js";
import { printing } from "../printing.js";
import { LINES_KEPT } from "../store.js";
import { LogLine } from "./line.js";
import { Later } from "./later.js";
import { LogFilters } from "./log_filters.js";
import { Refusal } from "./message.js";

/** How many lines are drawn at a time: a crisis writes thousands, and each of them drawn weighs on every change. On a
 * telephone, where the page is what scrolls, what comes after them stays within reach of a thumb. */
const DRAWN = matchMedia("(max-width: 48rem)").matches ? 15 : 120;
/** How many of them go on the paper of another page than their own. */
const ON_PAPER = 8;

const bringRegister = () => import("./register.js").then(({ Register }) => Register);

/** @typedef {import("../store.js").Line} Line */
/** @typedef {import("../journal.js").Asked} Asked */
/** @typedef {{dossier: import("../dossier.js").Dossier}} OfDossier */

/** @param {OfDossier & {body?: string, search?: boolean, form?: boolean, title?: string, wide?: boolean}} props `wide`: there is room for the filters */
export function Log({ dossier, body, search = true, form = true, title = "Main courante", wide = false }) {
  const [asked, setAsked] = useState(/** @type {Asked} */ ({}));
  const [pausedAt, setPausedAt] = useState(0);
  const found = { ...asked, ...(body ? { body } : {}) };
  const pause = () => setPausedAt(pausedAt ? 0 : Math.max(1, dossier.store.lines[0]?.seq ?? 0));
  const following = !isAsked(found);
  return html`<section class="block log-block" aria-labelledby="main-courante"><header><h2 id="main-courante">${title}</h2>
      ${wide && html`<${Later} quiet bring=${bringRegister} dossier=${dossier} asked=${found} />`}
      ${following && html`<button type="button" class="btn btn-quiet" aria-pressed=${String(pausedAt > 0)} onClick=${pause}>${pausedAt ? "Reprendre" : "Pause"}</button>`}</header>
    <div class="log-tools">${form && dossier.may("note.write") && html`<${NoteForm} dossier=${dossier} />`}
      ${search && html`<${LogFilters} dossier=${dossier} wide=${wide} asked=${asked} onAsk=${setAsked} />`}</div>
    ${following ? html`<${Latest} dossier=${dossier} pausedAt=${pausedAt} onShow=${() => setPausedAt(0)} wide=${wide} />` : html`<${Found} key=${JSON.stringify(found)} dossier=${dossier} asked=${found} wide=${wide} />`}
  </section>`;
}

/** The line that a figure comes from. @param {OfDossier & {seq: number}} props */
export function OneLine({ dossier, seq }) {
  const { value, problem } = useFetched(withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/journal`, { after: seq - 1, limit: 1 }));
  const line = value?.entries.find((/** @type {Line} */ found) => found.seq === seq);
  return html`<section class="block" aria-labelledby="ligne"><header><h2 id="ligne">Ligne n°\u00a0${number(seq)}</h2></header>
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${line && html`<ol class="log"><${LogLine} dossier=${dossier} line=${line} /></ol>`}
    ${value && !line && html`<p class="empty">Cette ligne ne vous est pas montrée.</p>`}</section>`;
}

/** The newest lines, followed live. @param {OfDossier & {pausedAt: number, onShow: () => void, wide: boolean}} props `pausedAt`: the newest line when one asked for a pause */
function Latest({ dossier, pausedAt, onShow, wide }) {
  const loads = dossier.loads.value;
  const lines = dossier.lines();
  const [top, setTop] = useState(0);
  const [most, setMost] = useState(DRAWN);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const journal = useJournal(dossier, {}, (entries) => dossier.store.remember(entries));
  useEffect(() => {
    if (loads) journal.fromHead();
  }, [dossier, loads]);

  const newest = lines[0]?.seq ?? 0;
  const still = pausedAt || (top && isBeingRead(list.current) ? top : 0);
  const held = still ? lines.filter(({ seq }) => seq > still).length : 0;
  const shown = lines.slice(held, held + most);
  useEffect(() => {
    if (!held && newest !== top) setTop(newest);
  });
  function showHeld() {
    if (list.current) list.current.scrollTop = 0;
    setTop(newest);
    setMost(DRAWN);
    onShow();
  }
  const rest = lines.length - held - shown.length;
  const full = lines.length >= LINES_KEPT && rest === 0;
  function older() {
    setMost(most + DRAWN);
    if (rest < DRAWN && lines.length < LINES_KEPT) journal.older();
  }
  return html`
    ${(held > 0 || pausedAt > 0) && html`<p class="more waiting"><button type="button" class="btn" onClick=${showHeld}>${held ? `${counted(held, "ligne")} en attente` : "En pause, rien de nouveau"}</button></p>`}
    <${Lines} dossier=${dossier} lines=${shown} journal=${{ ...journal, next: rest > 0 || journal.next, older }} more=${!full} wide=${wide} live list=${list} />
    ${full && html`<p class="empty">Les lignes plus anciennes se trouvent par la recherche.</p>`}`;
}

/** Somebody has scrolled down, or types in a line. @param {HTMLElement | null} list */
function isBeingRead(list) {
  const focused = document.activeElement;
  return list !== null && (list.scrollTop > 8 || (focused !== list && list.contains(focused)));
}

/** What the journal finds: the lines of a body, of a département, of one nature, or those that say some words. @param {OfDossier & {asked: Asked, wide: boolean}} props */
function Found({ dossier, asked, wide }) {
  const [lines, setLines] = useState(/** @type {Line[]} */ ([]));
  const add = (/** @type {Line[]} */ entries) => setLines((before) => {
    const bySeq = new Map([...before, ...entries].map((line) => [line.seq, line]));
    return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
  });
  const journal = useJournal(dossier, asked, add);
  const changed = asked.body ? lastChange(dossier, asked.body) : 0;
  useEffect(() => void journal.fromHead(), [changed]);

  const whole = journal.next === null;
  const searched = asked.q || asked.nature || asked.departement;
  return html`${searched && html`<p class="sub in" role="status">${whole && !lines.length ? "Rien ne correspond à cette recherche." : `${number(lines.length)} ${plural(lines.length, "ligne trouvée", "lignes trouvées")}${whole ? "" : " pour le moment"}`}</p>`}
    ${!searched && whole && !lines.length && html`<p class="empty">Aucune ligne pour cet organisme.</p>`}
    <${Lines} dossier=${dossier} lines=${lines} journal=${journal} wide=${wide} more />`;
}

/** The entry that last changed something of a body: its lines are read again when it moves. */
function lastChange(dossier, body) {
  const ids = { body: `body:${body}`, calls: `calls:${body}`, act_totals: `act_totals:${body}`, tasks: `tasks:${body}` };
  return Math.max(...Object.entries(ids).map(([type, id]) => dossier.cards(type).get(id)?.seq ?? 0));
}

/** On paper the main courante is a register, from its first number to its last; elsewhere its newest lines are enough.
 * @param {OfDossier & {lines: Line[], journal: ReturnType<typeof useJournal>, more: boolean, wide: boolean, live?: boolean, list?: any}} props */
function Lines({ dossier, lines, journal, more, wide, live, list }) {
  const drawn = !printing.value ? lines : wide ? lines.toReversed() : lines.slice(0, ON_PAPER);
  const ordered = html`<ol class="log">${drawn.map((line) => html`<${LogLine} key=${line.seq} dossier=${dossier} line=${line} />`)}</ol>`;
  return html`<div class="scroll log-scroll" ref=${list} tabindex="0" role="group" aria-label="Lignes, la plus récente d’abord">
    ${printing.value && lines.length > 0 && html`<p class="sub in">${paperWords(drawn, lines, Boolean(journal.next), wide)}</p>`}
    ${live ? html`<div role="log" aria-live="off" aria-label="Main courante">${ordered}</div>` : ordered}
    ${journal.problem && html`<${Refusal} problem=${journal.problem} />`}
    ${more && (journal.next || journal.problem) && html`<p class="more"><button type="button" class="btn" onClick=${journal.older}>Charger la suite</button></p>`}</div>`;
}

/** What of the main courante is on the paper. @param {Line[]} drawn @param {Line[]} lines @param {boolean} rest there are more that were not read @param {boolean} wide */
function paperWords(drawn, lines, rest, wide) {
  if (!wide) return drawn.length < lines.length || rest ? `Les ${number(drawn.length)} plus récentes\u202f; les autres s’impriment depuis la page «\u00a0Main courante\u00a0».` : "";
  const [from, to] = [drawn[0], drawn[drawn.length - 1]];
  return `${counted(drawn.length, "ligne")}, du n°\u00a0${number(from.seq)} au n°\u00a0${number(to.seq)}${rest ? "\u202f; les plus anciennes ne sont pas imprimées\u00a0: «\u00a0Imprimer le registre\u00a0» les lit toutes" : ""}.`;
}
