// What stays on this device. Browsers may refuse to keep anything: then nothing is kept.

/** Returns what was kept under a key, or null. */
export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch (error) {
    return null;
  }
}

/** Keeps a value under a key; null forgets it. */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch (error) {
    // Refused: the film works without.
  }
}

/** A digest of 64 bits (FNV-1a twice): a token, of 130 bits, cannot be found from it. */
export function digest(text) {
  const hash = (seed) =>
    Array.from(text).reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16777619), seed);
  return [2166136261, 84696351].map((seed) => (hash(seed) >>> 0).toString(36)).join("");
}
