// A button that asks once more before what cannot be undone, where it stands: no window, and one key too many undoes nothing.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.js";

/** @param {{ask: string, words: string, yes: string, name?: string, quiet?: boolean, disabled?: boolean, onSure: () => unknown}} props `name`: what is read aloud of `ask` */
export function Sure({ ask, words, yes, name, quiet, disabled, onSure }) {
  const [asked, setAsked] = useState(false);
  const focused = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const was = useRef(false);
  useEffect(() => {
    if (asked !== was.current) focused.current?.focus();
    was.current = asked;
  }, [asked]);
  const kind = quiet ? "btn btn-quiet" : "btn";
  if (!asked) return html`<button key="ask" ref=${focused} type="button" class=${kind} aria-label=${name} disabled=${disabled} onClick=${() => setAsked(true)}>${ask}</button>`;
  const close = () => setAsked(false);
  const sure = () => { close(); onSure(); };
  return html`<span key="sure" class="go start" role="group" aria-label=${words} onKeyDown=${(/** @type {KeyboardEvent} */ { key }) => key === "Escape" && close()}><span>${words}</span>
    <button type="button" class="btn btn-main" disabled=${disabled} onClick=${sure}>${yes}</button>
    <button ref=${focused} type="button" class="btn" onClick=${close}>Non, garder</button></span>`;
}
