// How numbers, dates and durations are written in French. Pure: what is said depends only on what is given.
//
// Instants are milliseconds or RFC 3339 text; zones are IANA names; money is in cents.

// narrow no-break space: in numbers, before ; ! ?
export const NARROW = "\u202f";
export const NBSP = "\u00a0";
export const NOTHING = "–";

/** @type {Map<string, Intl.DateTimeFormat>} */
const known = new Map();

/** @param {string} zone @param {Intl.DateTimeFormatOptions} options */
function writer(zone, options) {
  const key = zone + JSON.stringify(options);
  let found = known.get(key);
  if (!found) known.set(key, (found = new Intl.DateTimeFormat("fr-FR", { timeZone: zone, ...options })));
  return found;
}

/** @param {string | number} instant @param {string} zone @param {Intl.DateTimeFormatOptions} options */
function parts(instant, zone, options) {
  const named = {};
  for (const { type, value } of writer(zone, options).formatToParts(new Date(instant))) named[type] = value;
  return named;
}

/** 2351 → « 2 351 », with narrow no-break spaces and the real minus sign. @param {number} n */
export function number(n) {
  const digits = String(Math.abs(Math.trunc(n))).replace(/\B(?=(\d{3})+$)/g, NARROW);
  return n < 0 ? `\u2212${digits}` : digits;
}

/** 123456 cents → « 1 234,56 € »; whole euros without decimals. @param {number} cents */
export function euros(cents) {
  const whole = number(Math.trunc(cents / 100));
  const rest = Math.abs(cents % 100);
  const sign = cents < 0 && cents > -100 ? "\u2212" : "";
  return `${sign}${whole}${rest ? `,${String(rest).padStart(2, "0")}` : ""}${NBSP}€`;
}

/** French counts 0 and 1 in the singular. @param {number} n @param {string} one @param {string} [many] */
export function plural(n, one, many = `${one}s`) {
  return Math.abs(n) < 2 ? one : many;
}

/** « 1 personne », « 2 351 personnes ». @param {number} n @param {string} one @param {string} [many] */
export function counted(n, one, many) {
  return `${number(n)}${NBSP}${plural(n, one, many)}`;
}

/** « 14 h 03 ». @param {string | number} instant @param {string} zone */
export function clock(instant, zone) {
  const { hour, minute } = parts(instant, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${Number(hour)}${NBSP}h${NBSP}${minute}`;
}

/** « 14:03:07 »: the only place where seconds count, the words of the connection. */
export function clockSeconds(instant, zone) {
  const options = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const { hour, minute, second } = parts(instant, zone, options);
  return `${hour}:${minute}:${second}`;
}

/** « dimanche 28 janvier 2018 ». @param {string | number} instant @param {string} zone */
export function longDay(instant, zone) {
  return ordinal(writer(zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(new Date(instant)));
}

/** A day with no hour, « 2026-07-10 » → « 10 juillet 2026 ». @param {string} day */
export function plainDay(day) {
  return ordinal(writer("UTC", { day: "numeric", month: "long", year: "numeric" }).format(new Date(`${day}T12:00:00Z`)));
}

/** « 14 h 03 » the same day, « 27 janv., 14 h 03 » another, with its year when that is another too. */
export function moment(instant, zone, now) {
  const day = otherDay(instant, zone, now);
  return day ? `${day}, ${clock(instant, zone)}` : clock(instant, zone);
}

/** The same inside a sentence: « à 14 h 03 », « le 27 janv. à 14 h 03 ». */
export function dated(instant, zone, now) {
  const day = otherDay(instant, zone, now);
  return `${day ? `le ${day} ` : ""}à ${clock(instant, zone)}`;
}

/** « 27 janv. », with its year when it is not this one; empty for today. */
function otherDay(instant, zone, now) {
  const [then, today] = [civilDay(instant, zone), civilDay(now, zone)];
  if (then === today) return "";
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { day: "numeric", month: "short" };
  if (then.slice(0, 4) !== today.slice(0, 4)) options.year = "numeric";
  return ordinal(writer(zone, options).format(new Date(instant))).replaceAll(" ", NBSP);
}

/** The day of an instant in a zone, « 2018-01-28 ». @param {string | number} instant @param {string} zone */
export function civilDay(instant, zone) {
  const { year, month, day } = parts(instant, zone, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${year}-${month}-${day}`;
}

/** « 31 s », « 5 min », « 2 h 57 », « 3 j 4 h »: at most two units, rounded down. @param {number} ms */
export function duration(ms) {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const [hours, days] = [Math.floor(minutes / 60), Math.floor(minutes / 1440)];
  if (days >= 2) return `${number(days)}${NBSP}j` + (days < 10 && hours % 24 ? `${NBSP}${hours % 24}${NBSP}h` : "");
  if (hours) return `${hours}${NBSP}h` + (minutes % 60 ? `${NBSP}${String(minutes % 60).padStart(2, "0")}` : "");
  return minutes ? `${minutes}${NBSP}min` : `${Math.max(0, Math.floor(ms / 1000))}${NBSP}s`;
}

/** Time since t0 as the field says it: « J+5 · 125 h 23 », « 47 min ». @param {number} ms */
export function elapsed(ms) {
  const past = Math.max(0, ms);
  const hours = Math.floor(past / 3_600_000);
  const days = Math.floor(hours / 24);
  const minutes = String(Math.floor(past / 60_000) % 60).padStart(2, "0");
  return days ? `J+${days} · ${number(hours)}${NBSP}h${NBSP}${minutes}` : duration(ms);
}

/** Words without accents, case or punctuation, for searching: « Saint-Maur » → « saint maur ». @param {string} text */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/[^a-z0-9]+/g, " ").trim();
}

/** « 1 janvier » is written « 1er janvier ». @param {string} text */
function ordinal(text) {
  return text.replace(/(^|\D)1 (?=\p{L})/u, "$11er ");
}
