// What was done for people, day by day: by kind, by body, and how many of the bodies said so.

import { useMemo } from "preact/hooks";
import { curvesOf, sums, UNITS } from "../act_days.js";
import { withQuery } from "../api.js";
import { Carry } from "../elements/carry.js";
import { DossierNav, Frame } from "../elements/frame.js";
import { Refusal } from "../elements/message.js";
import { Plot } from "../elements/plot.js";
import { useFollowed } from "../fetched.js";
import { Choice } from "../forms/field.js";
import { NOTHING, counted, euros, number, plainDay } from "../format.js";
import { html } from "../html.js";
import { keepInAddress, place } from "../router.js";
import { covered } from "../silence.js";
import { codes, label } from "../vocabulary.js";
import { Watched } from "./watched.js";

const LINES = [{ line: "l-one", dash: [] }, { line: "l-two", dash: [8, 4] }, { line: "l-three", dash: [2, 3] }, { line: "l-four", dash: [10, 3, 2, 3] }];
const WORDS = /** @type {Record<string, string>} */ ({ persons: "Personnes", households: "Foyers", count: "Unités", amount_cents: "Montant", acts: "Actes" });

/** @param {{dossier: string}} props */
export function ActsPage({ dossier: id }) {
  return html`<${Watched} id=${id}>${(/** @type {import("../dossier.js").Dossier} */ dossier) => html`<${Acts} dossier=${dossier} />`}<//>`;
}

