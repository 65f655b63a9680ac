// The report of one body, in thirty seconds under a thumb: its status, the few figures that the protocol asks for now
// with what they were, a few words. What arrives meanwhile never touches what is typed.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { askedAt, phaseOf } from "../asked.js";
import { useCommand } from "../commands.js";
import { dropDraft, keepDraft, readDraft } from "../drafts.js";
import { Mark } from "../elements/status.js";
import { clock } from "../format.js";
import { html } from "../html.js";
import { actor } from "../session.js";
import { moment } from "../ticking.js";
import { fromField, iso, now } from "../time.js";
import { codes, label, worded } from "../vocabulary.js";
import { Area, Field, NO_NAMES, useForm } from "./field.js";
import { FigureField, SAME, faultOf, figureSaid, isHeld } from "./figure_field.js";
import { Sent } from "./report_sent.js";

const EMPTY = { status: "", text: "", quality: "constate", observed_at: "" };
/** Who needs help first stands first, under the thumb. */
const STATUSES = ["deborde", "tension", "mobilise", "hors_service", "veille", "retour_normale"];
const UNKNOWN_QUALITY = "non_communique";

/** @typedef {Record<string, string>} Typed name of the figure → what is typed; « = » unchanged, « ? » not communicated */

/** @param {{dossier: import("../dossier.js").Dossier, body: import("../store.js").Card, onSent?: () => void}} props */
export function ReportForm({ dossier, body, onSent }) {
  const name = `report:${actor().account}:${dossier.id}:${body.body}`;
  const draft = useMemo(() => readDraft(name), [name]);
  const { values, set, bind } = useForm({ ...EMPTY, ...draft?.values });
  const [typed, setTyped] = useState(/** @type {Typed} */ (draft?.typed ?? {}));
  const [faults, setFaults] = useState(/** @type {Record<string, string>} */ ({}));
  const [resumed, setResumed] = useState(Boolean(draft));
  const { outcome, send, refuse, busy, clear } = useCommand(dossier.id);
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const last = useRef({ status: "", at: 0 });
  const at = moment.value;

  const begun = Boolean(values.status || values.text || values.observed_at || Object.values(typed).some(Boolean));
  useEffect(() => {
    if (begun) keepDraft(name, { values, typed });
    else dropDraft(name);
  }, [name, begun, values, typed]);

  const asked = askedHere(dossier, at);
  const before = body.figures ?? {};
  const others = codes("figures").map(([code]) => code).filter((code) => !asked.includes(code));
  const held = asked.filter((code) => isHeld(before[code]));
  const all = held.length > 0 && held.every((code) => typed[code] === SAME);
  const sameForAll = () => setTyped((one) => ({ ...one, ...Object.fromEntries(held.map((code) => [code, all ? "" : SAME])) }));

  function empty() {
    set(EMPTY);
    setTyped({});
    setFaults({});
    setResumed(false);
    dropDraft(name);
  }
  function forget() {
    empty();
    clear();
  }
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const wrong = Object.fromEntries(Object.entries(typed).flatMap(([code, text]) => (faultOf(code, text) ? [[code, faultOf(code, text)]] : [])));
    setFaults(wrong);
    if (!values.status) return stop("Choisissez d’abord la situation de l’organisme.", "input[name=status]");
    if (Object.keys(wrong).length) return stop("Un chiffre n’est pas lisible\u00a0: corrigez-le, ou laissez-le vide.", `#f-${Object.keys(wrong)[0]}`);
    const figures = Object.fromEntries(Object.entries(typed).flatMap(([code, text]) => {
      const said = figureSaid(code, text, before[code], values.quality);
      return said ? [[code, said]] : [];
    }));
    const instant = now();
    last.current = { status: values.status, at: instant };
    const observed = fromField(values.observed_at, dossier.zone) ?? iso(instant);
    if (await send({ do: "report.file", body: body.body, status: values.status, text: values.text, observed_at: observed, figures })) {
      empty();
      onSent?.();
    }
  }
  function stop(/** @type {string} */ why, /** @type {string} */ field) {
    refuse(why);
    const found = form.current?.querySelector(field);
    if (!(found instanceof HTMLElement)) return;
    found.focus();
    requestAnimationFrame(() => found.scrollIntoView({ block: "center" })); // once the reason stands, above it
  }
  const figure = (/** @type {string} */ code) => html`<${FigureField} key=${code} name=${code} before=${before[code]} zone=${dossier.zone} now=${at} fault=${faults[code]}
    typed=${typed[code] ?? ""} onType=${(/** @type {string} */ text) => setTyped((one) => ({ ...one, [code]: text }))} />`;

  return html`<form class="report" ref=${form} onSubmit=${submit} noValidate>
    ${resumed && begun && html`<div class="msg msg-wait" role="status"><p><b>Brouillon retrouvé.</b> Il n’a pas été envoyé. <button type="button" class="btn btn-quiet" onClick=${forget}>L’effacer</button></p></div>`}
    <fieldset><legend>${body.body.startsWith("mairie") ? "La situation de la commune" : actor().bodies.includes(body.body) ? "Votre situation" : "Sa situation"}, maintenant</legend><div class="sts">${STATUSES.filter((code) => worded("statuses", code).meaning).map((code) => html`
      <label key=${code} class=${`opt o-${code}`}><input type="radio" name="status" value=${code} checked=${values.status === code} onChange=${() => set({ status: code })} />
        <span><${Mark} code=${code} /><b>${label("statuses", code)}</b><small>${worded("statuses", code).meaning}${body.status === code && html` <em class="tag">dernier connu</em>`}</small></span></label>`)}</div></fieldset>
    <fieldset><legend>Les chiffres demandés</legend>
      <p class="sub row"><span>Vide\u00a0: la valeur d’avant reste, avec son âge. Zéro se saisit.</span>
        ${held.length > 1 && html`<button type="button" class="btn same" aria-pressed=${String(all)} onClick=${sameForAll}>Tout est inchangé</button>`}</p>
      <ul class="nums">${asked.map(figure)}</ul>
      <details class="fold" open=${others.some((code) => typed[code])}><summary>Autres chiffres</summary><ul class="nums">${others.map(figure)}</ul></details>
      <${Quality} value=${values.quality} onChange=${(/** @type {string} */ quality) => set({ quality })} /></fieldset>
    <${Area} label="Ce qu’il faut savoir" hint=${NO_NAMES} rows="3" ...${bind("text")} />
    <details class="fold" open=${Boolean(values.observed_at)}><summary>Observé plus tôt</summary><${Field} label="Heure de l’observation" type="datetime-local" ...${bind("observed_at")} /></details>
    <${Call} dossier=${dossier} />
    <div class="send"><${Sent} outcome=${outcome} sent=${last.current} zone=${dossier.zone} cut=${dossier.position.value.cutAt !== null} begun=${begun} />
      <button class="btn btn-main btn-big" disabled=${busy}>Envoyer${values.observed_at ? "" : ` à ${clock(at, dossier.zone)}`}</button></div></form>`;
}

