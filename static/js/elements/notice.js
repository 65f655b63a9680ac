// A notice owed to somebody: when it left, when it was acknowledged. Red, with a word and a mark, until it is.

import { useCommand } from "../commands.js";
import { dated, duration } from "../format.js";
import { html } from "../html.js";
import { keyOf } from "../ids.js";
import { actor } from "../session.js";
import { iso, now } from "../time.js";
import { moment } from "../ticking.js";
import { label, perimeter } from "../vocabulary.js";
import { Outcome } from "./message.js";

const SUBJECTS = { identity: "identité du représentant", relief: "relève du représentant", end: "fin de mission", proposal: "désignation proposée" };

/** Something is still awaited of the recipient. @param {import("../store.js").Card} card */
export const isPending = ({ state }) => state !== "accuse" && state !== "sans_objet";

/** @param {{dossier: import("../dossier.js").Dossier, card: import("../store.js").Card}} props */
export function Notice({ dossier, card }) {
  const { outcome, send, busy } = useCommand(dossier.id);
  const at = moment.value;
  const names = { notice: keyOf(card) };
  const pending = isPending(card);
  const { role, bodies } = actor();
  const mine = dossier.may("notice.record") || card.to === role || bodies.includes(card.to);
  return html`<li class=${pending ? "is-late" : ""}>
    <p>${pending && html`<span class="warn" aria-hidden="true">!</span> `}<b>${card.to_name ?? card.to}</b> <span class="sub">${subjectWords(card)}</span></p>
    <p class=${pending ? "late" : "sub"}>${stateWords(card, dossier.zone, at)}</p>
    <${Outcome} outcome=${outcome.state === "done" ? { state: "idle" } : outcome} />
    <p class="go">
      ${(card.state === "du" || card.state === "echec") && dossier.may("notice.record") && html`<button type="button" class="btn" disabled=${busy}
        onClick=${() => send({ do: "notice.record", ...names, sent_at: iso(now()) })}>Noter comme envoyé</button>`}
      ${pending && mine && dossier.may("notice.acknowledge") && html`<button type="button" class="btn" disabled=${busy}
        onClick=${() => send({ do: "notice.acknowledge", ...names })}>Noter l’accusé de réception</button>`}
    </p></li>`;
}

/** @param {import("../store.js").Card} card */
function subjectWords(card) {
  if (card.subject === "point") return `point de situation n°\u00a0${card.point}`;
  return `${SUBJECTS[card.subject] ?? card.subject}, ${perimeter(card.perimeter ?? "main").toLowerCase()}`;
}

/** « Informé à 14 h 31, accusé à 14 h 40 (9 min) ». */
function stateWords(card, zone, at) {
  const sent = card.sent_at ? `informé ${dated(card.sent_at, zone, at)}` : "";
  if (card.state === "accuse") {
    const after = card.delay_acknowledged_s === undefined ? "" : ` (délai\u00a0: ${duration(card.delay_acknowledged_s * 1000)})`;
    return capital([sent, `accusé ${dated(card.acknowledged_at, zone, at)}${after}`].filter(Boolean).join(", "));
  }
  if (card.state === "sans_objet") return capital([sent, "sans objet désormais"].filter(Boolean).join(", "));
  const age = duration(at - Date.parse(card.owed_at));
  const late = card.overdue ? ", délai dépassé" : "";
  if (card.state === "envoye") return capital(`${sent}, non accusé${late}`);
  return `${label("notice_states", card.state)} depuis ${age}${late}`;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
