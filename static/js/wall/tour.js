// The turn of a wall: which view is on, for how long; the keyboard can hold it, or go to the next one.

import { useEffect, useState } from "preact/hooks";
import { go } from "../router.js";

/** How long the pointer stays in sight after it moved. */
const POINTER_MS = 4_000;

/** @template T @param {T[]} views @param {number} seconds 0: no view leaves by itself
 * @returns {{view: T, round: number, held: boolean, show: (index: number) => void}} `round`: how often all have been seen */
export function useTour(views, seconds) {
  const [step, setStep] = useState(0);
  const [held, setHeld] = useState(false);
  const { length } = views;

  useEffect(() => {
    if (held || !seconds || length < 2) return undefined;
    const timer = setInterval(() => setStep((before) => before + 1), seconds * 1000);
    return () => clearInterval(timer);
  }, [held, seconds, length, step]);

  useEffect(() => {
    function press(/** @type {KeyboardEvent} */ key) {
      if (key.altKey || key.ctrlKey || key.metaKey || /** @type {Element} */ (key.target).closest("a, button")) return;
      if (key.key === "ArrowRight") setStep((before) => before + 1);
      else if (key.key === "ArrowLeft") setStep((before) => before + length - 1);
      else if (key.key === " ") setHeld((before) => !before);
      else return;
      key.preventDefault();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [length]);

  const show = (/** @type {number} */ index) => setStep((before) => before - (before % length) + index);
  return { view: views[step % length], round: Math.floor(step / length), held, show };
}

/** Escape leaves the wall for the board. @param {string} address */
export function useWayOut(address) {
  useEffect(() => {
    const press = (/** @type {KeyboardEvent} */ key) => key.key === "Escape" && go(address);
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [address]);
}

/** Has the pointer just moved? A wall shows none otherwise. */
export function usePointed() {
  const [pointed, setPointed] = useState(false);
  useEffect(() => {
    let later = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
    function move() {
      setPointed(true);
      clearTimeout(later);
      later = setTimeout(() => setPointed(false), POINTER_MS);
    }
    document.addEventListener("pointermove", move);
    return () => {
      clearTimeout(later);
      document.removeEventListener("pointermove", move);
    };
  }, []);
  return pointed;
}
