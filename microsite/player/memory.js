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
