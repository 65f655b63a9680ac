// Telling the permanence of the UNCCAS that something is happening. It decides whether this is a crisis.

import { useMemo, useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Frame } from "../elements/frame.js";
import { Outcome } from "../elements/message.js";
import { CommunePicker } from "../forms/communes.js";
import { Area, Choice, Field, NO_NAMES, optionsOf, useForm } from "../forms/field.js";
import { html } from "../html.js";
import { dossierName } from "../ids.js";
import { go } from "../router.js";
import { fromField, now } from "../time.js";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function SignalPage() {
  const { values, bind } = useForm({ title: "", hazard: "", occurred_at: "", text: "" });
  const [communes, setCommunes] = useState(/** @type {import("../places.js").Commune[]} */ ([]));
  const { outcome, send, refuse, busy } = useCommand("");
  const dossier = useMemo(() => ({ id: "" }), []);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (!communes.length) return refuse("Choisissez au moins une commune.");
    dossier.id ||= dossierName(values.title, new Date(now()).getFullYear());
    const { occurred_at: typed, ...told } = values;
    const receipt = await send({ do: "crisis.signal", dossier: dossier.id, ...told, occurred_at: fromField(typed, ZONE), communes: communes.map(({ code }) => code) });
    if (receipt) go(`/dossiers/${dossier.id}`);
  }
  return html`<${Frame} title="Signaler un évènement" sub="La permanence de l’UNCCAS décide s’il est majeur" kind="plain wide"><form onSubmit=${submit}>
    <${Field} label="Titre" required maxlength="200" ...${bind("title")} />
    <div class="two"><${Choice} label="Aléa" empty="Choisir…" required options=${optionsOf("hazards")} ...${bind("hazard")} />
      <${Field} label="Début des faits (facultatif)" type="datetime-local" ...${bind("occurred_at")} /></div>
    <${CommunePicker} chosen=${communes} onChange=${setCommunes} />
    <${Area} label="Ce que vous savez" hint=${NO_NAMES} required ...${bind("text")} />
    <${Outcome} outcome=${outcome} done="Signalement transmis" /><p class="go"><button class="btn btn-main btn-big" disabled=${busy}>Signaler à la permanence</button></p></form><//>`;
}
