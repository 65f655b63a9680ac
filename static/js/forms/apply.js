// Applying a further protocol, or a newer version of one, to a crisis under way: what it changes is read first.

import { useState } from "preact/hooks";
import { withQuery } from "../api.js";
import { useCommand } from "../commands.js";
import { Outcome, Refusal } from "../elements/message.js";
import { useFetched } from "../fetched.js";
import { counted } from "../format.js";
import { html } from "../html.js";
import { short } from "../vocabulary.js";
import { Choice } from "./field.js";

const PARTS = /** @type {const} */ ([["adds", "Ajoute"], ["changes", "Change"], ["removes", "Écarte"], ["leaves", "Laisse"]]);

/** @param {{dossier: import("../dossier.js").Dossier}} props */
export function ApplyPlaybook({ dossier }) {
  const [open, setOpen] = useState(false);
  const [code, setCode] = useState("");
  const library = useFetched(open ? "/api/playbooks" : "");
  const applied = dossier.cards("playbook").get(`playbook:${code}`)?.version; // read again once it is applied
  const path = `/api/dossiers/${encodeURIComponent(dossier.id)}/playbooks/${encodeURIComponent(code)}/preview`;
  const asked = library.value?.find((/** @type {any} */ one) => one.code === code);
  const { value: preview, problem } = useFetched(asked && asked.version !== applied ? withQuery(path, { version: asked.version }) : "");
  const { outcome, send, busy, clear } = useCommand(dossier.id);
  const options = (library.value ?? []).map((/** @type {any} */ one) => [one.code, `${one.title}, version ${one.version}`]);
  const choose = (/** @type {any} */ input) => {
    setCode(input.currentTarget.value);
    clear();
  };
  return html`<details class="fold" onToggle=${(/** @type {any} */ toggled) => setOpen(toggled.currentTarget.open)}><summary>Appliquer un protocole…</summary>
    <form onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); send({ do: "playbook.apply", playbook: code, version: preview.version }); }}>
      <${Choice} label="Protocole" empty="Choisir…" required options=${options} value=${code} onInput=${choose} />
      ${library.problem && html`<${Refusal} problem=${library.problem} />`}${problem && html`<${Refusal} problem=${problem} />`}
      ${asked && asked.version === applied && html`<p class="sub">Cette version est déjà appliquée.</p>`}
      ${preview?.playbook === code && html`<${Preview} preview=${preview} />`}
      <${Outcome} outcome=${outcome} done="Protocole appliqué" />
      ${preview?.playbook === code && html`<p class="go"><button class="btn btn-main" disabled=${busy}>Appliquer la version ${preview.version}</button></p>`}</form></details>`;
}

/** @param {{preview: any}} props */
function Preview({ preview }) {
  return html`<p>${preview.before ? `Remplace la version ${preview.before}.` : "N’est pas encore appliqué ici."}${preview.brings.length > 0 && ` Apporte aussi\u00a0: ${preview.brings.join(", ")}.`}</p>
    ${preview.rhythm && html`<p class="sub">Comptes rendus attendus\u00a0: ${preview.rhythm}.</p>`}
    ${preview.points && html`<p class="sub">Points de situation\u00a0: ${preview.points}.</p>`}
    ${PARTS.map(([part, words]) => preview[part].length > 0 && html`<details class="fold" key=${part} open=${part !== "leaves"}><summary>${words} ${counted(preview[part].length, "action")}</summary>
      <ul class="plain-list">${preview[part].map((/** @type {any} */ action) => html`<li key=${action.code}>${action.title} <span class="sub">${action.code}, ${short("roles", action.who)}, ${counted(action.tasks, "tâche")}${action.stand_in > 0 && ` dont ${action.stand_in} pour le représentant, à défaut d’UDCCAS`}, ${action.must ? "obligatoire" : "à faire si utile"}</span></li>`)}</ul></details>`)}`;
}
