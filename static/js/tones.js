// The two short tones of a new alarm. Brought when a device is asked to sound.

/** @type {AudioContext | null} */
let context = null;

export function twoTones() {
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
