// The place of the forms: where a server takes them they stand open, elsewhere the page says kindly
// how to reach the office. What happens inside a form is form_sheet.js.

export class Forms {
  constructor() {
    this.section = document.getElementById("forms");
    this.here = true;
    if (this.section && location.hash.slice(0, 6) === "#form-") this.open(location.hash.slice(6));
  }

  /** There is a server, or none: then the office's contacts stand in the forms' place. */
  settle(present) {
    if (!this.section) return;
    this.here = present;
    this.section.querySelector(".no-server").hidden = present;
    this.section.querySelector(".with-server").hidden = !present;
  }

  /** Leads to a form, opened and in sight. */
  open(id) {
    const fold = document.getElementById("form-" + id);
    if (!fold) return;
    fold.open = true;
    const place = this.here ? fold.querySelector("summary") : this.section.querySelector("h2");
    if (!this.here) place.tabIndex = -1;
    place.scrollIntoView();
    place.focus({ preventScroll: true });
  }
}
