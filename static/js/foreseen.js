// What a declaration would do, asked of the server while the form is filled in.

import { useEffect, useState } from "preact/hooks";
import { Problem, post } from "./api.js";

const PAUSE_MS = 300;

/**
 * @typedef {{communes: number, departements: Record<string, string>, bodies: any[], bodies_total: number, kinds: Record<string, number>, unreached: number,
 *  tasks: any[], tasks_total: number, tasks_soon: number, roles: Record<string, number>, playbooks: {code: string, tasks: number}[], told: any[], recipients: number}} Foreseen
 */

/** Ask again whenever what would be sent changes; the last answer stays meanwhile, marked as old.
 * @param {object | null} command nothing is asked for null @returns {{foreseen: Foreseen | null, old: boolean, problem: Problem | null}} */
export function useForeseen(command) {
  const [state, setState] = useState({ key: "", foreseen: /** @type {Foreseen | null} */ (null), problem: /** @type {Problem | null} */ (null) });
  const key = command ? JSON.stringify(command) : "";
  useEffect(() => {
    if (!key) return;
    let wanted = true;
    const pause = setTimeout(async () => {
      const answer = await ask(key);
      if (wanted) setState((before) => ({ key, foreseen: answer.foreseen ?? before.foreseen, problem: answer.problem }));
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(pause);
    };
  }, [key]);
  if (!key) return { foreseen: null, old: false, problem: null };
  return { foreseen: state.foreseen, old: state.key !== key, problem: state.key === key ? state.problem : null };
}

/** @param {string} key @returns {Promise<{foreseen: Foreseen | null, problem: Problem | null}>} */
async function ask(key) {
  try {
    return { foreseen: await post("/api/crises/preview", JSON.parse(key)), problem: null };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { foreseen: null, problem };
  }
}
