// Points de situation: the rhythm, each point as it was frozen, the form that freezes the next one, and files to carry away.

import { useCommand } from "../commands.js";
import { Carry } from "../elements/carry.js";
import { Exports } from "../elements/exports.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Outcome } from "../elements/message.js";
import { Notice } from "../elements/notice.js";
import { Point } from "../elements/point.js";
import { Questions } from "../elements/questions.js";
import { FreezeForm } from "../forms/freeze.js";
import { dated } from "../format.js";
import { html } from "../html.js";
import { keyOf } from "../ids.js";
import { keepInAddress, place } from "../router.js";
import { pointWords } from "../sheets.js";
import { moment } from "../ticking.js";
import { iso, now } from "../time.js";
import { Watched } from "./watched.js";

/** @param {{dossier: string}} props */
export function PointsPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => html`<${Points} dossier=${dossier} />`}<//>`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
function Points({ dossier }) {
  const crisis = dossier.only("crisis");
  if (!crisis) return null;
  const rhythm = dossier.only("points");
  const points = [...dossier.cards("situation").values()].sort((a, b) => b.number - a.number);
  const asked = Number(place.value.query.get("point"));
  const shown = points.find((card) => card.number === asked) ?? points[0];
  const owed = [...dossier.cards("notice").values()].filter((card) => card.subject === "point" && card.point === shown?.number);
  const at = moment.value;
  const agreed = agreedPoints([...dossier.cards("playbook").values()]);
  const first = firstPoint(dossier);
  return html`<${Frame} title="Points de situation" sub=${crisis.title} dossier=${dossier} kind="points-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${dossier.id}/points`} />`}>
    ${rhythm && html`<p class=${`in ${rhythm.awaited_since ? "late" : ""}`}>${rhythm.awaited_since
      ? html`<span class="warn" aria-hidden="true">!</span> Point n°\u00a0${rhythm.last + 1} attendu ${dated(rhythm.awaited_since, dossier.zone, at)}, pas encore figé.`
      : html`Prochain point\u00a0: n°\u00a0${rhythm.last + 1}, ${dated(rhythm.next_at, dossier.zone, at)}.`}</p>`}
    ${!rhythm && first && html`<p class=${`in ${Date.parse(first) < at ? "late" : ""}`}>Premier point attendu ${dated(first, dossier.zone, at)}.</p>`}
    ${agreed.length > 0 && html`<p class="sub in">Rythme convenu\u00a0: ${agreed.join("\u202f; ")}${agreed.length > 1 ? " (la date la plus proche compte)" : ""}.</p>`}
    ${dossier.may("situation.freeze") && html`<${FreezeForm} dossier=${dossier} points=${points} />`}
    ${points.length === 0 && html`<p class="empty">Aucun point n’a encore été figé.</p>`}
    ${points.length > 0 && html`<section class="block" aria-labelledby="liste"><header><h2 id="liste">Tous les points</h2></header><ul class="cards">
      ${points.map((card) => html`<li key=${card.id}><button type="button" class="btn" aria-pressed=${card === shown} onClick=${() => keepInAddress({ point: String(card.number) })}>n°\u00a0${card.number}</button> arrêté ${dated(card.cutoff_at, dossier.zone, at)}${card.rectifies && `, rectificatif du n°\u00a0${card.rectifies}`}${rhythm?.rectified[card.number] && html`, <b>rectifié par le n°\u00a0${rhythm.rectified[card.number]}</b>`}</li>`)}</ul>
      <div class="in"><${Carry} dossier=${dossier.id} table="points" of="chiffres de tous les points" endings=${["pdf", "csv", "xlsx", "json", "html"]} /></div></section>`}
    ${shown && html`<${Point} dossier=${dossier} crisis=${crisis} card=${shown} />`}
    ${owed.length > 0 && html`<section class="block" aria-labelledby="diffusion"><header><h2 id="diffusion">Diffusion du n°\u00a0${shown.number}</h2></header><ul class="cards">
      ${owed.map((card) => html`<${Notice} key=${card.id} dossier=${dossier} card=${card} />`)}</ul>
      ${dossier.may("notice.record") && html`<${SentAll} dossier=${dossier} owed=${owed.filter((card) => card.state === "du")} />`}</section>`}
    <${Questions} dossier=${dossier} /><${Exports} dossier=${dossier} /><//>`;
}

/** When the first point is expected: the task of the common protocol that asks for it says it. @param {import("../dossier.js").Dossier} dossier */
function firstPoint(dossier) {
  const asked = dossier.cards("tasks").get("tasks:crisis")?.items["SOC-07"];
  return asked && ["a_faire", "en_cours"].includes(asked.state) ? asked.due : "";
}

/** One mail to all is noted once. @param {{dossier: import("../dossier.js").Dossier, owed: import("../store.js").Card[]}} props */
function SentAll({ dossier, owed }) {
  const { outcome, send, busy } = useCommand(dossier.id);
  async function all() {
    for (const card of owed) if (!(await send({ do: "notice.record", notice: keyOf(card), sent_at: iso(now()), means: "courriel" }))) return;
  }
  if (owed.length < 2 && outcome.state !== "refused") return null;
  return html`<${Outcome} outcome=${outcome.state === "done" ? { state: "idle" } : outcome} />
    <p class="go in"><button type="button" class="btn" disabled=${busy} onClick=${all}>Noter les ${owed.length} comme envoyés par courriel</button></p>`;
}

/** The rhythms of the protocols applied, in words, each once: one that says none follows the common one. @param {import("../store.js").Card[]} playbooks */
function agreedPoints(playbooks) {
  const common = playbooks.find(({ code }) => code === "socle")?.points ?? [];
  const others = playbooks.filter(({ code }) => code !== "socle").map(({ points = [] }) => (points.length ? points : common));
  const said = (others.length ? others : [common]).filter((points) => points.length).map(pointWords);
  return [...new Set(said)];
}
