// Lists that do not move under a finger: while something in them has the focus, they keep their order.

import { useRef } from "preact/hooks";
import { inOrderOf } from "./order.js";

/** @template {{id: string}} T @param {T[]} items in the order wished for @returns {[T[], any]} items as shown, and the ref of their container */
export function useSteadyOrder(items) {
  const container = useRef(/** @type {HTMLElement | null} */ (null));
  const before = useRef(/** @type {string[]} */ ([]));
  const busy = container.current?.contains(document.activeElement) && document.activeElement !== container.current;
  const shown = busy ? inOrderOf(items, before.current) : items;
  before.current = shown.map(({ id }) => id);
  return [shown, container];
}
