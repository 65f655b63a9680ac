// The passing of time, for what ages on a screen.

import { signal } from "@preact/signals";
import { now } from "./time.js";

/** Server time, four times a second: for the words of the connection. */
export const instant = signal(now());
/** Server time, every ten seconds: for ages, delays and what is out of date. It stands at the hour of a board of the
 * past while one is shown, so that ages are those of then. */
export const moment = signal(now());

/** @type {number | null} */
let held = null;

/** Show ages as of another instant; null lets the time go on. @param {number | null} at */
export function holdMoment(at) {
  held = at;
  moment.value = at ?? now();
}

/** The instant that ages are shown as of, null while that is now. */
export function heldMoment() {
  return held;
}

setInterval(() => {
  instant.value = now();
  if (held === null && Math.abs(instant.value - moment.value) >= 10_000) moment.value = instant.value;
}, 250);
