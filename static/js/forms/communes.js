// Choosing communes: type the beginning of a name, or paste a list of names or INSEE codes.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Problem, get, withQuery } from "../api.js";
import { counted, number, plain } from "../format.js";
import { html } from "../html.js";

/** How many pasted lines are looked up, and how many at a time. */
const PASTED_MAX = 500;
const AT_A_TIME = 4;
/** How many codes are asked for at once. */
const CODES_AT_ONCE = 100;
const CODE = /^[0-9][0-9ab][0-9]{3}$/i;
/** Among how many communes a pasted name is looked for. */
const LOOKED_AT = 100;
const TYPING_PAUSE_MS = 120;
const CHIPS_SHOWN = 40;

/** @typedef {{code: string, name: string, departement: string, population: number, competent?: {id: string, name: string, kind: string}}} Commune */

/** @param {{chosen: Commune[], onChange: (chosen: Commune[]) => void, departement?: string}} props */
export function CommunePicker({ chosen, onChange, departement }) {
  const [unclear, setUnclear] = useState(/** @type {{text: string, among: Commune[]}[]} */ ([]));
  const [progress, setProgress] = useState("");
  const [all, setAll] = useState(false);
  const latest = useRef(chosen);
  latest.current = chosen;

  const add = (/** @type {Commune[]} */ found) => {
    const held = new Set(latest.current.map(({ code }) => code));
    onChange((latest.current = [...latest.current, ...found.filter(({ code }) => !held.has(code) && held.add(code))]));
  };
  const remove = (/** @type {string} */ code) => onChange(chosen.filter((commune) => commune.code !== code));

  async function paste(/** @type {string} */ text) {
    const wanted = [...new Set(text.split(/[\n\r\t;,]+/).map((part) => part.trim()).filter(Boolean))];
    const lines = wanted.slice(0, PASTED_MAX);
    const { communes, unknown } = await communesOf(lines.filter((line) => CODE.test(line)).map((line) => line.toUpperCase()));
    add(communes);
    const doubtful = [...unknown, ...wanted.slice(PASTED_MAX)].map((line) => ({ text: line, among: /** @type {Commune[]} */ ([]) }));
    const names = lines.filter((line) => !CODE.test(line));
    for (let at = 0; at < names.length; at += AT_A_TIME) {
      setProgress(`Lecture de la liste\u00a0: ${number(at)} sur ${number(names.length)}`);
      const batch = await Promise.all(names.slice(at, at + AT_A_TIME).map((line) => resolve(line, departement)));
      add(batch.flatMap(({ one }) => (one ? [one] : [])));
      doubtful.push(...batch.filter(({ one }) => !one).map(({ text: line, among }) => ({ text: line, among })));
    }
    setProgress("");
    setUnclear(doubtful);
  }
  const settle = (/** @type {string} */ text, /** @type {Commune | null} */ commune) => {
    if (commune) add([commune]);
    setUnclear((before) => before.filter((line) => line.text !== text));
  };

  return html`<div class="communes">
    <${TypeAhead} departement=${departement} onPick=${(/** @type {Commune} */ commune) => add([commune])} onPaste=${paste} />
    ${progress && html`<p class="sub" role="status">${progress}</p>`}
    ${unclear.length > 0 && html`<div class="msg msg-no" role="alert"><p><b>${counted(unclear.length, "ligne de la liste est à préciser", "lignes de la liste sont à préciser")}.</b></p>
      <ul class="why">${unclear.slice(0, 30).map(({ text, among }) => html`<li key=${text}>«\u00a0${text}\u00a0»
        ${among.length ? html`\u00a0: ${among.slice(0, 4).map((commune) => html`<button type="button" class="btn btn-quiet" onClick=${() => settle(text, commune)}>${commune.name} (${commune.code})</button> `)}` : "\u00a0: aucune commune trouvée."}
        <button type="button" class="btn btn-quiet" onClick=${() => settle(text, null)}>Ignorer</button></li>`)}</ul></div>`}
    <p class="sub" role="status">${chosen.length ? counted(chosen.length, "commune retenue", "communes retenues") : "Aucune commune retenue."}</p>
    <ul class="chips" aria-label="Communes retenues">${chosen.slice(0, all ? chosen.length : CHIPS_SHOWN).map((commune) => html`<li key=${commune.code}>${commune.name} <span class="sub">${commune.code}</span>
      <button type="button" aria-label=${`Retirer ${commune.name}`} onClick=${() => remove(commune.code)}>×</button></li>`)}
      ${!all && chosen.length > CHIPS_SHOWN && html`<li class="rest"><button type="button" onClick=${() => setAll(true)}>et ${number(chosen.length - CHIPS_SHOWN)} autres</button></li>`}</ul></div>`;
}

