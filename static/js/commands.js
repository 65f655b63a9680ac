// Sending a command until the journal has it, or has refused it. The same id each time: the server writes it once.

import { useRef, useState } from "preact/hooks";
import { Problem, post } from "./api.js";
import { commandId } from "./ids.js";
import { signedOut } from "./router.js";
import { backOff } from "./socket.js";
import { iso, now } from "./time.js";

/** How often the same command is sent before the person is asked what to do. */
const TRIES = 40;

/**
 * @typedef {{dossier: string, first: number | null, last: number | null, cursor: string, again: boolean}} Receipt
 * @typedef {{state: "idle" | "sending" | "waiting" | "done" | "refused", problem?: Problem, receipt?: Receipt}} Outcome
 */

/** @param {{do: string, dossier: string, [field: string]: any}} asked @param {(why: Problem) => void} onWait
 *  @returns {Promise<Receipt>} @throws {Problem} */
export async function submit(asked, onWait) {
  const command = { id: commandId(now()), ...asked };
  for (let tries = 0; ; tries++) {
    try {
      return await post("/api/commands", command, { "X-Client-Time": iso(now()) });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) signedOut();
      if (!problem.passing || tries >= TRIES) throw problem;
      onWait(problem);
      await new Promise((resume) => setTimeout(resume, Math.max(problem.retryAfter * 1_000, backOff(tries))));
    }
  }
}

/** For a form: what became of its last command, and the way to send one. `send` returns the receipt, null when refused.
 * @param {string} dossier */
export function useCommand(dossier) {
  const [outcome, setOutcome] = useState(/** @type {Outcome} */ ({ state: "idle" }));
  const kept = useRef("");

  /** @param {{do: string, [field: string]: any}} asked @returns {Promise<Receipt | null>} */
  async function send(asked) {
    setOutcome({ state: "sending" });
    try {
      const receipt = await submit({ dossier, ...withoutBlanks({ ...asked, kept_because: kept.current }) }, (problem) => setOutcome({ state: "waiting", problem }));
      kept.current = "";
      setOutcome({ state: "done", receipt });
      return receipt;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.code === "discretion") problem.justify = (reason) => { kept.current = reason; };
      setOutcome({ state: "refused", problem });
      return null;
    }
  }

  /** Refuse before it travels. @param {string} detail */
  function refuse(detail) {
    setOutcome({ state: "refused", problem: new Problem({ status: 422, code: "incomplete", detail }) });
  }

  const busy = outcome.state === "sending" || outcome.state === "waiting";
  return { outcome, send, refuse, busy, clear: () => setOutcome({ state: "idle" }) };
}

/** A field left empty is a field left out. @param {Record<string, any>} asked */
function withoutBlanks(asked) {
  const kept = Object.entries(asked).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return /** @type {{do: string}} */ (Object.fromEntries(kept));
}
