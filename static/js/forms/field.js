// Labelled fields. Each form keeps what is typed to itself: nothing that arrives from the server touches it.

import { useId, useState } from "preact/hooks";
import { html } from "../html.js";
import { codes } from "../vocabulary.js";

/** The state of a form: its values, and a binder that gives a field its `value` and its listener.
 * @template {Record<string, any>} T @param {T} initial */
export function useForm(initial) {
  const [values, setValues] = useState(initial);
  const set = (/** @type {Partial<T>} */ changes) => setValues((before) => ({ ...before, ...changes }));
  const bind = (/** @type {keyof T & string} */ name) => ({
    value: values[name],
    onInput: (/** @type {any} */ input) => set(/** @type {any} */ ({ [name]: input.currentTarget.value })),
  });
  return { values, set, bind, reset: () => setValues(initial) };
}

/** @param {{label: any, hint?: any, wide?: boolean, [attribute: string]: any}} props */
export function Field({ label, hint, wide, ...input }) {
  const id = useId();
  return html`<p class=${`field ${wide ? "wide" : ""}`}><label for=${id}>${label}</label>
    <input id=${id} aria-describedby=${hint ? `${id}-h` : null} ...${input} />
    ${hint && html`<small id=${`${id}-h`}>${hint}</small>`}</p>`;
}

/** @param {{label: any, hint?: any, [attribute: string]: any}} props */
export function Area({ label, hint, rows = 3, ...input }) {
  const id = useId();
  return html`<p class="field wide"><label for=${id}>${label}</label>
    <textarea id=${id} rows=${rows} maxlength="8000" aria-describedby=${hint ? `${id}-h` : null} ...${input}></textarea>
    ${hint && html`<small id=${`${id}-h`}>${hint}</small>`}</p>`;
}

/** A choice among [code, words]. @param {{label: any, options: [string, string][], empty?: string, value: string, [attribute: string]: any}} props */
export function Choice({ label, options, empty, value, hidden, ...input }) {
  const id = useId();
  return html`<p class="field"><label class=${hidden ? "vh" : ""} for=${id}>${label}</label>
    <select id=${id} ...${input}>
      ${empty !== undefined && html`<option value="" selected=${value === ""}>${empty}</option>`}
      ${options.map(([code, words]) => html`<option key=${code} value=${code} selected=${code === value}>${words}</option>`)}
    </select></p>`;
}

/** Options for every code of a group of the vocabulary. @param {string} group @returns {[string, string][]} */
export function optionsOf(group) {
  return codes(group).map(([code, { label }]) => [code, label]);
}

/** The names of persons helped have no place in free text. */
export const NO_NAMES = "Ne nommez pas les personnes aidées\u00a0: ni nom, ni adresse, ni numéro.";
