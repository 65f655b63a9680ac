// Reading a journal backwards, page by page, and what one may ask of it.

import { useState } from "preact/hooks";
import { Problem, get, withQuery } from "./api.js";

/** How many lines are asked for at a time; fewer where the screen is narrow. */
const PAGE = globalThis.matchMedia?.("(max-width: 48rem)").matches ? 15 : 60;

/** @typedef {import("./store.js").Line} Line */
/** @typedef {{q?: string, body?: string, departement?: string, nature?: string}} Asked */

/** The kinds of lines, as one asks for them. @type {Record<string, [string, string[]]>} */
export const NATURES = {
  reports: ["Comptes rendus", ["report.filed", "official.published"]],
  calls: ["Appels et silences", ["call.logged", "report.missed", "alarm.raised", "alarm.acknowledged"]],
  notes: ["Notes", ["note.written", "note.corrected"]],
  tasks: ["Tâches", ["task.changed", "tasks.opened", "tasks.dated", "tasks.fell_due", "tasks.revised"]],
  acts: ["Actes de soutien", ["act.recorded", "act.corrected"]],
  people: ["Représentants et avis", [...["designated", "contact_given", "activated", "declined", "expired", "relieved", "ended"].map((verb) => `representative.${verb}`), "handover.written", "handover.acknowledged", ...["owed", "sent", "acknowledged", "overdue"].map((verb) => `notice.${verb}`)]],
};

/** Whether anything is asked for. @param {Asked} asked */
export function isAsked({ q, body, departement, nature }) {
  return Boolean(q || body || departement || nature);
}

/** `older` gives what stands before what it gave last. @param {import("./dossier.js").Dossier} dossier @param {Asked} asked @param {(lines: Line[]) => void} take */
export function useJournal(dossier, asked, take) {
  const [state, setState] = useState({ next: /** @type {number | null | undefined} */ (undefined), problem: /** @type {Problem | null} */ (null) });
  async function read(/** @type {number} */ before) {
    const { nature = "", ...filter } = asked;
    const kind = NATURES[nature]?.[1].join(",");
    try {
      const page = await get(withQuery(`/api/dossiers/${encodeURIComponent(dossier.id)}/journal`, { before, limit: PAGE, kind, ...filter }));
      take(page.entries);
      setState({ next: page.next, problem: null });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setState((was) => ({ ...was, problem }));
    }
  }
  const fromHead = () => read(dossier.store.seq + 1);
  return { ...state, fromHead, older: () => (state.next ? read(state.next) : fromHead()) };
}
