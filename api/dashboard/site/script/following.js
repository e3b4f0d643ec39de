// Progress as the service tells it: server-sent events over fetch, because EventSource cannot send
// the key. When the line breaks it is asked for instead, and told again as soon as that works.

import { ask, get, Problem } from "./client.js";
import { wait } from "./dom.js";

const POLL_MS = 3000;
const REST_MS = 5000;
const LONGEST_MS = 30000;

/** Yields the events of a stream: `{name, data}`. */
export async function* eventsOf(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value.replace(/\r\n?/g, "\n");
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      let name = "message";
      const data = [];
      for (const line of block.split("\n")) {
        if (line.startsWith("event:")) name = line.slice(6).trim();
        if (line.startsWith("data:")) data.push(line.slice(5).trim());
      }
      if (data.length) yield { name, data: JSON.parse(data.join("\n")) };
    }
  }
}

function visible(signal) {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => { if (!document.hidden) resolve(); };
    document.addEventListener("visibilitychange", look, { signal });
    signal.addEventListener("abort", resolve, { once: true });
  });
}

/** Ends with the signal, and while nobody looks: a browser allows few open lines to one server. */
function whileVisible(signal) {
  const line = new AbortController();
  signal.addEventListener("abort", () => line.abort(), { once: true, signal: line.signal });
  document.addEventListener(
    "visibilitychange", () => { if (document.hidden) line.abort(); }, { signal: line.signal },
  );
  return line;
}

/**
 * Shows a resource as it changes, until the signal ends.
 *
 * `show` takes each state of it; `link` is told "live", "polling" or "lost"; `atRest` says of a
 * state whether nothing will happen by itself, and `ends` whether nothing ever will.
 */
export async function follow(path, { show, link, atRest, ends = () => false, signal }) {
  let pause = 1000;
  while (!signal.aborted) {
    await visible(signal);
    if (signal.aborted) return;
    let seen = null;
    const line = whileVisible(signal);
    try {
      const answer = await ask("GET", `${path}/events`, {
        headers: { Accept: "text/event-stream" }, signal: line.signal,
      });
      link("live");
      pause = 1000;
      for await (const event of eventsOf(answer)) {
        if (event.name !== "progress") continue;
        seen = event.data;
        show(seen);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Problem && [401, 404].includes(error.status)) throw error;
      link("polling");
      pause = Math.min(pause * 2, LONGEST_MS);
    } finally {
      line.abort();
    }
    // Nothing to tell: asked now and then, because others may begin something.
    while (!signal.aborted && !document.hidden && (seen === null || atRest(seen))) {
      if (seen !== null && ends(seen)) return;
      const before = seen;
      await wait(before === null ? Math.min(pause, POLL_MS) : REST_MS, signal);
      if (signal.aborted) return;
      try {
        seen = await get(path, { signal });
        show(seen);
        if (before === null) break;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Problem && [401, 404].includes(error.status)) throw error;
        link("lost");
        pause = Math.min(pause * 2, LONGEST_MS);
        await wait(pause, signal);
      }
    }
  }
}
