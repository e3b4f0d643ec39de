// A secret that is shown once: to be copied, then gone.

import { dialog } from "./dialogs.js";
import { h } from "./dom.js";
import { button } from "./parts.js";
import { tell } from "./telling.js";
import { t } from "./words.js";

/** Shows a secret until the reader says that it was copied. */
export function secretDialog(title, words, secret) {
  return dialog(title, (close) => {
    const shown = h("input", { type: "text", readonly: true, class: "secret", "aria-label": title, onfocus: () => shown.select() });
    shown.value = secret;
    return h(
      "div", {}, h("p", {}, words), shown,
      h("div", { class: "actions" },
        button(t("secret.copy"), { kind: "primary", sign: "copy", onclick: async () => {
          shown.select();
          // Without a secure connection the browser has no clipboard; then the old way.
          try { await navigator.clipboard.writeText(secret); } catch { document.execCommand("copy"); }
          tell(t("secret.copied"));
        } }),
        button(t("secret.close"), { onclick: () => close(true) })),
    );
  });
}
