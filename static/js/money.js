// Money is kept in cents and read in euros: the one place where one becomes the other.

const CENTS = 100;

/** How many of the unit that people read one of a kept quantity is. @param {string} unit */
export const scaleOf = (unit) => (unit === "centime" ? CENTS : 1);

/** « 1250,50 » → 125050; null when empty. @param {string} typed */
export function inCents(typed) {
  return typed === "" ? null : Math.round(Number(typed.replace(",", ".")) * CENTS);
}

/** 125050 → « 1250,5 », as it is typed; empty when there is none. @param {number | undefined} cents */
export function typedEuros(cents) {
  return cents === undefined ? "" : String(cents / CENTS).replace(".", ",");
}

/** A quantity in the unit that people read, without cents. @param {number} quantity @param {string} unit */
export const scaled = (quantity, unit) => (unit === "centime" ? Math.round(quantity / CENTS) : quantity);
