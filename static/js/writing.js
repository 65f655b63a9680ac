// Writing in the directory: one thing at a time, what is refused kept to be shown.

import { useState } from "preact/hooks";
import { Problem, ask as send } from "./api.js";

/** Send what is written; the answer, or null with the refusal kept. */
export function useWriting() {
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [busy, setBusy] = useState(false);
  async function write(/** @type {string} */ path, /** @type {string} */ method, /** @type {object | undefined} */ data = undefined) {
    setBusy(true);
    setProblem(null);
    try {
      await send(path, { method, ...(data && { body: JSON.stringify(data), headers: { "Content-Type": "application/json" } }) });
      return true;
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { problem, busy, write };
}
