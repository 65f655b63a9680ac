// What waits for an answer of one person, the oldest kind of promise first. Pure.

/** @typedef {import("./store.js").Card} Card */
/** @typedef {{id: string, kind: "accept" | "confirm" | "call" | "question" | "report", card: Card, body: string}} Owing `body`: for which of their bodies */

/** @param {{bodies: string[]}} who @param {{cards(type: string): ReadonlyMap<string, Card>, may(command: string): boolean}} dossier @param {number} at @returns {Owing[]} */
export function owedBy({ bodies }, dossier, at) {
  /** @type {Owing[]} */
  const found = [];
  const add = (/** @type {Owing["kind"]} */ kind, /** @type {Card} */ card, /** @type {string} */ body) => found.push({ id: `${kind} ${card.id} ${body}`, kind, card, body });
  const mine = (/** @type {string} */ body) => bodies.includes(body);
  for (const card of dossier.cards("support").values()) {
    if (card.state === "acceptee" && mine(card.to_body) && dossier.may("support.confirm")) add("confirm", card, card.to_body);
    if (card.state === "proposee" && mine(card.from_body) && dossier.may("support.accept")) add("accept", card, card.from_body);
  }
  for (const card of dossier.cards("support_call").values()) {
    if (card.withdrawn_at || Date.parse(card.until) <= at || !dossier.may("support.offer")) continue;
    for (const body of bodies) if (card.bodies[body] && !(card.answered ?? []).includes(body)) add("call", card, body);
  }
  for (const card of dossier.cards("question").values()) {
    if (card.state !== "posee" || !dossier.may("question.answer")) continue;
    if (mine(card.to) || (card.to === "representative" && dossier.may("support.call"))) add("question", card, card.to);
  }
  for (const card of dossier.cards("requests").values()) {
    for (const body of bodies) {
      const known = dossier.cards("body").get(`body:${body}`);
      const round = [card, ...(card.earlier ?? [])].find((one) => one.bodies.includes(body));
      if (known && round && !((known.reported_at ?? "") > round.asked_at) && dossier.may("report.file")) add("report", { ...card, asked_at: round.asked_at }, body);
    }
  }
  return found;
}
