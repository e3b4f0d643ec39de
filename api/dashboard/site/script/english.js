// Words of the service, which are English whatever the dashboard speaks.

import { h } from "./dom.js";

export function english(text, tag = "span", given = {}) {
  return h(tag, { lang: "en", ...given }, text);
}
