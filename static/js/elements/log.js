// The main courante, the newest line first. What arrives while one reads further down waits behind a button.

import { useEffect, useRef, useState } from "preact/hooks";
import { Problem, get, withQuery } from "../api.js";
import { useFetched } from "../fetched.js";
import { NoteForm } from "../forms/note.js";
import { counted, number, plural } from "../format.js";
import { html } from "../html.js";
import { LINES_KEPT } from "../store.js";
import { LogLine } from "./line.js";
import { Refusal } from "./message.js";

/** How many lines are asked for at a time; fewer where the screen is narrow. */
const PAGE = matchMedia("(max-width: 48rem)").matches ? 15 : 60;

/** @typedef {import("../store.js").Line} Line */
/** @typedef {{dossier: import("../dossier.js").Dossier}} OfDossier */

/** @param {OfDossier & {body?: string, search?: boolean, form?: boolean, title?: string}} props */
export function Log({ dossier, body, search = true, form = true, title = "Main courante" }) {
  const [words, setWords] = useState("");
  return html`<section class="block log-block" aria-labelledby="main-courante"><header><h2 id="main-courante">${title}</h2></header>
    ${form && dossier.may("note.write") && html`<${NoteForm} dossier=${dossier} />`}
    ${search && html`<${Search} onSearch=${setWords} />`}
    ${words || body ? html`<${Found} key=${`${words}/${body}`} dossier=${dossier} words=${words} body=${body} />` : html`<${Latest} dossier=${dossier} />`}
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

/** @param {{onSearch: (words: string) => void}} props */
function Search({ onSearch }) {
  const [text, setText] = useState("");
  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    onSearch(text.trim());
  }
  function type(/** @type {any} */ input) {
    setText(input.currentTarget.value);
    if (!input.currentTarget.value) onSearch("");
  }
  return html`<form class="filters" role="search" onSubmit=${submit}>
    <p class="field"><label class="vh" for="chercher">Chercher dans la main courante</label>
      <input id="chercher" type="search" maxlength="200" placeholder="Mots à chercher" value=${text} onInput=${type} /></p>
    <button class="btn">Chercher</button></form>`;
}

/** Reads a journal backwards, page by page. `older` gives what stands before what it gave last.
 * @param {import("../dossier.js").Dossier} dossier @param {{q?: string, body?: string}} filter @param {(lines: Line[]) => void} take */
function useJournal(dossier, filter, take) {
  const [state, setState] = useState({ next: /** @type {number | null | undefined} */ (undefined), problem: /** @type {Problem | null} */ (null) });
  async function read(/** @type {number} */ before) {
    try {
      const page = await get(withQuery(`/api/dossiers/${dossier.id}/journal`, { before, limit: PAGE, ...filter }));
      take(page.entries);
      setState({ next: page.next, problem: null });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setState((was) => ({ ...was, problem }));
    }
  }
  const fromHead = () => read(dossier.store.seq + 1);
  return { ...state, fromHead, older: () => (state.next ? read(state.next) : fromHead()) };
}

/** The newest lines, followed live. @param {OfDossier} props */
function Latest({ dossier }) {
  const loads = dossier.loads.value;
  const lines = dossier.lines();
  const [top, setTop] = useState(0);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const journal = useJournal(dossier, {}, (entries) => dossier.store.remember(entries));
  useEffect(() => {
    if (loads) journal.fromHead();
  }, [loads]);

  const newest = lines[0]?.seq ?? 0;
  const held = top && isBeingRead(list.current) ? lines.filter(({ seq }) => seq > top).length : 0;
  const shown = held ? lines.slice(held) : lines;
  useEffect(() => {
    if (!held && newest !== top) setTop(newest);
  });
  function showHeld() {
    if (list.current) list.current.scrollTop = 0;
    setTop(newest);
  }
  const full = lines.length >= LINES_KEPT;
  return html`
    ${held > 0 && html`<p class="more"><button type="button" class="btn" onClick=${showHeld}>Voir ${counted(held, "nouvelle ligne", "nouvelles lignes")}</button></p>`}
    <${Lines} dossier=${dossier} lines=${shown} journal=${journal} more=${!full} live list=${list} />
    ${full && html`<p class="empty">Les lignes plus anciennes se trouvent par la recherche.</p>`}`;
}

/** Somebody has scrolled down, or types in a line. @param {HTMLElement | null} list */
function isBeingRead(list) {
  const focused = document.activeElement;
  return list !== null && (list.scrollTop > 8 || (focused !== list && list.contains(focused)));
}

/** What the journal finds: the lines of a body, or those that say some words. @param {OfDossier & {words: string, body?: string}} props */
function Found({ dossier, words, body }) {
  const [lines, setLines] = useState(/** @type {Line[]} */ ([]));
  const add = (/** @type {Line[]} */ entries) => setLines((before) => {
    const bySeq = new Map([...before, ...entries].map((line) => [line.seq, line]));
    return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
  });
  const journal = useJournal(dossier, { q: words, body }, add);
  const changed = body ? lastChange(dossier, body) : 0;
  useEffect(() => void journal.fromHead(), [changed]);

  const whole = journal.next === null;
  return html`${words && html`<p class="sub in" role="status">${whole && !lines.length ? "Rien ne correspond à cette recherche." : `${number(lines.length)} ${plural(lines.length, "ligne trouvée", "lignes trouvées")}${whole ? "" : " pour le moment"}`}</p>`}
    ${!words && whole && !lines.length && html`<p class="empty">Aucune ligne pour cet organisme.</p>`}
    <${Lines} dossier=${dossier} lines=${lines} journal=${journal} more />`;
}

/** The entry that last changed something of a body: its lines are read again when it moves. */
function lastChange(dossier, body) {
  const ids = { body: `body:${body}`, calls: `calls:${body}`, act_totals: `act_totals:${body}`, tasks: `tasks:${body}` };
  return Math.max(...Object.entries(ids).map(([type, id]) => dossier.cards(type).get(id)?.seq ?? 0));
}

/** @param {OfDossier & {lines: Line[], journal: ReturnType<typeof useJournal>, more: boolean, live?: boolean, list?: any}} props */
function Lines({ dossier, lines, journal, more, live, list }) {
  const ordered = html`<ol class="log">${lines.map((line) => html`<${LogLine} key=${line.seq} dossier=${dossier} line=${line} />`)}</ol>`;
  return html`<div class="scroll log-scroll" ref=${list} tabindex="0" role="group" aria-label="Lignes, la plus récente d’abord">
    ${live ? html`<div role="log" aria-live="off" aria-label="Main courante">${ordered}</div>` : ordered}
    ${journal.problem && html`<${Refusal} problem=${journal.problem} />`}
    ${more && (journal.next || journal.problem) && html`<p class="more"><button type="button" class="btn" onClick=${journal.older}>Charger la suite</button></p>`}</div>`;
}
