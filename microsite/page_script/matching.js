// Finding words in what stands on the page: case and accents do not count, hits are marked.

/** Milliseconds after the last letter until the page looks. */
export const TYPING_MS = 250;

/** The text without case, accents and double spaces, for comparing. */
export function plain(text) {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

/** The words that somebody looks for; all of them must be found. */
export function wordsOf(text) {
  return plain(text)
    .split(" ")
    .filter((word) => word);
}

/** Whether a text holds every word that is wanted. */
export function holds(text, wanted) {
  const where = plain(text);
  return wanted.every((word) => where.includes(word));
}

/** Takes all marks away. */
export function unmark(element) {
  for (const mark of element.querySelectorAll("mark")) {
    const parent = mark.parentNode;
    parent.replaceChild(document.createTextNode(mark.textContent), mark);
    parent.normalize();
  }
}

/** Marks every place of the wanted words below an element. */
export function mark(element, wanted) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) markIn(node, wanted);
}

function markIn(node, wanted) {
  const places = [];
  // Letter by letter, so that places in the plain text are places in the real one.
  const letters = Array.from(node.data);
  const folded = letters.map((letter) => foldLetter(letter));
  const text = folded.join("");
  const starts = [];
  folded.forEach((part, at) => {
    for (let each = 0; each < part.length; each++) starts.push(at);
  });
  for (const word of wanted) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      places.push([starts[at], starts[at + word.length - 1] + 1]);
    }
  }
  if (!places.length) return;
  places.sort((one, other) => one[0] - other[0]);
  const parts = document.createDocumentFragment();
  let done = 0;
  for (const [from, to] of places) {
    if (from < done) continue;
    parts.append(letters.slice(done, from).join(""));
    const hit = document.createElement("mark");
    hit.textContent = letters.slice(from, to).join("");
    parts.append(hit);
    done = to;
  }
  parts.append(letters.slice(done).join(""));
  node.parentNode.replaceChild(parts, node);
}

function foldLetter(letter) {
  return letter
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}
