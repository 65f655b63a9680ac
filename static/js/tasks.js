// The tasks of a dossier, laid flat from the cards of their owners. What is late is read from dates. Pure.

/**
 * @typedef {import("./store.js").Card} Card
 * @typedef {{id: string, code: string, owner: string, card: Card, item: any, action: any, due: number | null, late: boolean}} Task
 */

const OPEN = new Set(["a_faire", "en_cours"]);
const FIELD = new Set(["ccas_direction", "ccas_terrain", "ccas_renfort"]);

/** How many open items of one owner are past their date. @param {Card | undefined} card @param {number} now */
export function lateItems(card, now) {
  if (!card) return 0;
  let late = 0;
  for (const code in card.items) {
    const { state, due } = card.items[code];
    if (due && OPEN.has(state) && Date.parse(due) < now) late++;
  }
  return late;
}

/** Every task of these cards, with the action of its protocol. @param {Iterable<Card>} cards @param {Map<string, Card>} playbooks @returns {Task[]} */
export function tasksOf(cards, playbooks, now) {
  const tasks = [];
  for (const card of cards) {
    for (const [code, item] of Object.entries(card.items ?? {})) {
      const due = item.due ? Date.parse(item.due) : null;
      const late = due !== null && due < now && OPEN.has(item.state);
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
  if (action.who !== role && !(FIELD.has(action.who) && FIELD.has(role))) return false;
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
  return [["mine", "Les miennes"], ...near, ["late", "En retard"], ["open", "À faire"], ["done", "Faites ou écartées"]];
}

/** Whether an open task is in a view. @type {Record<string, (task: Task, actor: Viewer) => boolean>} */
const SHOWN = {
  mine: isMine,
  body: ({ owner }, { bodies }) => bodies.includes(owner),
  departement: (task, { departements }) => departements.includes(departementOf(task)),
  late: ({ late }) => late,
  open: () => true,
};

/** @param {Task[]} tasks @param {string} view one of `taskViews` @param {Viewer} actor @returns {Task[]} the most overdue first */
export function taskView(tasks, view, actor) {
  const kept = tasks.filter((task) => {
    if (view === "done") return task.item.state === "fait" || task.item.state === "sans_objet";
    if (!OPEN.has(task.item.state)) return false;
    return SHOWN[view](task, actor);
  });
  return kept.sort((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity) || (a.id < b.id ? -1 : 1));
}
