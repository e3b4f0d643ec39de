// The key and what it may do. It stands in this tab's session storage and nowhere else: no cookie
// sends it along, no address shows it, and it goes with the tab.

const KEPT = "sollecito.dashboard.key";

export const session = { key: sessionStorage.getItem(KEPT), me: null };

/** Whether the key may be used for what needs this scope. */
export function may(scope) {
  return Boolean(session.me) && session.me.allows.includes(scope);
}

export function keep(key, me) {
  session.key = key;
  session.me = me;
  sessionStorage.setItem(KEPT, key);
}

export function forget() {
  session.key = null;
  session.me = null;
  sessionStorage.removeItem(KEPT);
}
