// The counts of a crisis over several départements, for whoever sees the bodies of one of them only.

import { useEffect, useState } from "preact/hooks";
import { useFollowed } from "./fetched.js";
import { actor } from "./session.js";
import { moment } from "./ticking.js";

/** @typedef {import("./wall/parts.js").Part} Part */

/** Is there more to this crisis than this account sees? @param {import("./dossier.js").Dossier} dossier */
function isPartial(dossier) {
  const { departements } = actor();
  return departements.length > 0 && (dossier.only("crisis")?.departements ?? []).some((/** @type {string} */ code) => !departements.includes(code));
}

/** What the server lets this account count, asked again every ten seconds at most, when the journal has grown.
 * @param {import("./dossier.js").Dossier} dossier
 * @returns {{parts: Part[], whole: Omit<Part, "code" | "name"> | null} | null | undefined} undefined: the board says it all; null: not known yet */
export function useTotals(dossier) {
  const [mark, setMark] = useState(dossier.seq.peek());
  const tick = moment.value;
  useEffect(() => setMark(dossier.seq.peek()), [tick]);
  const partial = isPartial(dossier);
  const { value } = useFollowed(partial ? `/api/dossiers/${encodeURIComponent(dossier.id)}/totals` : "", mark);
  if (!partial) return undefined;
  if (!value) return null;
  return { whole: value.whole, parts: value.departements.map((/** @type {any} */ one) => ({ ...one, code: one.departement })) };
}
