// Which board a page shows, that of now or that of the moment in the address, and how to go from one to the other.

import { useEffect, useMemo, useRef } from "preact/hooks";
import { place } from "./router.js";
import { Travel } from "./travel.js";

/** `isReady` is false while a page that was opened on a moment of the past has nothing of it to show yet.
 * @param {import("./dossier.js").Dossier} dossier
 * @returns {{shown: import("./dossier.js").Dossier | import("./past.js").Past, time: Travel, isPast: boolean, isReady: boolean}} */
export function useBoard(dossier) {
  const time = useMemo(() => new Travel(dossier), [dossier]);
  useEffect(() => () => time.close(), [time]);
  const asked = place.value.query.get("a") ?? "";
  const opened = useMemo(() => !Number.isNaN(Date.parse(asked)), [dossier]);
  const live = useRef(!opened);
  // A moment too close to now is now: its address is left at once, and what is shown is the live board.
  if (!asked) live.current = true;
  useEffect(() => {
    // This runs a little after: who steps fast is elsewhere already, and must not be brought back.
    if (asked !== (place.value.query.get("a") ?? "")) return;
    const at = Date.parse(asked);
    if (Number.isNaN(at)) time.goLive();
    else if (at !== time.at.value) time.goTo(at);
    if (Number.isNaN(at)) live.current = true;
  }, [time, asked]);
  const past = time.past.value;
  // From a live board one goes to the past when it is there; a page opened on the past shows nothing before.
  const isReady = past !== null || live.current;
  const isPast = past !== null || !isReady;
  useEffect(() => {
    document.documentElement.toggleAttribute("data-past", isPast);
    return () => document.documentElement.removeAttribute("data-past");
  }, [isPast]);
  return { shown: past ?? dossier, time, isPast, isReady };
}
