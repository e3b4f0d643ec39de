// Which view an address means. Addresses name campaigns and views, never people: who is looked at
// stands in the history's state, which no log and no other page sees.

const routes = [];

/** Declares a view: `pattern` has parts like `:name`. */
export function route(pattern, view) {
  const parts = pattern.split("/").filter(Boolean);
  routes.push({ parts, view });
}

/** Returns the view of an address and the values of its parts, null for none. */
export function resolve(hash) {
  const given = hash.replace(/^#/, "").split("/").filter(Boolean).map(decodeURIComponent);
  for (const { parts, view } of routes) {
    if (parts.length !== given.length) continue;
    const params = {};
    const fits = parts.every((part, index) => {
      if (!part.startsWith(":")) return part === given[index];
      params[part.slice(1)] = given[index];
      return true;
    });
    if (fits) return { view, params };
  }
  return null;
}

/** Returns the address of a view. */
export function to(...parts) {
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

/** Goes to an address; with `state` a view is told what no address may say. */
export function go(hash, state = null) {
  history.pushState(state, "", hash);
  dispatchEvent(new Event("sollecito-go"));
}

/** Notes what the view shows now, for the way back, without leaving it. */
export function note(state) {
  history.replaceState(state, "");
}
