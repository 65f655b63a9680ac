// What calls: a bar under the head that stays until somebody takes it up. Never a window, nothing that blinks.

import { useEffect, useRef } from "preact/hooks";
import { alarmWords, calling, isAboutOne, isFor, sinceWords, takenUp, takenWords } from "../alarms.js";
import { useCommand } from "../commands.js";
import { clock, counted, moment as written } from "../format.js";
import { html } from "../html.js";
import { keyOf } from "../ids.js";
import { actor } from "../session.js";
import { ring, sounding, switchSound } from "../sound.js";
import { moment } from "../ticking.js";
import { Outcome } from "./message.js";
import { Mark } from "./status.js";

/** How many alarms are shown at a time; those beyond are counted. A low screen has room for two, a phone for one. */
const MOST = 3;
const [PHONE, LOW] = [matchMedia("(max-width: 48rem)"), matchMedia("(max-height: 60rem)")];
/** The shape that stands before an alarm. */
const MARKS = { deborde: "deborde", hors_service: "hors_service", silence: "sans_nouvelle" };

/** @typedef {{dossier: import("../dossier.js").Dossier}} OfDossier */

/** @param {OfDossier} props */
export function Alarms({ dossier }) {
  const cards = dossier.cards("alarm");
  const open = calling(cards.values());
  const most = PHONE.matches ? 1 : LOW.matches ? 2 : MOST;
  const taken = takenUp(cards.values(), moment.value).slice(0, most);
  if (!cards.size) return html`<section class="calls" aria-label="À prendre en charge" aria-live="polite"></section>`;
  return html`<section class="calls" aria-label="À prendre en charge" aria-live="polite">
    <ul>${open.slice(0, most).map((card, index) => html`<${Alarm} key=${card.id} dossier=${dossier} card=${card} first=${index === 0} />`)}
      ${open.length > most && html`<li key="others" class="others"><details><summary>et ${counted(open.length - most, "autre appel", "autres appels")} sans preneur</summary>
        <ul>${open.slice(most, most + 50).map((card) => html`<${Alarm} key=${card.id} dossier=${dossier} card=${card} />`)}</ul></details></li>`}
      ${taken.map((card) => html`<${Alarm} key=${card.id} dossier=${dossier} card=${card} />`)}</ul></section>`;
}

/** @param {OfDossier & {card: import("../store.js").Card, first?: boolean}} props */
function Alarm({ dossier, card, first }) {
  const { outcome, send, busy } = useCommand(dossier.id);
  const at = moment.value;
  const { zone } = dossier;
  const open = !card.acknowledged_at;
  const body = card.body && dossier.cards("body").get(`body:${card.body}`);
  const { what, more } = alarmWords(card, body);
  return html`<li class=${`alarm ${open ? (isAboutOne(card) ? "new" : "") : "taken"}`}>
    ${MARKS[card.subject] ? html`<${Mark} code=${MARKS[card.subject]} />` : html`<span class="warn" aria-hidden="true">!</span>`}
    <time datetime=${card.raised_at} title=${written(card.raised_at, zone, at)}>${clock(card.raised_at, zone)}</time>
    <div class="txt"><p>${open ? html`<b>${what}</b>` : what} ${more} ${open && html`<span class="sub nb">${sinceWords(card, at)}</span>`}</p>
      ${card.text && html`<p class="sub">${card.text}</p>`}
      <${Outcome} outcome=${outcome.state === "done" ? { state: "idle" } : outcome} /></div>
    <p class="go start">${open ? html`<${Way} dossier=${dossier} card=${card} />
      ${isFor(card, dossier, actor().role) && html`<button type="button" class=${`btn ${first ? "btn-main" : ""}`} disabled=${busy}
        onClick=${() => send({ do: "alarm.acknowledge", alarm: keyOf(card) })}>Je m’en charge<span class="vh">\u00a0: ${what}</span></button>`}` : html`<span>${takenWords(card, zone)}</span>`}</p></li>`;
}

/** Where one reads more about an alarm. @param {OfDossier & {card: import("../store.js").Card}} props */
function Way({ dossier, card }) {
  const base = `/dossiers/${dossier.id}`;
  if (card.subject === "silence" && !dossier.may("call.log")) return null;
  const [to, words] = isAboutOne(card) ? [`${base}/organismes/${card.body}`, "Ouvrir la fiche"]
    : card.subject === "silence" ? [`${base}/relance`, "Voir qui appeler"] : [`${base}/conduite`, "Ouvrir la conduite"];
  return html`<a class="btn btn-quiet" href=${to}>${words}</a>`;
}

/** How many alarms wait for somebody like this viewer. @param {import("../dossier.js").Dossier | undefined} dossier */
export function unheeded(dossier) {
  return dossier ? calling(dossier.cards("alarm").values()).filter((card) => isFor(card, dossier, actor().role)).length : 0;
}

/** The tab says how many alarms call: in its title (see Frame), in its icon, and aloud for whoever asked. @param {number} waiting */
export function useCalling(waiting) {
  const before = useRef(waiting);
  useEffect(() => {
    const icon = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=icon]"));
    if (icon) icon.href = waiting ? `/static/icons/${waiting > 9 ? "plus" : waiting}.svg` : "/static/icon.svg";
    if (waiting > before.current) ring();
    before.current = waiting;
  }, [waiting]);
}

/** Sound, on request. */
export function SoundSwitch() {
  const on = sounding.value;
  return html`<button type="button" class="btn btn-quiet sound" aria-pressed=${String(on)} onClick=${() => switchSound(!on)}>${on ? "Son activé" : "Son coupé"}</button>`;
}
