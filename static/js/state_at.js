// How a crisis was at another moment, in figures: for changes.

import { useEffect, useRef, useState } from "preact/hooks";
import { Problem, get, withQuery } from "./api.js";

/** @typedef {import("./since.js").History} History */

/** While the hours of a board fly by (it is played again), nothing is asked before they settle. */
const SETTLED_MS = 500;
/** What could not be had for now (a server that starts reads the past of a dossier first) is asked for again after this. */
const RETRY_MS = 3_000;

/** The state of a crisis at one moment, read again when the minute changes; null until it is there, or when it is not to be had.
 * @param {string} dossier @param {number} at @param {number} from before this there was no crisis @returns {History | null} */
export function useStateAt(dossier, at, from) {
  const [state, setState] = useState(/** @type {History | null} */ (null));
  const [tries, setTries] = useState(0);
  const asked = useRef(0);
  useEffect(() => {
    const mine = ++asked.current;
    if (at <= from) {
      setState(null);
      return undefined;
    }
    const instant = new Date(at).toISOString();
    let wait = setTimeout(() => get(withQuery(`/api/dossiers/${encodeURIComponent(dossier)}/history`, { from: instant, to: instant, points: 2 })).then(
      (history) => mine === asked.current && setState(history),
      (problem) => {
        if (!(problem instanceof Problem)) throw problem;
        if (mine !== asked.current) return;
        setState(null);
        if (problem.passing) wait = setTimeout(() => setTries(tries + 1), RETRY_MS);
      },
    ), mine > 1 ? SETTLED_MS : 0);
    return () => clearTimeout(wait);
  }, [dossier, at, from, tries]);
  return state;
}
