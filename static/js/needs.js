// What a body lacks: from its needs when there are some, else from what its last reports say. Pure.

/** @typedef {import("./store.js").Card} Card */
/** @typedef {{urgency: string, count: number, lacks: string[]}} Need `urgency`: a code of the vocabulary, "" when nobody
 * said how soon; `lacks`: what is missing, in words */

const URGENCIES = ["immediat", "24h", "72h", "semaine"];
const OPEN = new Set(["ouvert", "partiel"]);
const CUT = { electricity: "électricité", water: "eau", telephone: "téléphone" };

/** The needs that are still open, by body. @param {Iterable<Card>} cards @returns {Map<string, Card[]>} */
export function openNeeds(cards) {
  /** @type {Map<string, Card[]>} */
  const needs = new Map();
  for (const card of cards) {
    if (!OPEN.has(card.state)) continue;
    const found = needs.get(card.body);
    if (found) found.push(card);
    else needs.set(card.body, [card]);
  }
  return needs;
}

/** @param {Card} body @param {Card[]} [needs] its open needs @returns {Need | null} null when it asks for nothing */
export function needOf(body, needs = []) {
  if (needs.length) {
    const urgency = URGENCIES.find((code) => needs.some((need) => need.urgency === code)) ?? "";
    return { urgency, count: needs.length, lacks: [] };
  }
  if (body.competent === false) return null;
  const lacks = missing(body.figures ?? {});
  if (body.status === "deborde") return { urgency: "immediat", count: lacks.length, lacks };
  return lacks.length ? { urgency: "", count: lacks.length, lacks } : null;
}

/** Help is needed now. @param {Need | null} need */
export function isPressing(need) {
  return need?.urgency === "immediat";
}

/** @param {Record<string, any>} figures @returns {string[]} */
function missing(figures) {
  const lacks = [];
  const known = (/** @type {string} */ name) => (figures[name]?.quality === "non_communique" ? undefined : figures[name]?.value);
  const [present, expected] = [known("agents_present"), known("agents_expected")];
  if (typeof present === "number" && typeof expected === "number" && present * 4 < expected * 3) lacks.push(`agents ${present}/${expected}`);
  if (known("households_to_rehouse") > 0) lacks.push(`à reloger ${known("households_to_rehouse")}`);
  if (known("premises") === "inaccessibles") lacks.push("locaux");
  for (const [name, words] of Object.entries(CUT)) if (known(name) === "coupe") lacks.push(words);
  return lacks;
}
