// Whether the page is being put on paper: what is folded or drawn only in sight is then decided anew.

import { signal } from "@preact/signals";
import { options } from "preact";

/** True from `beforeprint` to `afterprint`. */
export const printing = signal(false);

addEventListener("beforeprint", () => atOnce(() => (printing.value = true)));
addEventListener("afterprint", () => (printing.value = false));

/** Draw now, not in the next frame: paper does not wait. @param {() => void} change */
function atOnce(change) {
  const later = options.debounceRendering;
  options.debounceRendering = (draw) => draw();
  change();
  options.debounceRendering = later;
}
