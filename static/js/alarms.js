// Which alarms call, which somebody has taken up, and in which words. Pure.

import { clock, counted, duration } from "./format.js";
import { placeName } from "./names.js";
import { label } from "./vocabulary.js";

/** @typedef {import("./store.js").Card} Card */

/** How long an alarm that somebody took up stays on the bar, in grey. */
const TAKEN_MS = 15 * 60_000;

/** The alarms that nobody has taken up, the newest first: what has come meanwhile calls no more.
 * @param {Iterable<Card>} alarms */
export function calling(alarms) {
  return [...alarms].filter((card) => !card.acknowledged_at && !card.settled_at).sort(newest);
}

/** Those taken up a short while ago, the newest first. @param {Iterable<Card>} alarms @param {number} now */
export function takenUp(alarms, now) {
  return [...alarms].filter((card) => card.acknowledged_at && !card.settled_at && now - Date.parse(card.acknowledged_at) < TAKEN_MS).sort(newest);
}

/** Who may take an alarm up, of those whom the dossier lets take up some: an UDCCAS that is not designated, the silences
 * of its département alone. @param {Card} alarm @param {{may: (command: string) => boolean}} dossier @param {string} role */
export function isFor(alarm, dossier, role) {
  const calls = role === "udccas" && !dossier.may("playbook.apply");
  return dossier.may("alarm.acknowledge") && (!calls || alarm.subject === "silence");
}

/** @param {Card} a @param {Card} b */
function newest(a, b) {
  return a.raised_at < b.raised_at ? 1 : a.raised_at > b.raised_at ? -1 : b.seq - a.seq;
}

/** The alarm is about what one body says of itself. @param {Card} alarm */
export function isAboutOne({ subject }) {
  return subject === "deborde" || subject === "hors_service";
}

/** What happened, then what is known besides. @param {Card} alarm @param {Card | undefined} body that it is about
 * @returns {{what: string, more: string}} */
export function alarmWords(alarm, body) {
  const { subject, to_name: to, name, departement, bodies = 1 } = alarm;
  if (isAboutOne(alarm)) return { what: `${placeName(name)} ${subject === "deborde" ? "passe en débordé" : "est hors service"}.`, more: body?.status === subject && body.text ? `«\u00a0${body.text}\u00a0»` : "" };
  if (subject === "silence") return { what: `Silence dans le département ${departement}\u00a0: ${counted(bodies, "organisme attendu", "organismes attendus")}`, more: bodies > 1 ? `sans compte rendu, à commencer par ${placeName(name)}.` : `sans compte rendu\u00a0: ${placeName(name)}.` };
  if (subject === "designation") return { what: "Aucun représentant principal actif.", more: "La permanence désigne sans attendre." };
  if (subject === "roster") return { what: "Liste d’appel épuisée, personne n’a accepté.", more: "La permanence désigne sans attendre." };
  return { what: `${to ?? "Le destinataire"} n’a pas accusé réception`, more: "de l’identité du représentant." };
}

/** « Pris en charge à 13 h 12 (Préfecture) ». @param {Card} alarm @param {string} zone */
export function takenWords(alarm, zone) {
  const by = alarm.acknowledged_by ? ` (${label("roles", alarm.acknowledged_by)})` : "";
  return `Pris en charge à ${clock(alarm.acknowledged_at, zone)}${by}`;
}

/** « depuis 12 min ». @param {Card} alarm @param {number} now */
export function sinceWords(alarm, now) {
  return `depuis ${duration(now - Date.parse(alarm.raised_at))}`;
}
