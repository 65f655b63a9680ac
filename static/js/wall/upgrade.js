// A page that stays open for days takes the new version of the server by itself, at a quiet moment.

import { useEffect } from "preact/hooks";
import { ask } from "../api.js";
import { reload } from "../brought.js";

/** How often the server is asked what runs there. */
const ASK_MS = 5 * 60_000;
/** How often a quiet moment is looked for; after the second while, any moment is taken. */
const QUIET_MS = 30_000;
const PATIENCE_MS = 10 * 60_000;

/** The version that this page came with. */
let first = "";

/** What runs on the server, in one word; empty while it does not answer. */
async function running() {
  try {
    const { version, projection } = await ask("/version", { cache: "no-store" });
    return `${version}/${projection}`;
  } catch {
    return "";
  }
}

/** Follow the version of the server, and reload when it changes. @param {{calm: () => boolean, link: boolean}} wall
 * `calm`: nobody is being called; `link`: whether there is one, asked about again each time that it comes back */
export function useUpgrade({ calm, link }) {
  useEffect(() => {
    if (!link) return undefined;
    let later = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
    let over = false;
    let waited = 0;
    async function look() {
      const now = await running();
      if (over) return;
      first ||= now;
      const changed = now !== "" && now !== first;
      if (changed && (calm() || waited >= PATIENCE_MS)) await reload();
      waited = changed ? waited + QUIET_MS : 0;
      later = setTimeout(look, changed ? QUIET_MS : ASK_MS);
    }
    look();
    return () => {
      over = true;
      clearTimeout(later);
    };
  }, [link]);
}
