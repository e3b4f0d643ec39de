// A file on its way: how far it is, and a way to stop it.

import { progressBar } from "./bars.js";
import { sendFile } from "./client.js";
import { fill, h } from "./dom.js";
import { button } from "./parts.js";
import { tell, tellSeldom } from "./telling.js";
import { bytes, percent, t } from "./words.js";

/** Sends a file and shows it in `place`; resolves to the service's answer. */
export async function sendShown(place, path, file, type, signal) {
  const own = new AbortController();
  signal.addEventListener("abort", () => own.abort(), { once: true, signal: own.signal });
  const bar = progressBar(t("sending.label"), 0);
  const words = h("p", { class: "small" }, t("sending.begins", { size: bytes(file.size) }));
  const stop = button(t("sending.stop"), { sign: "close", onclick: () => own.abort() });
  fill(place, h("div", { class: "sending" }, h("p", {}, h("b", {}, file.name)), bar, words, stop));
  stop.focus();
  tell(t("sending.begins", { size: bytes(file.size) }));
  try {
    const answer = await sendFile(path, file, type, {
      signal: own.signal,
      progress: (share) => {
        bar.value = share;
        words.textContent = share < 1
          ? t("sending.share", { share: percent(share), size: bytes(file.size) }) : t("sending.looking");
        tellSeldom(words.textContent, 10000);
      },
    });
    fill(place);
    return answer;
  } catch (problem) {
    fill(place);
    throw problem;
  }
}
