// A screen that must not go dark: asks the device to stay awake, again each time that it comes back to sight.

/** Stay awake until the function returned is called. A device that cannot, or that refuses, sleeps as it is set to. */
export function stayAwake() {
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  let over = false;

  async function ask() {
    if (over || !navigator.wakeLock || document.visibilityState === "hidden" || (lock && !lock.released)) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      if (over) await lock.release();
    } catch {
      lock = null; // low battery, or not allowed here
    }
  }
  document.addEventListener("visibilitychange", ask);
  ask();
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", ask);
    lock?.release();
  };
}
