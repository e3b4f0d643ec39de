// What a campaign calls its fields and scenes, asked for once for each state of its files.

import { get } from "./client.js";
import { useLabels } from "./words.js";

const NOTHING = { fields: [], scenes: [], locale: "", decimal: "." };

let key = "";
let kept = NOTHING;

/**
 * Returns the campaign's fields, scenes, locale and decimal mark, and has all words use its labels.
 * Where its files cannot be had there are none, and names are shown as they are.
 */
export async function labelsOf(base, digest, signal) {
  if (key !== `${base} ${digest}`) {
    try {
      kept = await get(`${base}/fields`, { signal });
      key = `${base} ${digest}`;
    } catch (problem) {
      if (signal.aborted) throw problem;
      kept = NOTHING;
      key = "";
    }
  }
  useLabels({
    fields: Object.fromEntries(kept.fields.map((each) => [each.name, each.label])),
    scenes: Object.fromEntries(kept.scenes.map((each) => [each.name, each.title])),
  });
  return kept;
}
