// One field for places: it offers what is being typed, and takes a pasted list whole.

import { useEffect, useId, useState } from "preact/hooks";
import { counted, number, plain } from "../format.js";
import { html } from "../html.js";
import { departements, meant, searchCommunes } from "../places.js";

const TYPING_PAUSE_MS = 120;

/** @typedef {import("../places.js").Commune} Commune
 * @typedef {import("../places.js").Departement} Departement
 * @typedef {{commune?: Commune, departement?: Departement}} Option */

/** @param {{onCommune: (commune: Commune) => void, onDepartement: (departement: Departement) => void, onPaste: (text: string) => void, hint: string}} props */
export function TypeAhead({ onCommune, onDepartement, onPaste, hint }) {
  const id = useId();
  const [text, setText] = useState("");
  const [found, setFound] = useState(/** @type {Option[]} */ ([]));
  const [at, setAt] = useState(0);
  const open = found.length > 0;

  useEffect(() => {
    setFound([]);
    if (text.trim().length < 2) return;
    const asking = new AbortController();
    const pause = setTimeout(async () => {
      const [communes, all] = await Promise.all([searchCommunes(text, asking.signal), departements()]);
      if (asking.signal.aborted) return;
      setFound([...communes.map((commune) => ({ commune })), ...meant(all, text).map((departement) => ({ departement }))]);
      setAt(0);
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(pause);
      asking.abort();
    };
  }, [text]);

  function pick(/** @type {Option} */ { commune, departement }) {
    if (commune) onCommune(commune);
    if (departement) onDepartement(departement);
    setText("");
  }
  function key(/** @type {KeyboardEvent} */ event) {
    if (!open) return event.key === "Enter" && asList(event);
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) setAt((at + moves[event.key] + found.length) % found.length);
    else if (event.key === "Enter") pick(found[at]);
    else if (event.key === "Escape") setFound([]);
    else return;
    event.preventDefault();
  }
  /** What was typed and is not offered is read as a list, of one place or of several. @param {KeyboardEvent} event */
  function asList(event) {
    event.preventDefault();
    if (!text.trim()) return;
    onPaste(text);
    setText("");
  }
  function pasted(/** @type {ClipboardEvent} */ event) {
    const list = event.clipboardData?.getData("text") ?? "";
    if (!/[\n\r\t;,]/.test(list.trim())) return;
    event.preventDefault();
    onPaste(list);
  }
  return html`<p class="field wide"><label for=${id}>Communes ou départements\u00a0: tapez, ou collez une liste</label>
      <input id=${id} role="combobox" autocomplete="off" spellcheck="false" aria-expanded=${String(open)} aria-controls=${`${id}-l`} aria-autocomplete="list" aria-describedby=${`${id}-h`}
        aria-activedescendant=${open ? `${id}-${at}` : null} value=${text} onInput=${(/** @type {any} */ input) => setText(input.currentTarget.value)} onKeyDown=${key} onPaste=${pasted} onBlur=${() => setFound([])} />
      <small id=${`${id}-h`}>${hint}</small></p>
    <ul class="pick" role="listbox" id=${`${id}-l`} aria-label="Communes trouvées" hidden=${!open}>${found.map((option, index) => html`
      <li key=${option.commune?.code ?? `d${option.departement?.code}`} id=${`${id}-${index}`} role="option" aria-selected=${String(index === at)} onMouseDown=${(/** @type {Event} */ event) => { event.preventDefault(); pick(option); }}>
        <${Words} option=${option} typed=${text} /></li>`)}</ul>`;
}

/** @param {{option: Option, typed: string}} props */
function Words({ option: { commune, departement }, typed }) {
  if (departement) return html`<span>${departement.name}, <b>tout le département</b></span> <span class="sub">${departement.code} · ${counted(departement.communes, "commune")}</span>`;
  if (!commune) return null;
  const [before, same, after] = split(commune.name, typed);
  return html`<span>${before}<b>${same}</b>${after}</span> <span class="sub">${commune.code} · ${number(commune.population)}\u00a0hab.</span>`;
}

/** The part of a name that was typed, accents and hyphens aside. @param {string} name @param {string} typed */
function split(name, typed) {
  const [whole, part] = [` ${plain(name)}`, plain(typed)];
  const at = whole.length === name.length + 1 ? whole.indexOf(` ${part}`) : -1; // letters must stand where they stood
  return at < 0 || !part ? [name, "", ""] : [name.slice(0, at), name.slice(at, at + part.length), name.slice(at + part.length)];
}
