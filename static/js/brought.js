// Parts of the program that are brought when they are first shown: a page by its address, a panel when it is opened.

import { useEffect, useState } from "preact/hooks";

/** How long a part that could not be brought waits before it is asked for again. */
export const AGAIN_MS = 10_000;

/** What was brought, by what brings it. @type {Map<() => Promise<any>, any>} */
const known = new Map();

/** Bring a part; it is then there for whoever shows it. @template T @param {() => Promise<T>} bring @returns {Promise<T>} */
export async function bringOnce(bring) {
  if (!known.has(bring)) known.set(bring, await bring());
  return known.get(bring);
}

/** A part, or undefined until it is there; it is asked for again as long as it does not come.
 * @template T @param {(() => Promise<T>) | undefined} bring one function for one part; undefined: nothing is brought
 * @returns {{value: T | undefined, failed: boolean}} */
export function useBrought(bring) {
  const [state, setState] = useState(/** @type {{failed: any, tries: number}} */ ({ failed: undefined, tries: 0 }));
  useEffect(() => {
    if (!bring || known.has(bring)) return undefined;
    let wanted = true;
    let later = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
    bringOnce(bring).then(
      () => wanted && setState({ failed: undefined, tries: 0 }),
      () => {
        if (!wanted) return;
        setState(({ tries }) => ({ failed: bring, tries }));
        later = setTimeout(() => setState(({ failed, tries }) => ({ failed, tries: tries + 1 })), AGAIN_MS);
      },
    );
    return () => {
      wanted = false;
      clearTimeout(later);
    };
  }, [bring, state.tries]);
  return { value: bring && known.get(bring), failed: bring !== undefined && state.failed === bring };
}

/** The same, with style sheets that only this part has. @template T @param {() => Promise<T>} bring @param {string[]} names @returns {() => Promise<T>} */
export function styled(bring, ...names) {
  return async () => {
    const [part] = await Promise.all([bring(), ...names.map(style)]);
    return part;
  };
}

/** Style sheets brought by the page, by name. @type {Map<string, Promise<void>>} */
const sheets = new Map();

/** Bring a style sheet, unless the shell has it. It goes before that of paper, which has the last word. @param {string} name */
function style(name) {
  const href = `/static/css/${name}.css`;
  const coming = sheets.get(name);
  if (coming) return coming;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  const brought = /** @type {Promise<void>} */ (new Promise((done, failed) => {
    link.onload = () => done();
    link.onerror = () => {
      link.remove();
      sheets.delete(name);
      failed(new Error(href));
    };
  }));
  sheets.set(name, brought);
  document.head.insertBefore(link, document.querySelector('link[rel="stylesheet"][media="print"]'));
  return brought;
}

/** Load the page again, only if the server has one to give: never the browser's own error. */
export async function reload() {
  try {
    const page = await fetch(location.href, { cache: "reload" });
    if (page.ok) location.reload();
  } catch {
    // out of reach: whoever asks will ask again
  }
}
