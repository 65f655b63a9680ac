// Giving a liaison link: to whom, which département, for how long. What opens it is shown once it is made.

import { useState } from "preact/hooks";
import { Problem, post } from "../api.js";
import { Code } from "../elements/access_code.js";
import { Refusal } from "../elements/message.js";
import { html } from "../html.js";
import { Choice, Field, useForm } from "./field.js";

const DAYS = /** @type {[string, string][]} */ ([["1", "1 jour"], ["3", "3 jours"], ["7", "7 jours"], ["14", "14 jours"], ["30", "30 jours"]]);

/** @param {{base: string, departements: string[], onGiven: () => void}} props */
export function LiaisonForm({ base, departements, onGiven }) {
  const { values, bind, reset } = useForm({ name: "", departement: departements[0] ?? "", days: "3" });
  const [given, setGiven] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [busy, setBusy] = useState(false);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      setGiven(await post(base, { name: values.name, departement: values.departement || departements[0], days: Number(values.days) }));
      reset();
      onGiven();
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused;
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  }
  return html`<form onSubmit=${submit}>
    <${Field} label="Porteur" required minlength="2" maxlength="120" autocomplete="off" hint="Nom et fonction\u00a0: ils sont écrits sur chaque page." ...${bind("name")} />
    <div class="four"><${Choice} label="Département" options=${departements.map((code) => [code, code])} ...${bind("departement")} /><${Choice} label="Valable" options=${DAYS} ...${bind("days")} /></div>
    ${problem && html`<${Refusal} problem=${problem} />`}
    <p class="go"><button class="btn btn-main" disabled=${busy}>Donner un lien de liaison</button></p></form>
    ${given && html`<${Code} sheet=${given} zone="Europe/Paris" onClose=${() => setGiven(null)} />`}`;
}
