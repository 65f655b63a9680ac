// Declaring a crisis. On the right, everything that the button will do; nothing is done before it.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Problem, get, withQuery } from "../api.js";
import { useCommand } from "../commands.js";
import { ForeseenBodies, ForeseenFigures, ForeseenTasks, ForeseenTold } from "../elements/foreseen.js";
import { Frame } from "../elements/frame.js";
import { Outcome, Refusal } from "../elements/message.js";
import { PickMap } from "../elements/pick_map.js";
import { Playbook } from "../elements/tasks.js";
import { CommunePicker, useChosen } from "../forms/communes.js";
import { Area, Choice, Field, optionsOf, useForm } from "../forms/field.js";
import { Signalled, readSignal } from "../forms/signalled.js";
import { useForeseen } from "../foreseen.js";
import { counted } from "../format.js";
import { html } from "../html.js";
import { dossierName, uuid } from "../ids.js";
import { go, place } from "../router.js";
import { fromField, iso, now, toField } from "../time.js";

const EMPTY = { kind: "", title: "", hazard: "", occurred_at: "", reason: "", tempo: "1" };
/** The form is filled in by people in metropolitan France; the crisis then takes the zone of its first commune. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const HOUR_OF = ZONE === "Europe/Paris" ? "heure de Paris" : "heure de cet appareil";
/** What every crisis follows: it is not left out. */
const COMMON = "socle";

export function DeclarePage() {
  const signal = place.value.query.get("signalement") ?? "";
  const { values, set, bind } = useForm(EMPTY);
  const [communes, setCommunes] = useState(/** @type {import("../places.js").Commune[]} */ ([]));
  const [signalled, setSignalled] = useState(/** @type {any} */ (null));
  const [playbooks, setPlaybooks] = useState(/** @type {any[]} */ ([]));
  const [left, setLeft] = useState(/** @type {string[]} */ ([]));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const dossier = useMemo(() => ({ id: signal, trial: uuid(), opened: iso(now()) }), [signal]);
  const { outcome, send, refuse, busy } = useCommand(signal);
  const { add, remove } = useChosen(communes, setCommunes);
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));

  const trying = (/** @type {Promise<void>} */ work) => work.catch((refused) => {
    if (!(refused instanceof Problem)) throw refused;
    setProblem(refused);
  });
  useEffect(() => {
    if (!signal) return;
    trying(readSignal(signal).then(({ crisis, found }) => {
      setSignalled(crisis);
      setCommunes(found);
      set({ title: crisis.title ?? "", hazard: crisis.hazard ?? "", occurred_at: crisis.occurred_at ? toField(crisis.occurred_at, ZONE) : "" });
    }));
  }, [signal]);
  useEffect(() => {
    setLeft([]);
    if (values.hazard) trying(get(withQuery("/api/playbooks", { hazard: values.hazard })).then(setPlaybooks));
    else setPlaybooks([]);
  }, [values.hazard]);

  const exercise = values.kind === "exercise";
  const applied = playbooks.map(({ code }) => code).filter((code) => !left.includes(code));
  /** What is decided; what is only words is left to the last step. */
  const decided = {
    do: "crisis.declare", hazard: values.hazard, communes: communes.map(({ code }) => code), exercise, tempo: exercise ? Number(values.tempo) || 1 : 1,
    ...(left.length ? { playbooks: applied } : {}),
  };
  const { foreseen, old, problem: unforeseen } = useForeseen(values.hazard && communes.length
    ? { ...decided, id: dossier.trial, dossier: signal || `apercu-${dossier.trial}`, title: "Aperçu", reason: "Aperçu", occurred_at: fromField(values.occurred_at, ZONE) ?? dossier.opened } : null);

  function stop(/** @type {string} */ why, /** @type {string} */ field) {
    refuse(why);
    const found = form.current?.querySelector(field);
    if (found instanceof HTMLElement) found.focus();
  }
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (!values.kind) return stop("Dites d’abord si c’est une crise réelle ou un exercice.", "input[name=kind]");
    if (!communes.length) return stop("Choisissez au moins une commune.", "[role=combobox]");
    dossier.id ||= dossierName(values.title, new Date(now()).getFullYear());
    const said = { dossier: dossier.id, title: values.title, reason: values.reason, occurred_at: fromField(values.occurred_at, ZONE) };
    if (await send({ ...decided, ...said })) go(`/dossiers/${dossier.id}`);
  }
  const sub = signal ? "Un signalement à qualifier\u00a0: déclarer, ou classer sans suite" : "Rien n’est écrit ni montré à personne avant la dernière étape";
  return html`<${Frame} title=${signal ? "Qualifier un signalement" : "Déclarer une crise"} sub=${sub} kind=${`declare ${exercise ? "for-exercise" : ""}`} exercise=${exercise}>
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${signalled && html`<${Signalled} crisis=${signalled} dossier=${signal} />`}
    <form ref=${form} onSubmit=${submit} class="d-columns"><div class="d-form">
      <${Kind} chosen=${values.kind} onChoose=${(/** @type {string} */ kind) => set({ kind })} />
      ${exercise && html`<${Field} label="Durées divisées par" type="number" min="1" max="3600" step="1" hint="1\u00a0: le temps réel. 60\u00a0: une heure de crise en une minute." ...${bind("tempo")} />`}
      <fieldset><legend>2. Quoi, depuis quand</legend>
        <div class="two"><${Choice} label="Aléa" empty="Choisir…" required options=${optionsOf("hazards")} ...${bind("hazard")} />
          <${Field} label=${`Début des faits (${HOUR_OF})`} type="datetime-local" required max=${toField(now(), ZONE)} ...${bind("occurred_at")} /></div>
        <${Field} label="Titre" required maxlength="200" ...${bind("title")} />
        <p class="sub">Les délais partent de t0\u00a0: l’instant où vous déclarez.</p></fieldset>
      <fieldset><legend>3. Où</legend><${CommunePicker} chosen=${communes} onChange=${setCommunes} hint="Noms, codes INSEE ou départements\u202f; ou cliquez la carte." /></fieldset>
      <fieldset><legend>4. Motif de la qualification</legend><${Area} label=${html`<span class="vh">Motif</span>`} hint="Ce qui fait de cet évènement un évènement majeur (E\u201101)\u00a0: c’est votre décision, elle sera lue." required ...${bind("reason")} /></fieldset>
    </div><section class="d-preview" aria-labelledby="apercu"><h2 id="apercu">Ce que la déclaration va faire</h2>
      <${PickMap} chosen=${communes} onAdd=${add} onRemove=${remove} />
      <${ForeseenFigures} foreseen=${foreseen} old=${old} />
      ${unforeseen && html`<${Refusal} problem=${unforeseen} />`}
      ${foreseen && html`<${ForeseenBodies} foreseen=${foreseen} several=${Object.keys(foreseen.departements).length > 1} /><${ForeseenTold} foreseen=${foreseen} /><${ForeseenTasks} foreseen=${foreseen} />`}
      <${Protocols} playbooks=${playbooks} left=${left} onLeave=${setLeft} />
      <div class="d-go"><${Outcome} outcome=${outcome} done="Crise déclarée" />
        <button class=${`btn btn-main btn-big ${exercise ? "btn-exo" : ""}`} disabled=${busy}>${verb(values.kind)}${values.kind && foreseen && !old && foreseen.recipients > 0 ? ` et l’ouvrir à ${counted(foreseen.recipients, "destinataire")}` : ""}</button></div>
    </section></form><//>`;
}

