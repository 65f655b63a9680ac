// A sound for whoever asked for it: two short tones when a new alarm calls. Never before a gesture, off at first.

import { signal } from "@preact/signals";

const KEY = "crisiscoord.sound";

/** Whether this device was asked to sound. */
export const sounding = signal(remembered());

/** @type {AudioContext | null} */
let context = null;

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
  context ??= new AudioContext();
  const at = context.currentTime;
  tone(context, 880, at);
  tone(context, 660, at + 0.22);
}

/** @param {AudioContext} context @param {number} pitch in hertz @param {number} at in seconds */
function tone(context, pitch, at) {
  const [voice, volume] = [context.createOscillator(), context.createGain()];
  voice.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.2, at + 0.02);
  volume.gain.linearRampToValueAtTime(0, at + 0.2);
  voice.connect(volume).connect(context.destination);
  voice.start(at);
  voice.stop(at + 0.21);
}