/** @param {import("../dossier.js").Dossier} dossier @param {number} at */
function askedHere(dossier, at) {
  const crisis = dossier.only("crisis");
  return askedAt(dossier.cards("playbook").values(), crisis ? phaseOf(crisis, at) : "T0").filter((code) => worded("figures", code).type);
}

/** How sure the figures are. @param {{value: string, onChange: (code: string) => void}} props */
function Quality({ value, onChange }) {
  return html`<fieldset class="quality"><legend>Ces chiffres sont</legend>${codes("qualities").filter(([code]) => code !== UNKNOWN_QUALITY).map(([code, { label: word, meaning }]) => html`
    <label key=${code} class="opt"><input type="radio" name="quality" value=${code} checked=${value === code} onChange=${() => onChange(code)} /><span><b>${word}s</b><small>${meaning}</small></span></label>`)}</fieldset>`;
}

/** The representative is one touch away for whoever may read the number. @param {{dossier: import("../dossier.js").Dossier}} props */
function Call({ dossier }) {
  const active = [...dossier.cards("representative").values()].filter(({ state }) => state === "active");
  const phones = active.flatMap(({ designation, name }) => {
    const { phone } = dossier.cards("contact").get(`contact:${designation}`) ?? {};
    return phone ? [{ name, phone }] : [];
  });
  return phones.length > 0 && html`<p class="go">${phones.map(({ name, phone }) => html`<a class="btn" key=${phone} href=${`tel:${phone.replace(/[^+\d]/g, "")}`}>Appeler ${name}, ${phone}</a>`)}</p>`;
}
