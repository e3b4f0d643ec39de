// What the last file brought that could not be used, with the way to it.

import { get } from "./client.js";
import { h } from "./dom.js";
import { linkButton, notice } from "./parts.js";
import { to } from "./router.js";
import { moment, t } from "./words.js";

const LOOKED_AT = 20;
const ENDED = ["done", "refused", "failed"];

/**
 * Returns a notice of the last import whose rows were to be taken, when some could not be used or it
 * failed; null when all is well. Checks and what was given up say nothing of people.
 */
export async function lastImportNotice({ base, campaign, signal }) {
  const { imports } = await get(`${base}/imports?limit=${LOOKED_AT}`, { signal });
  const last = imports.find((each) => ENDED.includes(each.state) && !each.dry_run);
  if (!last || (last.state === "done" && !last.rejected)) return null;
  const key = last.state === "failed" ? "last.failed" : last.state === "refused" ? "last.refused" : "last.rejected";
  return notice(
    "bad", t(key, { n: last.rejected }),
    h("p", {}, t("last.file", { file: last.file, when: moment(last.finished_at || last.created_at) })),
    linkButton(t("last.see"), to("campaigns", campaign.name, "imports", String(last.id)), { sign: "table" }),
  );
}
