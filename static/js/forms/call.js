// Tracing a call to a body: three without an answer make it « injoignable ».

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { html } from "../html.js";
import { Area, NO_NAMES, useForm } from "./field.js";

/** @param {{dossier: import("../dossier.js").Dossier, body: import("../store.js").Card}} props */
export function CallForm({ dossier, body }) {
  const { values, bind, reset } = useForm({ text: "" });
  const [unfolded] = useState(body.status === "sans_nouvelle"); // as it was found: a push does not fold it away
  const { outcome, send, busy } = useCommand(dossier.id);
  const log = (/** @type {boolean} */ answered) => async () => {
    if (await send({ do: "call.log", body: body.body, answered, text: values.text })) reset();
  };
  return html`<details class="fold" open=${unfolded}><summary>Tracer un appel</summary><form onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
    <${Area} label="Ce qui s’est dit (facultatif)" hint=${NO_NAMES} rows="2" ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Appel tracé" />
    <p class="go"><button type="button" class="btn" disabled=${busy} onClick=${log(true)}>A répondu</button>
      <button type="button" class="btn" disabled=${busy} onClick=${log(false)}>Sans réponse</button></p></form></details>`;
}