/** @param {{dossier: import("../dossier.js").Dossier}} props */
function Acts({ dossier }) {
  const { query } = place.value;
  const [departement, body, kind] = ["departement", "organisme", "type"].map((name) => query.get(name) ?? "");
  const mark = Math.max(0, ...[...dossier.cards("act_totals").values()].map(({ seq }) => seq));
  const { value, problem } = useFollowed(withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/acts`, { departement, body, kind }), mark);
  const keep = (/** @type {string} */ name) => (/** @type {any} */ input) => keepInAddress({ [name]: input.currentTarget.value });
  const carried = { dossier: dossier.id, endings: ["pdf", "csv", "xlsx", "json", "html"], asked: { departement, body, kind } };
  const bodies = [...dossier.cards("body").values()].filter((card) => !departement || card.departement === departement).map((card) => /** @type {[string, string]} */ ([card.body, card.name])).sort((a, b) => a[1].localeCompare(b[1], "fr"));
  const departements = [...new Set([...dossier.cards("body").values()].map((card) => card.departement))].sort();
  return html`<${Frame} title="Actes de soutien, jour par jour" sub=${dossier.only("crisis")?.title} dossier=${dossier} kind="acts-page"
      nav=${html`<${DossierNav} dossier=${dossier} here=${`/dossiers/${dossier.id}/actes`} />`}>
    <form class="filters block" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      ${departements.length > 1 && html`<${Choice} label="Département" empty="Tous les départements" hidden options=${departements.map((code) => [code, `Département ${code}`])} value=${departement} onInput=${keep("departement")} />`}
      <${Choice} label="Organisme" empty="Tous les organismes" hidden options=${bodies} value=${body} onInput=${keep("organisme")} />
      <${Choice} label="Type d’acte" empty="Tous les actes" hidden options=${codes("acts").map(([code, { label: words }]) => [code, words])} value=${kind} onInput=${keep("type")} />
      <button type="button" class="btn" onClick=${() => print()}>Imprimer</button></form>
    <div class="block in"><${Carry} ...${carried} table="actes-par-jour" of="actes, jour par jour" named="Emporter, jour par jour" /><${Carry} ...${carried} table="actes" of="actes, un par un" named="Un par un, ceux dont vous lisez le détail" /></div>
    ${problem && html`<${Refusal} problem=${problem} />`}
    ${!value && !problem && html`<p class="empty" role="status">Lecture des actes…</p>`}
    ${value && value.days.length === 0 && html`<p class="block empty">Aucun acte n’a été noté.</p>`}
    ${value && value.days.length > 0 && html`<${Found} value=${value} zone=${value.timezone} />`}<//>`;
}

/** @param {{value: any, zone: string}} props */
function Found({ value, zone }) {
  const { times, units, euros: amounts, bodies } = useMemo(() => curvesOf(value.days), [value]);
  const named = units.filter(({ unit }) => unit !== "acts").slice(0, LINES.length).map(({ unit, values }, index) => ({ name: unit, label: WORDS[unit], ...LINES[index], values }));
  const days = value.days.slice().reverse();
  const kinds = days.flatMap((/** @type {any} */ day) => Object.entries(day.kinds).map(([kind, totals]) => ({ day: day.day, kind, totals })));
  return html`<section class="block" aria-labelledby="a-courbes"><header><h2 id="a-courbes">Courbes</h2><p class="sub">une personne aidée de plusieurs façons compte à chaque fois\u202f; un jour sans acte noté est un blanc, non un zéro</p></header>
      ${times.length > 2 ? html`<div class="curves in">${named.length > 0 && html`<${Plot} title="Aides données, par jour" times=${times} curves=${named} zone=${zone} />`}
        ${amounts && html`<${Plot} title="Euros, par jour" times=${times} curves=${[{ name: "euros", label: "Euros", ...LINES[0], values: amounts }]} zone=${zone} />`}
        <${Plot} title=${`Organismes qui ont noté un acte, sur ${value.of}`} times=${times} curves=${[{ name: "bodies", label: "Organismes", ...LINES[0], values: bodies }]} zone=${zone} /></div>` : html`<p class="empty">Une courbe demande deux jours.</p>`}</section>
    <section class="block" aria-labelledby="a-jours"><header><h2 id="a-jours">Par jour</h2><p class="sub">${counted(value.days.length, "jour")}${value.days_left_out > 0 ? `, ${value.days_left_out} plus anciens non montrés` : ""}</p></header>
      <${Table} first=${["Jour", "Organismes"]} rows=${days.map((/** @type {any} */ day) => ({ key: day.day, first: [plainDay(day.day), covered({ heard: day.bodies, of: value.of })], totals: sums(day) }))} /></section>
    <section class="block" aria-labelledby="a-types"><header><h2 id="a-types">Par jour et par type d’acte</h2></header>
      <${Table} first=${["Jour", "Type d’acte"]} rows=${kinds.map((/** @type {any} */ one) => ({ key: `${one.day} ${one.kind}`, first: [plainDay(one.day), label("acts", one.kind)], totals: one.totals }))} /></section>
    <section class="block" aria-labelledby="a-organismes"><header><h2 id="a-organismes">Par organisme</h2><p class="sub">${covered({ heard: value.bodies.length + value.bodies_left_out, of: value.of })} organismes ont noté un acte</p></header>
      <${Table} first=${["Organisme", "Jours"]} rows=${value.bodies.map((/** @type {any} */ one) => ({ key: one.body, first: [`${one.name} (${one.departement})`, number(one.days)], totals: sums(one) }))} />
      ${value.bodies_left_out > 0 && html`<p class="empty">et ${counted(value.bodies_left_out, "autre")}</p>`}</section>`;
}

/** Persons, households and euros stand in columns of their own. @param {{first: [string, string], rows: {key: string, first: [string, string], totals: Record<string, number>}[]}} props */
function Table({ first, rows }) {
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${`Tableau\u00a0: ${first.join(", ")}`}><table class="tbl"><thead><tr><th scope="col">${first[0]}</th><th scope="col">${first[1]}</th>${UNITS.map((unit) => html`<th scope="col" class="num" key=${unit}>${WORDS[unit]}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr key=${row.key}><th scope="row" class=${first[0] === "Jour" && "nb"}>${row.first[0]}</th><td>${row.first[1]}</td>${UNITS.map((unit) => html`<td class="num" key=${unit}>${row.totals[unit] ? (unit === "amount_cents" ? euros(row.totals[unit]) : number(row.totals[unit])) : html`<span class="nil">${NOTHING}</span>`}</td>`)}</tr>`)}</tbody></table></div>`;
}
