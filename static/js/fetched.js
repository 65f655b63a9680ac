// What is read once from the server for a page: the answer, or why there is none, and a way to ask again.

import { useEffect, useState } from "preact/hooks";
import { Problem, get } from "./api.js";

/** @param {string} address empty: nothing is asked @returns {{value: any, problem: Problem | null, again: () => void}} */
export function useFetched(address) {
  const [state, setState] = useState({ value: /** @type {any} */ (null), problem: /** @type {Problem | null} */ (null) });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    if (address) read(address, stop.signal).then((found) => stop.signal.aborted || setState(found));
    else setState({ value: null, problem: null });
    return () => stop.abort();
  }, [address, tries]);
  return { ...state, again: () => setTries(tries + 1) };
}

/** @param {string} address @param {AbortSignal} signal */
async function read(address, signal) {
  try {
    return { value: await get(address, { signal }), problem: null };
  } catch (problem) {
    if (signal.aborted) return { value: null, problem: null };
    if (!(problem instanceof Problem)) throw problem;
    return { value: null, problem };
  }
}
