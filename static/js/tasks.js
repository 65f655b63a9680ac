// The tasks of a dossier, laid flat from the cards of their owners. What is late is read from dates. Pure.

/**
 * @typedef {import("./store.js").Card} Card
 * @typedef {{id: string, code: string, owner: string, card: Card, item: any, action: any, due: number | null, late: boolean}} Task
 */

const OPEN = new Set(["a_faire", "en_cours"]);
const FIELD = new Set(["ccas_direction", "ccas_terrain", "ccas_renfort"]);

/** Whether a task is late at `now`: never one that is only recommended. @param {any} item @param {number} now */
function isLate({ state, due, optional }, now) {
  return !optional && OPEN.has(state) && Boolean(due) && Date.parse(due) < now;
}

/** Who does what a protocol asks of `who`: the UDCCAS's falls to the representative where there is none.
 * @param {string} who @param {boolean | undefined} union whether the département has an UDCCAS, when somebody stated it */
export function standIn(who, union) {
  return who === "udccas" && union === false ? "representant_unccas" : who;
}

/** @typedef {{code: string, playbook: string, due: number}} Due */
/** @type {WeakMap<Card, Due[]>} a card never changes: it is read once */
const dues = new WeakMap();

/** What an owner still has to do by a date, the soonest first; nothing that is only recommended. @param {Card} card @returns {Due[]} */
export function duesOf(card) {
  let found = dues.get(card);
  if (found) return found;
  found = [];
  for (const code in card.items) {
    const { state, due, optional, playbook } = card.items[code];
    if (due && !optional && OPEN.has(state)) found.push({ code, playbook, due: Date.parse(due) });
  }
  found.sort((a, b) => a.due - b.due);
  dues.set(card, found);
  return found;
}

/** How many open items of one owner are past their date. @param {Card | undefined} card @param {number} now */
export function lateItems(card, now) {
  if (!card) return 0;
  const found = duesOf(card);
  const next = found.findIndex(({ due }) => due >= now);
  return next < 0 ? found.length : next;
}

/** Every task of these cards, with the action of its protocol. @param {Iterable<Card>} cards @param {Map<string, Card>} playbooks @returns {Task[]} */
export function tasksOf(cards, playbooks, now) {
  const tasks = [];
  for (const card of cards) {
    for (const [code, item] of Object.entries(card.items ?? {})) {
      const due = item.due ? Date.parse(item.due) : null;
      const late = isLate(item, now);
      const action = playbooks.get(`playbook:${item.playbook}`)?.actions[code] ?? { title: code };
      tasks.push({ id: `${card.owner}/${code}`, code, owner: card.owner, card, item, action, due, late });
    }
  }
  return tasks;
}

/** The task is for this person: the role is theirs, and so is the body or the département.
 * @param {Task} task @param {Viewer} actor */
export function isMine(task, { role, bodies, departements }) {
  const { action, owner } = task;
  const who = standIn(action.who, task.card.union);
  if (who !== role && !(FIELD.has(who) && FIELD.has(role))) return false;
  if (FIELD.has(role)) return bodies.includes(owner);
  const departement = departementOf(task);
  return !departement || !departements.length || departements.includes(departement);
}

/** @typedef {{role: string, bodies: string[], departements: string[]}} Viewer */

/** The département of whoever owes the task; empty for the crisis as a whole. @param {Task} task */
function departementOf({ card, owner }) {
  return card.departement ?? (owner.startsWith("departement-") ? owner.slice("departement-".length) : "");
}

/** The ways to look at tasks for this person, in the order of the choice. @param {Viewer} actor @returns {[string, string][]} */
export function taskViews({ bodies, departements }) {
  /** @type {[string, string][]} */
  const near = [];
  if (bodies.length) near.push(["body", bodies.length > 1 ? "Mes organismes" : "Mon organisme"]);
  if (departements.length) near.push(["departement", departements.length > 1 ? "Mes départements" : "Mon département"]);
  return [["mine", "Les miennes"], ...near, ["open", "Tout"], ["late", "En retard"], ["waiting", "En attente d’une date"], ["done", "Faites ou écartées"]];
}

/** Whether an open task is in a view. @type {Record<string, (task: Task, actor: Viewer) => boolean>} */
const SHOWN = {
  mine: isMine,
  body: ({ owner }, { bodies }) => bodies.includes(owner),
  departement: (task, { departements }) => departements.includes(departementOf(task)),
  late: ({ late }) => late,
  open: () => true,
};

/** @param {Task[]} tasks @param {string} view one of `taskViews` @param {Viewer} actor @returns {Task[]} what is late first, the longest late before the others */
export function taskView(tasks, view, actor) {
  const kept = tasks.filter((task) => {
    if (view === "done") return task.item.state === "fait" || task.item.state === "sans_objet";
    if (view === "waiting") return task.item.state === "en_attente";
    if (!OPEN.has(task.item.state)) return false;
    return SHOWN[view](task, actor);
  });
  return kept.sort((a, b) => Number(b.late) - Number(a.late) || (a.due ?? Infinity) - (b.due ?? Infinity) || (a.id < b.id ? -1 : 1));
}
