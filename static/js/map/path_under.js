// Which département lies under a point of a map.

import { frameOf } from "./projection.js";

export class PathUnder {
  /** @param {import("./territory.js").Ground} ground */
  constructor({ territory }) {
    this.territory = territory;
    this.pen = document.createElement("canvas").getContext("2d");
    /** @type {Map<string, Path2D>} */
    this.paths = new Map();
  }

  /** @param {string} frame @param {number} x @param {number} y in units @returns {string} its code, "" when there is none */
  at(frame, x, y) {
    const found = this.territory.departements.find(({ code, d, box: [left, top, right, bottom] }) => {
      if (x < left || x > right || y < top || y > bottom || frameOf(this.territory, code) !== frame) return false;
      let path = this.paths.get(code);
      if (!path) this.paths.set(code, (path = new Path2D(d)));
      return this.pen?.isPointInPath(path, x, y);
    });
    return found?.code ?? "";
  }
}
