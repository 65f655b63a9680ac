// What is read once from the server for a page: the answer, or why there is none, and a way to ask again.

import { useEffect, useRef, useState } from "preact/hooks";
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

/** How long an answer that follows a dossier is left before it is asked for again, and how long what could not be had for now. */
const AGAIN_MS = 3_000;
const RETRY_MS = 5_000;

/** What is read from the server, and again when `mark` changes; what was read before is shown meanwhile.
 * @param {string} address empty: nothing is asked @param {string | number} mark @returns {{value: any, problem: Problem | null, again: () => void}} */
export function useFollowed(address, mark) {
  const [state, setState] = useState({ address: "", value: /** @type {any} */ (null), problem: /** @type {Problem | null} */ (null) });
  const [tries, setTries] = useState(0);
  const asked = useRef({ address: "", at: 0, last: 0, taken: 0 });
  useEffect(() => {
    const mine = asked.current;
    if (!address) return;
    if (mine.address !== address) Object.assign(mine, { address, at: 0 });
    const wait = Math.max(0, mine.at + AGAIN_MS - performance.now());
    const timer = setTimeout(async () => {
      mine.at = performance.now();
      const number = ++mine.last;
      const found = await read(address);
      if (mine.address !== address || number < mine.taken) return;
      mine.taken = number;
      setState((before) => ({ address, value: found.value ?? (before.address === address ? before.value : null), problem: found.problem }));
    }, mine.at ? wait : 0);
    return () => clearTimeout(timer);
  }, [address, mark, tries]);
  useEffect(() => {
    if (!state.problem?.passing || state.address !== address) return;
    const retry = setTimeout(() => setTries(tries + 1), Math.max(RETRY_MS, state.problem.retryAfter * 1_000));
    return () => clearTimeout(retry);
  }, [state, address]);
  useEffect(() => () => void (asked.current.address = ""), []);
  const known = state.address === address;
  return { value: known ? state.value : null, problem: known ? state.problem : null, again: () => setTries(tries + 1) };
}

/** @param {string} address @param {AbortSignal} [signal] */
async function read(address, signal) {
  try {
    return { value: await get(address, { signal }), problem: null };
  } catch (problem) {
    if (signal?.aborted) return { value: null, problem: null };
    if (!(problem instanceof Problem)) throw problem;
    return { value: null, problem };
  }
}
