// On paper everything is open.

/** Opens every fold while the page is printed. */
export function openOnPaper() {
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details:not([open])")) {
      fold.open = true;
      fold.dataset.closed = "";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const fold of document.querySelectorAll("details[data-closed]")) {
      fold.open = false;
      delete fold.dataset.closed;
    }
  });
}