/** @param {string} kind */
function verb(kind) {
  return kind === "exercise" ? "Déclarer l’exercice" : kind ? "Déclarer la crise réelle" : "Déclarer\u00a0: réelle ou exercice\u202f?";
}

/** Two choices that nobody can take for one another, and neither of which is made beforehand.
 * @param {{chosen: string, onChoose: (kind: string) => void}} props */
function Kind({ chosen, onChoose }) {
  const one = (/** @type {string} */ kind, /** @type {string} */ words, /** @type {string} */ meaning) => html`<label class=${`opt k-${kind}`}><input type="radio" name="kind" value=${kind} checked=${chosen === kind} onChange=${() => onChoose(kind)} /><span><b>${words}</b><small>${meaning}</small></span></label>`;
  return html`<fieldset class="kinds"><legend>1. Crise réelle ou exercice\u202f?</legend><p class="sub">Ce choix ne se change plus après la déclaration.</p>
    <div class="two">${one("real", "Crise réelle", "De vraies personnes verront ce dossier et agiront.")}${one("exercise", "Exercice", "«\u00a0EXERCICE\u00a0» sur chaque écran, message et papier.")}</div></fieldset>`;
}

/** @param {{playbooks: any[], left: string[], onLeave: (codes: string[]) => void}} props */
function Protocols({ playbooks, left, onLeave }) {
  const toggle = (/** @type {string} */ code) => onLeave(left.includes(code) ? left.filter((other) => other !== code) : [...left, code]);
  return playbooks.length > 0 && html`<div class="block protocols" role="group" aria-labelledby="choix"><h3 id="choix" class="in">Protocoles appliqués</h3>${playbooks.map((playbook) => html`<div key=${playbook.code}>
    <p class="check in"><label><input type="checkbox" checked=${!left.includes(playbook.code)} disabled=${playbook.code === COMMON} onChange=${() => toggle(playbook.code)} /> ${playbook.title}</label></p>
    <${Playbook} playbook=${playbook} words="Lignes rouges et actions" /></div>`)}</div>`;
}
