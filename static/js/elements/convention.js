// The convention itself: the facts of its head.

import { number, plainDay } from "../format.js";
import { html } from "../html.js";
import { label, short } from "../vocabulary.js";

/** @param {{convention: import("../store.js").Card, seq: number}} props */
export function ConventionFacts({ convention, seq }) {
  return html`<div><dt>Signée</dt><dd>${plainDay(convention.signed_on)}</dd></div><div><dt>Terme</dt><dd>${plainDay(convention.ends_on)}</dd></div>
    <div><dt>État</dt><dd>${label("convention_states", convention.state)}</dd></div><div><dt>Journal</dt><dd>n°\u00a0${number(seq)}</dd></div>`;
}

/** @param {import("../store.js").Card} convention */
export function conventionSummary(convention) {
  return [label("templates", convention.template), label("renewals", convention.renewal), convention.departement && `département ${convention.departement}`].filter(Boolean).join(" · ");
}

/** « Préfecture 77 » from a body id. @param {string} id */
export function partyName(id) {
  const [kind, ...rest] = id.split("-");
  return [short("body_kinds", kind), rest.join("-")].filter(Boolean).join(" ");
}
