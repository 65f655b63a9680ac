import { Frame } from "../elements/frame.js";
import { html } from "../html.js";

export function NotFoundPage() {
  return html`<${Frame} title="Page introuvable" kind="plain"><p>Cette adresse ne mène à aucune page.</p><p><a href="/">Voir les dossiers</a></p><//>`;
}
