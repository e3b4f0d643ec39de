// Files of the service as the browser's own downloads: streamed to the disk, however long they are.
// A navigation sends no header, so a form brings the key in its body, never in an address.

import { get, Problem } from "./client.js";
import { h } from "./dom.js";
import { session } from "./session.js";

/** A refusal comes within that time; a download shows itself. */
const REFUSED_MS = 1500;

/** Begins the download of a file of a campaign; the service names it. Throws what went wrong. */
export async function download(path) {
  // Whatever may not be had is told here: nobody sees what a download is refused for.
  await get(path.split("/").slice(0, 3).join("/"));
  const frame = h("iframe", { name: "download", hidden: true });
  const form = h(
    "form", { method: "post", action: "download", target: "download", hidden: true },
    h("input", { type: "hidden", name: "path", value: path }),
    h("input", { type: "hidden", name: "key", value: session.key }),
  );
  document.body.append(frame, form);
  try {
    form.submit();
    await refusal(frame);
  } finally {
    form.remove();
    // The browser ends what a frame loads with the frame; a download is no longer its own.
    setTimeout(() => frame.remove(), 60000);
  }
}

/** Waits a moment for an answer that is no download, and throws it. */
function refusal(frame) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, REFUSED_MS);
    frame.addEventListener("load", () => {
      const page = frame.contentDocument;
      if (page && page.URL === "about:blank") return;
      let body = {};
      try { body = JSON.parse(page.body.textContent); } catch { body = {}; }
      reject(new Problem(body.status || 500, body));
    });
  });
}
