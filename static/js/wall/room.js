// How much room a part of the wall has: it has no scroll bar, so what does not fit is not drawn.

import { useEffect, useState } from "preact/hooks";

/** The height inside an element, in rem, followed as it changes. @param {import("preact").RefObject<HTMLElement>} box @param {number} first until it is known */
export function useRoom(box, first) {
  const [room, setRoom] = useState(first);
  useEffect(() => {
    if (!box.current) return undefined;
    const watch = new ResizeObserver(([{ contentRect }]) => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      setRoom(Math.floor((contentRect.height / rem) * 10) / 10);
    });
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return room;
}
