// The map of a crisis as a block of the board. What draws it comes once the board is there.

import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { html } from "../html.js";
import { moment } from "../ticking.js";

/** @typedef {import("../store.js").Card} Card */

/** Above this many bodies, a change waits until the last drawing is this old. */
const MANY = 400;
const CALM_MS = 1_000;
/** How long after it could not be read the map is asked for again. */
const RETRY_MS = 5_000;

/** What draws a map, and the outlines: brought when one is shown, asked for again as long as they do not come.
 * @template T @param {() => Promise<T>} bring @returns {{brought: {drawing: T, ground: import("../map/territory.js").Ground} | null, failed: boolean, again: () => void}} */
export function useLater(bring) {
  const [state, setState] = useState(/** @type {{brought: any, failed: boolean, tries: number}} */ ({ brought: null, failed: false, tries: 0 }));
  const again = () => setState(({ tries, failed }) => ({ brought: null, failed, tries: tries + 1 }));
  useEffect(() => {
    let wanted = true;
    let later = 0;
    const outlines = import("../map/territory.js").then(({ territoryOnce }) => territoryOnce());
    Promise.all([bring(), outlines]).then(
      ([drawing, ground]) => wanted && setState((before) => ({ ...before, brought: { drawing, ground }, failed: false })),
      () => {
        if (!wanted) return;
        setState((before) => ({ ...before, failed: true }));
        later = setTimeout(again, RETRY_MS);
      },
    );
    return () => {
      wanted = false;
      clearTimeout(later);
    };
  }, [state.tries]);
  return { ...state, again };
}

/** The map that waits, or could not be brought. @param {{failed: boolean, again: () => void}} props */
export function NoMap({ failed, again }) {
  if (!failed) return html`<div class="map" aria-busy="true"><p class="map-wait" role="status">La carte arrive.</p></div>`;
  return html`<div class="map"><div class="map-wait" role="alert"><p>La carte n’a pas pu être lue. Les mêmes faits sont dans le tableau.</p>
    <p><button type="button" class="btn" onClick=${again}>Réessayer</button></p></div></div>`;
}

/**
 * @param {{dossier: any, chosen?: string | null, onChoose?: (body: string | null) => void, filter?: (card: Card) => boolean,
 *   large?: boolean}} props `large`: for a wall, without title, buttons or legend
 */
export function Map({ dossier, chosen = null, onChoose = () => {}, filter, large = false }) {
  const { cards: all, at, filter: passes } = useCalm({ cards: dossier.cards("body"), at: moment.value, filter });
  const shown = useSame([...all.values()].filter((card) => card.competent !== false && (!passes || passes(card)))); // those withdrawn are in the table only
  const { brought, failed, again } = useLater(() => import("../map/board_map.js"));
  const map = brought
    ? html`<${brought.drawing.BoardMap} ground=${brought.ground} dossier=${dossier.id} bodies=${shown} all=${all} at=${at} zone=${dossier.zone} chosen=${chosen} onChoose=${onChoose} supports=${dossier.cards("support")} large=${large} />`
    : html`<${NoMap} failed=${failed} again=${again} />`;
  if (large) return map;
  return html`<section class="block c-map" aria-labelledby="carte"><header><h2 id="carte">Carte</h2><a href="#organismes">Mêmes faits en tableau</a></header>${map}</section>`;
}

/** What a map is drawn of. Thousands of bodies are drawn in a task of their own, after the frame of the table: at once when
 * another filter is asked for, else once a second, however often news come.
 * @template {{cards: ReadonlyMap<string, Card>, at: number, filter?: (card: Card) => boolean}} T @param {T} asked @returns {T} */
function useCalm(asked) {
  const shown = useRef({ ...asked, drawn: 0 });
  const turn = useRef(false);
  const [, again] = useReducer((/** @type {number} */ turns) => turns + 1, 0);
  const draws = turn.current || asked.cards.size <= MANY || shown.current.cards.size === 0;
  turn.current = false;
  if (draws) shown.current = { ...asked, drawn: performance.now() };
  const { cards, at, filter, drawn } = shown.current;
  const other = filter !== asked.filter;
  const late = other || cards !== asked.cards || at !== asked.at;
  useEffect(() => {
    if (!late) return undefined;
    const timer = setTimeout(() => {
      turn.current = true;
      again(undefined);
    }, other ? 0 : drawn + CALM_MS - performance.now());
    return () => clearTimeout(timer);
  }, [late, other]);
  return shown.current;
}

/** The same array as long as it holds the same things. @template T @param {T[]} items */
function useSame(items) {
  const before = useRef(items);
  const same = before.current.length === items.length && items.every((item, index) => item === before.current[index]);
  if (!same) before.current = items;
  return before.current;
}
