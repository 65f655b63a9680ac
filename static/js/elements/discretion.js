// What speaks of a person in a text, said beside it before it is kept: taken out with one touch, or justified.

import { useId, useState } from "preact/hooks";
import { html } from "../html.js";

/** What stands where somebody was named. */
const TAKEN_OUT = "[retiré]";

/** Inside the form whose command was refused; `problem.justify` keeps the reason, which goes with the next sending.
 * @param {{problem: any}} props */
export function Discretion({ problem }) {
  const id = useId();
  const [reason, setReason] = useState("");
  const found = problem.errors.map((/** @type {any} */ error) => error.found ?? "").filter(Boolean);
  return html`<p><b>Pas encore envoyé\u00a0: une personne peut être reconnue.</b> Beaucoup liront ce texte, et il sera conservé.</p>
    <ul class="why">${problem.errors.map((/** @type {any} */ error) => html`<li><mark>${error.found}</mark>\u00a0: ${error.reason}</li>`)}</ul>
    <p class="go start"><button type="button" class="btn" onClick=${(/** @type {any} */ click) => takeOut(click.currentTarget, found)}>Retirer du texte</button></p>
    <p class="field wide"><label for=${id}>Ou dire pourquoi c’est nécessaire</label>
      <input id=${id} maxlength="8000" value=${reason} onInput=${(/** @type {any} */ input) => setReason(input.currentTarget.value)} onKeyDown=${(/** @type {KeyboardEvent} */ key) => { if (key.key === "Enter") key.preventDefault(); }} />
      <small>La raison est inscrite à la main courante.</small></p>
    <p class="go start"><button type="button" class="btn" disabled=${!reason.trim()} onClick=${(/** @type {any} */ click) => { problem.justify?.(reason.trim()); click.currentTarget.closest("form")?.requestSubmit(); }}>Justifier et envoyer</button></p>`;
}

/** Take what was found out of every field of the form, and stand in the first that held it.
 * @param {HTMLElement} button @param {string[]} found */
function takeOut(button, found) {
  /** @type {HTMLElement | null} */
  let first = null;
  for (const field of button.closest("form")?.querySelectorAll("textarea, input:not([type]), input[type=text]") ?? []) {
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) continue;
    const without = found.reduce((text, one) => text.split(one).join(TAKEN_OUT), field.value);
    if (without === field.value) continue;
    field.value = without;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    first ??= field;
  }
  first?.focus();
}
