// A sound for whoever asked for it: two short tones when a new alarm calls. Never before a gesture, off at first.

import { signal } from "@preact/signals";

const KEY = "crisiscoord.sound";

/** Whether this device was asked to sound. */
export const sounding = signal(remembered());

function remembered() {
  try {
    return localStorage.getItem(KEY) === "1";
  } catch {
    return false; // a device that forgets asks again
  }
}

/** Switch the sound; the click that does it is the gesture that browsers want. @param {boolean} on */
export function switchSound(on) {
  sounding.value = on;
  try {
    localStorage.setItem(KEY, on ? "1" : "0");
  } catch {
    // a device that forgets asks again
  }
  if (on) ring();
}

/** Sound, if this device was asked to and a gesture has allowed it. */
export function ring() {
  if (!sounding.value || navigator.userActivation?.hasBeenActive === false) return;
  import("./tones.js").then(({ twoTones }) => twoTones());
}

if (sounding.value) import("./tones.js"); // at hand when the link is cut, which is when alarms matter
