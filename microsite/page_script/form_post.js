// Sends a form's answers, and says what became of them.

const PATIENCE_MS = 25000;

/** A number that tells one attempt from another, so that the same message never counts twice. */
export function newAttempt() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Resolves to {reference} when the message is there, to {errors} when the server finds something to
 * check, else to {word}: offline, busy, too_many, gone.
 */
export async function postForm(address, values) {
  const asking = new AbortController();
  const timer = setTimeout(() => asking.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(values),
      signal: asking.signal,
    });
    if (answer.ok || answer.status === 422) {
      const told = await answer.json();
      if (told.reference || (told.errors && told.errors.length)) return told;
    }
    if (answer.status === 429) return { word: "too_many" };
    return { word: answer.status === 404 ? "gone" : "busy" };
  } catch (error) {
    return { word: "offline" };
  } finally {
    clearTimeout(timer);
  }
}
