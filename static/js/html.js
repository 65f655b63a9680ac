// The one template tag of the pages: htm bound to preact. Text is always escaped, markup is never parsed from data.

import htm from "htm";
import { h } from "preact";

export const html = htm.bind(h);
