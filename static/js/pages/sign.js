// Recording a convention that has been signed: from its template come its obligations and their dates.

import { useMemo } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Frame } from "../elements/frame.js";
import { Outcome } from "../elements/message.js";
import { Choice, Field, optionsOf, useForm } from "../forms/field.js";
import { html } from "../html.js";
import { dossierName } from "../ids.js";
import { go } from "../router.js";

export function SignPage() {
  const { values, bind } = useForm({ template: "etat-unccas", title: "", signed_on: "", parties: "unccas, sgav", departement: "" });
  const { outcome, send, busy } = useCommand("");
  const dossier = useMemo(() => ({ id: "" }), []);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    dossier.id ||= dossierName(values.title, Number(values.signed_on.slice(0, 4)));
    const parties = values.parties.split(/[\s,;]+/).filter(Boolean);
    if (await send({ do: "convention.sign", dossier: dossier.id, ...values, parties })) go(`/dossiers/${dossier.id}`);
  }
  return html`<${Frame} title="Enregistrer une convention signée" kind="plain"><form onSubmit=${submit}>
    <${Choice} label="Modèle" options=${optionsOf("templates")} ...${bind("template")} />
    <${Field} label="Titre" required maxlength="200" ...${bind("title")} />
    <div class="two"><${Field} label="Signée le" type="date" required ...${bind("signed_on")} /><${Field} label="Département (convention locale)" maxlength="3" ...${bind("departement")} /></div>
    <${Field} label="Parties" required hint="Identifiants des organismes, séparés par des virgules\u00a0: unccas, sgav, caf-77, ccas-77333…" ...${bind("parties")} />
    <${Outcome} outcome=${outcome} done="Convention enregistrée" /><p class="go"><button class="btn btn-main" disabled=${busy}>Enregistrer la convention</button></p></form><//>`;
}
