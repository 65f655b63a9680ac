// Declaring a crisis. On the right, everything that the button will do.

import { useEffect, useMemo, useState } from "preact/hooks";
import { Problem, get, withQuery } from "../api.js";
import { useCommand } from "../commands.js";
import { Frame } from "../elements/frame.js";
import { Outcome, Refusal } from "../elements/message.js";
import { Playbook } from "../elements/tasks.js";
import { CommunePicker, communesOf } from "../forms/communes.js";
import { Area, Choice, Field, optionsOf, useForm } from "../forms/field.js";
import { counted, number } from "../format.js";
import { html } from "../html.js";
import { dossierName } from "../ids.js";
import { go, place } from "../router.js";
import { fromField, now } from "../time.js";

const EMPTY = { kind: "", title: "", hazard: "", occurred_at: "", reason: "", tempo: "1" };
const BODIES_SHOWN = 12;
/** The form is filled in by people in metropolitan France; the crisis then takes the zone of its first commune. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function DeclarePage() {
  const signal = place.value.query.get("signalement") ?? "";
  const { values, set, bind } = useForm(EMPTY);
  const [communes, setCommunes] = useState(/** @type {import("../forms/communes.js").Commune[]} */ ([]));
  const [playbooks, setPlaybooks] = useState(/** @type {any[]} */ ([]));
  const [left, setLeft] = useState(/** @type {string[]} */ ([]));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const dossier = useMemo(() => ({ id: signal }), [signal]);
  const { outcome, send, refuse, busy } = useCommand(signal);

  const trying = (/** @type {Promise<void>} */ work) => work.catch((refused) => {
    if (!(refused instanceof Problem)) throw refused;
    setProblem(refused);
  });
  useEffect(() => {
    if (signal) trying(readSignal(signal).then(({ form, found }) => { set(form); setCommunes(found); }));
  }, [signal]);
  useEffect(() => {
    setLeft([]);
    if (values.hazard) trying(get(withQuery("/api/playbooks", { hazard: values.hazard })).then(setPlaybooks));
    else setPlaybooks([]);
  }, [values.hazard]);

  const exercise = values.kind === "exercise";
  const applied = playbooks.filter(({ code }) => !left.includes(code));

  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (!values.kind) return refuse("Dites d’abord si c’est une crise réelle ou un exercice.");
    if (!communes.length) return refuse("Choisissez au moins une commune.");
    dossier.id ||= dossierName(values.title, new Date(now()).getFullYear());
    const receipt = await send({
      do: "crisis.declare", dossier: dossier.id, title: values.title, hazard: values.hazard, reason: values.reason,
      occurred_at: fromField(values.occurred_at, ZONE), communes: communes.map(({ code }) => code), exercise,
      playbooks: left.length ? applied.map(({ code }) => code) : null, tempo: exercise ? Number(values.tempo) : null,
    });
    if (receipt) go(`/dossiers/${dossier.id}`);
  }
  return html`<${Frame} title="Déclarer une crise" sub="Rien n’est envoyé avant la dernière étape" kind="declare">
    <form onSubmit=${submit} class="columns even"><div class="column">
      ${problem && html`<${Refusal} problem=${problem} />`}
      <fieldset class="kinds"><legend>1. Crise réelle ou exercice\u202f?</legend><p class="sub">Ce choix ne se change plus après la déclaration.</p><div class="two">
        <label class="opt"><input type="radio" name="kind" checked=${values.kind === "real"} onChange=${() => set({ kind: "real" })} /><span><b>Crise réelle</b><small>De vraies personnes seront prévenues.</small></span></label>
        <label class="opt o-exo"><input type="radio" name="kind" checked=${exercise} onChange=${() => set({ kind: "exercise" })} /><span><b>Exercice</b><small>«\u00a0EXERCICE\u00a0» sur chaque écran, message et papier.</small></span></label></div>
        ${exercise && html`<${Field} label="Durées divisées par" type="number" min="1" max="3600" step="1" hint="1\u00a0: le temps réel." ...${bind("tempo")} />`}</fieldset>
      <fieldset><legend>2. Quoi, depuis quand</legend>
        <div class="two"><${Choice} label="Aléa" empty="Choisir…" required options=${optionsOf("hazards")} ...${bind("hazard")} />
          <${Field} label="Début des faits (heure de cet appareil)" type="datetime-local" required ...${bind("occurred_at")} /></div>
        <${Field} label="Titre" required maxlength="200" ...${bind("title")} /></fieldset>
      <fieldset><legend>3. Où</legend><${CommunePicker} chosen=${communes} onChange=${setCommunes} /></fieldset>
      <fieldset><legend>4. Motif de la qualification</legend><${Area} label="Motif" required ...${bind("reason")} /></fieldset>
    </div><div class="column">
      <${Preview} communes=${communes} playbooks=${playbooks} left=${left} onLeave=${setLeft} />
      <${Outcome} outcome=${outcome} done="Crise déclarée" />
      <p class="go end"><button class="btn btn-main btn-big" disabled=${busy}>${exercise ? "Déclarer l’exercice" : values.kind ? "Déclarer la crise réelle" : "Déclarer"}</button></p>
    </div></form><//>`;
}

