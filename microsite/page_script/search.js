// Looking through the frequent questions, and the ways to pay beside them.

import { fill, make } from "../player/dom.js";
import { TYPING_MS, holds, mark, unmark, wordsOf } from "./matching.js";


class Search {
  constructor(section) {
    this.section = section;
    this.told = section.dataset;
    this.folds = Array.from(section.querySelectorAll(".folds > details"));
    this.elsewhere = Array.from(document.querySelectorAll(".folds > details")).filter(
      (fold) => !section.contains(fold)
    );
    this.news = section.querySelector(".search-news");
    this.others = section.querySelector(".search-elsewhere");
    this.input = section.querySelector("input");
    this.open = new Set();
    section.querySelector(".search-tools").hidden = false;
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), TYPING_MS);
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.input.value) return;
      this.input.value = "";
      this.look();
      event.preventDefault();
    });
  }

  look() {
    const wanted = wordsOf(this.input.value).filter((word) => word.length > 1);
    let found = 0;
    unmark(this.section.querySelector(".folds"));
    for (const fold of this.folds) {
      const hit = holds(fold.textContent, wanted);
      fold.hidden = !hit;
      if (hit) found += 1;
      if (wanted.length && hit) {
        // A hit is opened so that it can be read, and closed again with the search.
        if (!fold.open) this.open.add(fold);
        fold.open = true;
        mark(fold, wanted);
      } else if (this.open.delete(fold)) {
        fold.open = false;
      }
    }
    this.tell(wanted, found);
  }

  tell(wanted, found) {
    const { one, none } = this.told;
    const some = found === 1 ? one : fill(this.told.found, { count: found });
    this.news.textContent = !wanted.length ? "" : found ? some : none;
    const others = wanted.length ? this.elsewhere.filter((f) => holds(f.textContent, wanted)) : [];
    this.others.textContent = "";
    this.others.hidden = !others.length;
    for (const fold of others) this.others.append(this.link(fold));
  }

  /** A way to an answer that stands in another section. */
  link(fold) {
    const summary = fold.querySelector("summary");
    const title = summary.textContent.trim();
    const go = () => {
      fold.open = true;
      summary.scrollIntoView();
      summary.focus({ preventScroll: true });
    };
    const label = fill(this.told.elsewhere, { title });
    return make("li", {}, make("button", { type: "button", class: "link", on: { click: go } }, label));
  }
}

/** Lets every section that can be looked through be looked through. */
export function letSearch() {
  for (const section of document.querySelectorAll("[data-search]")) new Search(section);
}
