// The passing of time, for what ages on a screen.

import { signal } from "@preact/signals";
import { now } from "./time.js";

/** Server time, four times a second: for the words of the connection. */
export const instant = signal(now());
/** Server time, every ten seconds: for ages, delays and what is out of date. */
export const moment = signal(now());

setInterval(() => {
  instant.value = now();
  if (Math.abs(instant.value - moment.value) >= 10_000) moment.value = instant.value;
}, 250);