/** @param {{departement?: string, onPick: (commune: Commune) => void, onPaste: (text: string) => void}} props */
function TypeAhead({ departement, onPick, onPaste }) {
  const id = useId();
  const [text, setText] = useState("");
  const [found, setFound] = useState(/** @type {Commune[]} */ ([]));
  const [at, setAt] = useState(0);
  const open = found.length > 0;

  useEffect(() => {
    setFound([]);
    if (text.trim().length < 2) return;
    const asking = new AbortController();
    const pause = setTimeout(async () => {
      const communes = await search(text, departement, { signal: asking.signal });
      if (asking.signal.aborted) return;
      setFound(communes.slice(0, 10));
      setAt(0);
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(pause);
      asking.abort();
    };
  }, [text, departement]);

  function pick(/** @type {Commune} */ commune) {
    onPick(commune);
    setText("");
  }
  function key(/** @type {KeyboardEvent} */ event) {
    if (!open) return event.key === "Enter" && event.preventDefault();
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) setAt((at + moves[event.key] + found.length) % found.length);
    else if (event.key === "Enter") pick(found[at]);
    else if (event.key === "Escape") setFound([]);
    else return;
    event.preventDefault();
  }
  function pasted(/** @type {ClipboardEvent} */ event) {
    const list = event.clipboardData?.getData("text") ?? "";
    if (!/[\n\t;,]/.test(list.trim())) return;
    event.preventDefault();
    onPaste(list);
  }
  return html`<p class="field wide"><label for=${id}>Communes\u00a0: tapez un nom, ou collez une liste de noms ou de codes INSEE</label>
      <input id=${id} role="combobox" autocomplete="off" aria-expanded=${String(open)} aria-controls=${`${id}-l`} aria-autocomplete="list"
        aria-activedescendant=${open ? `${id}-${at}` : null} value=${text} onInput=${(/** @type {any} */ input) => setText(input.currentTarget.value)} onKeyDown=${key} onPaste=${pasted} /></p>
    <ul class="pick" role="listbox" id=${`${id}-l`} aria-label="Communes trouvées" hidden=${!open}>${found.map((commune, index) => html`
      <li key=${commune.code} id=${`${id}-${index}`} role="option" aria-selected=${String(index === at)} onMouseDown=${(/** @type {Event} */ event) => { event.preventDefault(); pick(commune); }}>
        <b>${commune.name}</b> <span class="sub">${commune.code} · ${number(commune.population)}\u00a0hab.</span></li>`)}</ul>`;
}

/** @param {string} q @param {string} [departement] @param {{signal?: AbortSignal, limit?: number}} [how] @returns {Promise<Commune[]>} */
async function search(q, departement, { signal, limit } = {}) {
  try {
    return await get(withQuery("/api/territory/communes", { q: q.trim().slice(0, 80), departement, limit }), { signal });
  } catch (problem) {
    if (problem instanceof Problem || (problem instanceof DOMException && problem.name === "AbortError")) return [];
    throw problem;
  }
}

/** The communes of today that INSEE codes mean, and the codes that mean none. @param {string[]} codes */
export async function communesOf(codes) {
  const all = { communes: /** @type {Commune[]} */ ([]), unknown: /** @type {string[]} */ ([]) };
  for (let at = 0; at < codes.length; at += CODES_AT_ONCE) {
    try {
      const found = await get(withQuery("/api/territory/communes", { code: codes.slice(at, at + CODES_AT_ONCE).join(",") }));
      all.communes.push(...found.communes);
      all.unknown.push(...found.unknown);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      all.unknown.push(...codes.slice(at, at + CODES_AT_ONCE));
    }
  }
  return all;
}

/** One pasted line: the commune that it can only mean, or those among which a person must choose. */
async function resolve(text, departement) {
  const among = await search(text, departement, { limit: LOOKED_AT });
  const exact = among.filter((commune) => plain(commune.name) === plain(text));
  const one = exact.length === 1 && among.length < LOOKED_AT ? exact[0] : null; // beyond, a namesake may be out of sight
  return { text, one, among: exact.length ? exact : among };
}
