// « Signaler un accès fortuit »: something was seen by accident; it goes to those whose information it is.

import { DossierNav, Frame } from "../elements/frame.js";
import { Outcome } from "../elements/message.js";
import { useCommand } from "../commands.js";
import { Area, Choice, NO_NAMES, useForm } from "../forms/field.js";
import { html } from "../html.js";
import { Watched } from "./watched.js";

/** @param {{dossier: string}} props */
export function ExposurePage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => html`
    <${Frame} title="Signaler un accès fortuit" sub=${(dossier.only("crisis") ?? dossier.only("convention"))?.title} dossier=${dossier} kind="plain"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${id}/acces-fortuit`} />`}>
      <p>Vous avez lu, par accident, ce qui n’était pas pour vous\u00a0: à l’écran, dans un fichier, sur un papier. Le dire est une obligation, pas une faute.
        Dites où et comment, sans répéter ce que vous avez lu.</p>
      ${dossier.may("exposure.report") && html`<${Report} dossier=${dossier} />`}
      <p class="sub">Le signalement va à l’organisme concerné et à la coordination\u202f; dans une convention, aux parties. Il peut se faire même après la fin.</p>
      <p class="sub"><a href="/acces-fortuits">Vos signalements, ceux que vous lisez et ce qui a été fait</a></p><//>`}<//>`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
function Report({ dossier }) {
  const { values, bind, reset } = useForm({ text: "", whose: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  const bodies = [...dossier.cards("body").values()].map((body) => /** @type {[string, string]} */ ([body.body, body.name])).sort((a, b) => (a[1] < b[1] ? -1 : 1));
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (await send({ do: "exposure.report", text: values.text, whose: values.whose || undefined })) reset();
  }
  return html`<form onSubmit=${submit}>
    <${Area} label="Ce qui s’est passé" hint=${NO_NAMES} required ...${bind("text")} />
    ${bodies.length > 0 && html`<${Choice} label="À qui est cette information" empty="Je ne sais pas" options=${bodies} ...${bind("whose")} />`}
    <${Outcome} outcome=${outcome} done="Signalé" />
    <p class="go"><button class="btn btn-main" disabled=${busy}>Signaler</button></p></form>`;
}
