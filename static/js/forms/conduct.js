// Conducting a crisis: widening it, dating what protocols wait for, standing down, closing, reopening.

import { useState } from "preact/hooks";
import { useCommand } from "../commands.js";
import { Outcome } from "../elements/message.js";
import { html } from "../html.js";
import { fromField, iso, now } from "../time.js";
import { BodyField } from "./body_field.js";
import { CommunePicker } from "./communes.js";
import { Choice, Field, optionsOf, useForm } from "./field.js";
import { Reasoned } from "./reasoned.js";

/** Anchors that somebody has to date; the others are dated by what happens. */
const MARKED = new Set(["vigilance", "jo", "end"]);

/** @param {{dossier: import("../dossier.js").Dossier, crisis: import("../store.js").Card}} props */
export function Conduct({ dossier, crisis }) {
  const may = (/** @type {string} */ verb, /** @type {string[]} */ states) => states.includes(crisis.state) && dossier.may(`crisis.${verb}`);
  const simple = (/** @type {string} */ verb, /** @type {string} */ title) => html`<${Reasoned} dossier=${dossier.id} title=${`${title}…`} command=${{ do: `crisis.${verb}` }} verb=${title} />`;
  const parts = [
    may("dismiss", ["signale"]) && simple("dismiss", "Classer sans suite"),
    may("extend", ["actif", "post_crise"]) && html`<${Extend} dossier=${dossier} />`,
    ["actif", "post_crise"].includes(crisis.state) && dossier.may("body.attach") && html`<${Attach} dossier=${dossier} />`,
    may("mark", ["actif", "post_crise"]) && html`<${MarkAnchor} dossier=${dossier} />`,
    may("stand_down", ["actif"]) && simple("stand_down", "Passer au suivi d’après-crise"),
    may("close", ["post_crise"]) && simple("close", "Clore l’évènement"),
    may("reopen", ["post_crise", "clos"]) && simple("reopen", "Rouvrir l’évènement"),
  ].filter(Boolean);
  if (!parts.length) return null;
  return html`<section class="block" aria-labelledby="conduire"><header><h2 id="conduire">Conduire l’évènement</h2></header>${parts}</section>`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
function Extend({ dossier }) {
  const [chosen, setChosen] = useState(/** @type {import("../places.js").Commune[]} */ ([]));
  const { values, bind } = useForm({ degree: "touchee" });
  const { outcome, send, refuse, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (!chosen.length) return refuse("Choisissez au moins une commune.");
    if (await send({ do: "crisis.extend", communes: chosen.map(({ code }) => code), degree: values.degree })) setChosen([]);
  }
  return html`<details class="fold"><summary>Étendre, ou changer le degré d’atteinte…</summary><form onSubmit=${submit}>
    <${CommunePicker} chosen=${chosen} onChange=${setChosen} />
    <${Choice} label="Ces communes sont" options=${optionsOf("degrees")} ...${bind("degree")} />
    <${Outcome} outcome=${outcome} /><p class="go"><button class="btn" disabled=${busy}>Enregistrer</button></p></form></details>`;
}

/** A body from outside the zone: people who live there are hit, or it lends a hand. @param {{dossier: import("../dossier.js").Dossier}} props */
function Attach({ dossier }) {
  const { values, set, bind } = useForm({ body: "", why: "residence" });
  const [turn, setTurn] = useState(0);
  const { outcome, send, refuse, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (!values.body) return refuse("Choisissez l’organisme dans la liste.");
    const known = dossier.cards("body").get(`body:${values.body}`);
    if (known && known.competent !== false) return refuse("Cet organisme suit déjà l’évènement.");
    if (!(await send({ do: "body.attach", body: values.body, why: values.why }))) return;
    set({ body: "" });
    setTurn(turn + 1);
  }
  return html`<details class="fold"><summary>Rattacher un organisme hors de la zone…</summary><form onSubmit=${submit}>
    <div class="two"><${BodyField} key=${turn} label="CCAS, CIAS, mairie ou UDCCAS" value=${values.body} onInput=${(/** @type {string} */ body) => set({ body })} words="Il verra l’évènement et y rendra compte\u202f; sa commune ne devient pas touchée." />
      <${Choice} label="Pourquoi" options=${optionsOf("why_attached")} ...${bind("why")} /></div>
    <${Outcome} outcome=${outcome} done="Organisme rattaché" /><p class="go"><button class="btn" disabled=${busy}>Rattacher</button></p></form></details>`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
function MarkAnchor({ dossier }) {
  const { values, bind, reset } = useForm({ anchor: "vigilance", at: "", source: "" });
  const { outcome, send, busy } = useCommand(dossier.id);
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const at = fromField(values.at, dossier.zone) ?? iso(now());
    if (await send({ do: "crisis.mark", anchor: values.anchor, at, source: values.source })) reset();
  }
  return html`<details class="fold"><summary>Dater un repère…</summary><form onSubmit=${submit}>
    <p class="sub">Des tâches attendent cette date pour avoir une échéance.</p>
    <div class="two"><${Choice} label="Repère" options=${optionsOf("anchors").filter(([code]) => MARKED.has(code))} ...${bind("anchor")} />
      <${Field} label="Date et heure (vide\u00a0: maintenant)" type="datetime-local" ...${bind("at")} /></div>
    <${Field} label="Source" required maxlength="200" ...${bind("source")} />
    <${Outcome} outcome=${outcome} /><p class="go"><button class="btn" disabled=${busy}>Dater ce repère</button></p></form></details>`;
}
