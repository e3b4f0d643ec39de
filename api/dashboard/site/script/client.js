// What is asked of the service, with the key in a header; and what it says when it cannot.

import { session } from "./session.js";

const ROOT = new URL("../v1", document.baseURI).pathname;

/** Raised where the service answers with a problem (RFC 9457), or does not answer at all. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || "");
    this.status = status;
    this.slug = (body.type || "").split(":").pop();
    this.code = body.code || "";
    this.parameters = body.parameters || {};
    this.errors = body.errors || [];
    this.faults = body.faults || [];
    this.line = body.line || null;
    this.requestId = body.request_id || "";
  }

  get unreached() {
    return this.status === 0;
  }
}

let onSignedOut = () => {};

/** Says what is to happen when the key is no longer good. */
export function whenSignedOut(act) {
  onSignedOut = act;
}

export function address(path) {
  return ROOT + path;
}

/** Returns the problem of an answer that is none of those hoped for. */
export async function problemOf(answer) {
  let body = {};
  if ((answer.headers.get("content-type") || "").includes("json")) {
    body = await answer.json().catch(() => ({}));
  }
  const problem = new Problem(answer.status, body);
  if (answer.status === 401 && session.me) onSignedOut();
  return problem;
}

/** Asks and returns the answer itself. */
export async function ask(method, path, { body, headers = {}, signal, key = session.key } = {}) {
  let answer;
  try {
    answer = await fetch(address(path), {
      method,
      headers: { Authorization: `Bearer ${key}`, ...headers },
      body,
      signal,
      credentials: "omit",
      cache: "no-store",
    });
  } catch (error) {
    if (signal && signal.aborted) throw error;
    throw new Problem(0, {});
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

async function json(method, path, sent, options = {}) {
  const headers = { ...options.headers };
  if (sent !== undefined) headers["Content-Type"] = "application/json";
  const body = sent === undefined ? undefined : JSON.stringify(sent);
  const answer = await ask(method, path, { ...options, headers, body });
  if (answer.status === 204) return null;
  const found = await answer.json();
  tags.set(found, answer.headers.get("etag"));
  return found;
}

const tags = new WeakMap();

/** The header that lets a change fail when somebody else was quicker. */
export function ifSame(seen) {
  const tag = tags.get(seen);
  return tag ? { headers: { "If-Match": tag } } : {};
}

export const get = (path, options) => json("GET", path, undefined, options);
export const post = (path, body, options) => json("POST", path, body, options);
export const put = (path, body, options) => json("PUT", path, body, options);
export const patch = (path, body, options) => json("PATCH", path, body, options);
export const remove = (path, options) => json("DELETE", path, undefined, options);

/** Returns those of the values that are not empty. */
export function given(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== "" && value != null));
}

/** Returns the query of an address; what is empty is left out. */
export function query(values) {
  const text = new URLSearchParams(given(values)).toString();
  return text ? `?${text}` : "";
}

/**
 * Sends a file, telling how far it is (0 to 1). Only XMLHttpRequest tells that. Resolves to the
 * answer's JSON.
 */
export function sendFile(path, file, type, { progress, signal } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address(path));
    request.setRequestHeader("Authorization", `Bearer ${session.key}`);
    request.setRequestHeader("Content-Type", type);
    request.upload.addEventListener("progress", (event) => {
      if (progress && event.lengthComputable) progress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      let body = {};
      try { body = JSON.parse(request.responseText); } catch { body = {}; }
      if (request.status < 400) return resolve(body);
      if (request.status === 401) onSignedOut();
      return reject(new Problem(request.status, body));
    });
    request.addEventListener("error", () => reject(new Problem(0, {})));
    request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    if (signal) signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
