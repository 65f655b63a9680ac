// Days and months without hours: « 2026-07-14 », « 2026-07 ». Pure arithmetic of the calendar, in UTC.

export const DAY_MS = 86_400_000;

/** @param {string} day */
const midnight = (day) => Date.parse(`${day}T00:00:00Z`);
/** @param {number} ms */
const written = (ms) => new Date(ms).toISOString().slice(0, 10);

/** The month of a day. @param {string} day */
export function monthOf(day) {
  return day.slice(0, 7);
}

/** Say whether a text names a month, as an address may. @param {string | null} text */
export function isMonth(text) {
  return text !== null && /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text);
}

/** The month so many months later. @param {string} month @param {number} by */
export function monthAfter(month, by) {
  const [year, number] = month.split("-").map(Number);
  return written(Date.UTC(year, number - 1 + by, 1)).slice(0, 7);
}

/** The first month of the quarter that a month is in. @param {string} month */
export function quarterOf(month) {
  return monthAfter(month, -((Number(month.slice(5)) - 1) % 3));
}

/** @param {string} month */
export function firstDay(month) {
  return `${month}-01`;
}

/** @param {string} month */
export function lastDay(month) {
  return written(midnight(firstDay(monthAfter(month, 1))) - DAY_MS);
}

/** The weeks of a month from Monday on; null stands for a day of another month. @param {string} month @returns {(string | null)[][]} */
export function weeksOf(month) {
  const first = midnight(firstDay(month));
  const length = Number(lastDay(month).slice(8));
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const weeks = [];
  for (let start = -before; start < length; start += 7) {
    weeks.push(Array.from({ length: 7 }, (_, day) => (start + day >= 0 && start + day < length ? written(first + (start + day) * DAY_MS) : null)));
  }
  return weeks;
}

/** « juillet 2026 ». @param {string} month */
export function monthName(month) {
  return new Intl.DateTimeFormat("fr-FR", { month: "long", year: "numeric", timeZone: "UTC" }).format(midnight(firstDay(month)));
}

/** « 3e trimestre 2026 ». @param {string} month */
export function quarterName(month) {
  const number = Math.floor((Number(month.slice(5)) - 1) / 3) + 1;
  return `${number === 1 ? "1er" : `${number}e`} trimestre ${month.slice(0, 4)}`;
}

/** « mardi 14 juillet 2026 ». @param {string} day */
export function dayName(day) {
  const text = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(midnight(day));
  return text.replace(/\b1 (?=\p{L})/u, "1er ");
}
