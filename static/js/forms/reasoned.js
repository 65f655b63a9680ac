// A small form folded behind its name: a reason, a button, one command. Used wherever an act needs a motive only.

import { html } from "../html.js";
import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { Area, useForm } from "./field.js";

/** @param {{dossier: string, title: string, command: Record<string, any> & {do: string}, verb: string, label?: string, field?: string, required?: boolean, onDone?: () => void}} props */
export function Reasoned({ dossier, title, command, verb, label = "Motif", field = "reason", required = true, onDone }) {
  const { values, bind, reset } = useForm({ text: "" });
  const { outcome, send, busy } = useCommand(dossier);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await send(/** @type {any} */ ({ ...command, [field]: values.text }))) {
      reset();
      onDone?.();
    }
  }
  return html`<details class="fold"><summary>${title}</summary>
    <form onSubmit=${submit}>
      <${Area} label=${label} rows="2" required=${required} ...${bind("text")} />
      <${Outcome} outcome=${outcome} />
      <p class="go"><button class="btn" disabled=${busy}>${verb}</button></p>
    </form></details>`;
}
