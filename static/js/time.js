// The hour of the server, as this page knows it, and the hours typed in forms. Pure but for the device's clock.

// how many milliseconds the server is ahead of this device
let ahead = 0;

/** Take the server's word for the time. @param {string} serverTime RFC 3339 */
export function hearServerTime(serverTime) {
  const heard = Date.parse(serverTime);
  if (!Number.isNaN(heard)) ahead = heard - Date.now();
}

/** What the server's clock says now, in milliseconds. */
export function now() {
  return Date.now() + ahead;
}

/** @param {number} instant */
export function iso(instant) {
  return new Date(instant).toISOString();
}

/** How far `zone` is from UTC at `instant`, in milliseconds. @param {number} instant @param {string} zone */
function offset(instant, zone) {
  const written = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
    hour: "numeric", minute: "numeric", second: "numeric",
  }).formatToParts(instant);
  const of = (/** @type {string} */ type) => Number(written.find((part) => part.type === type)?.value);
  const civil = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return civil - Math.floor(instant / 1000) * 1000;
}

/** What a datetime-local field shows for an instant: « 2018-01-28T14:03 », in `zone`. */
export function toField(instant, zone) {
  const ms = typeof instant === "string" ? Date.parse(instant) : instant;
  return new Date(ms + offset(ms, zone)).toISOString().slice(0, 16);
}

/** The instant meant by a datetime-local field, or null when it is empty or unreadable.
 * In the hour that a change of time skips or repeats, the earlier reading of the clock is taken.
 * @param {string} text @param {string} zone */
export function fromField(text, zone) {
  const civil = Date.parse(`${text}Z`);
  if (!text || Number.isNaN(civil)) return null;
  const guess = civil - offset(civil, zone);
  return iso(civil - offset(guess, zone));
}
