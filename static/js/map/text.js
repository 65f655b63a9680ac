// How wide a name is on the screen, in the letters of the page.

/** @type {CanvasRenderingContext2D | null} */
let pen = null;

/** A measure for letters of one size; names are measured once. @param {number} size in pixels */
export function measurer(size) {
  /** @type {Map<string, number>} */
  const known = new Map();
  const family = getComputedStyle(document.body).fontFamily;
  return (/** @type {string} */ text, /** @type {boolean} */ strong) => {
    const key = `${strong}${text}`;
    let width = known.get(key);
    if (width === undefined) {
      pen ??= document.createElement("canvas").getContext("2d");
      if (!pen) return text.length * size * 0.56;
      pen.font = `${strong ? 700 : 400} ${size}px ${family}`;
      known.set(key, (width = pen.measureText(text).width));
    }
    return width;
  };
}