/** @param {{communes: import("../forms/communes.js").Commune[], playbooks: any[], left: string[], onLeave: (codes: string[]) => void}} props */
function Preview({ communes, playbooks, left, onLeave }) {
  const bodies = [...new Map(communes.flatMap(({ competent }) => (competent ? [[competent.id, competent]] : []))).values()];
  const departements = new Set(communes.map(({ departement }) => departement));
  const owners = { crisis: 1, departement: departements.size, body: bodies.length };
  const tasks = playbooks.filter(({ code }) => !left.includes(code)).flatMap(({ actions }) => actions)
    .reduce((sum, { scope }) => sum + (owners[/** @type {keyof typeof owners} */ (scope)] ?? 0), 0);
  const toggle = (/** @type {string} */ code) => onLeave(left.includes(code) ? left.filter((other) => other !== code) : [...left, code]);
  return html`<section aria-labelledby="apercu"><h2 id="apercu">Ce que la déclaration va faire</h2>
    <dl class="figs block"><div><dt>Départements</dt><dd class="v">${number(departements.size)}</dd></div><div><dt>Organismes concernés</dt><dd class="v">${number(bodies.length)}</dd></div>
      <div><dt>Tâches ouvertes</dt><dd class="v">${communes.length ? number(tasks) : "–"}</dd></div></dl>
    ${playbooks.length > 0 && html`<div class="block in" role="group" aria-labelledby="choix"><h3 id="choix">Protocoles</h3>${playbooks.map((playbook) => html`<div key=${playbook.code}>
      <p class="check"><label><input type="checkbox" checked=${!left.includes(playbook.code)} onChange=${() => toggle(playbook.code)} /> Appliquer «\u00a0${playbook.title}\u00a0»</label></p>
      <${Playbook} playbook=${playbook} /></div>`)}</div>`}
    ${bodies.length > 0 && html`<div class="block"><table class="tbl"><caption>Organismes concernés, tous «\u00a0sans nouvelle\u00a0» au départ</caption><tbody>${bodies.slice(0, BODIES_SHOWN).map((body) => html`<tr key=${body.id}><th scope="row">${body.name}</th><td class="sub">${body.id}</td></tr>`)}</tbody></table>
      ${bodies.length > BODIES_SHOWN && html`<p class="sub in">et ${counted(bodies.length - BODIES_SHOWN, "autre")}</p>`}</div>`}</section>`;
}

/** What a signal already says: its form, and its communes with their competent bodies. @param {string} id */
async function readSignal(id) {
  const { cards } = await get(`/api/dossiers/${id}/board`);
  const crisis = cards.find((/** @type {any} */ card) => card.type === "crisis") ?? {};
  const codes = cards.filter((/** @type {any} */ card) => card.type === "zone").flatMap((/** @type {any} */ zone) => Object.keys(zone.communes));
  const { communes } = await communesOf(codes);
  return { form: { title: crisis.title ?? "", hazard: crisis.hazard ?? "" }, found: communes };
}
