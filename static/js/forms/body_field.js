// One body, by its name: what is being typed is looked up, and chosen in the list.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Problem, get, withQuery } from "../api.js";
import { html } from "../html.js";

const TYPING_PAUSE_MS = 200;

/** @param {{label: string, value: string, onInput: (body: string, name: string) => void, words: string, late?: boolean, required?: boolean, first?: {id: string, name: string}}} props
 * What is typed and not chosen holds the form back: it would be lost in silence. `words`: what is said of the choice, `late` when it is a warning; `first`: what is chosen already */
export function BodyField({ label, value, onInput, words, late = false, required = false, first }) {
  const id = useId();
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [text, setText] = useState(first?.name ?? "");
  const [found, setFound] = useState(/** @type {{id: string, name: string}[]} */ (first ? [first] : []));
  const meant = found.find(({ name }) => name === text)?.id ?? "";
  useEffect(() => onInput(meant, meant ? text : ""), [meant]);
  useEffect(() => box.current?.setCustomValidity(text.trim() && !meant ? "Choisissez un organisme dans la liste, ou videz ce champ." : ""), [meant, text]);
  useEffect(() => {
    if (meant || text.trim().length < 2) return;
    const asking = new AbortController();
    const pause = setTimeout(async () => {
      try {
        setFound(await get(withQuery("/api/directory/bodies", { q: text.trim().slice(0, 80), limit: 10 }), { signal: asking.signal }));
      } catch (problem) {
        if (!(problem instanceof Problem || (problem instanceof DOMException && problem.name === "AbortError"))) throw problem;
      }
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(pause);
      asking.abort();
    };
  }, [text]);
  return html`<p class="field"><label for=${id}>${label}</label>
    <input ref=${box} id=${id} list=${`${id}-l`} autocomplete="off" spellcheck="false" required=${required} data-body=${value} aria-describedby=${`${id}-h`} value=${text} onInput=${(/** @type {any} */ input) => setText(input.currentTarget.value)} />
    <datalist id=${`${id}-l`}>${found.map((body) => html`<option key=${body.id} value=${body.name} />`)}</datalist>
    <small id=${`${id}-h`} class=${late ? "late" : ""} role="status">${words}</small></p>`;
}
