// Lists of the page: sorted by a touch on a column's head, searched, and narrowed to a value.

import { fill, make } from "../player/dom.js";
import { TYPING_MS, holds, wordsOf } from "./matching.js";

const OTHER_WAY = { ascending: "descending", descending: "ascending" };

/** What a cell is sorted by: a number, a day, or its text. */
function orderOf(cell) {
  const { order } = cell.dataset;
  if (order === undefined) return cell.querySelector(".value").textContent.trim();
  return /^-?[\d.]+$/.test(order) ? Number(order) : order;
}

class List {
  constructor(section) {
    this.section = section;
    this.told = section.dataset;
    this.table = section.querySelector("table");
    this.body = this.table.tBodies[0];
    this.rows = Array.from(this.body.rows);
    this.heads = Array.from(this.table.tHead.rows[0].cells);
    this.labels = this.heads.map((head) => head.textContent.trim());
    this.tools = section.querySelector(".list-tools");
    this.news = section.querySelector(".list-news");
    const { lang } = document.documentElement;
    this.collator = new Intl.Collator(lang, { numeric: true, sensitivity: "base" });
    if (this.news) this.build();
  }

  build() {
    if (this.tools) this.tools.hidden = false;
    this.search = this.section.querySelector(".list-tools input");
    this.filters = Array.from(this.section.querySelectorAll(".list-tools [data-column]"));
    this.sorting = this.section.querySelector("[data-sort]");
    this.heads.forEach((head, at) => {
      const press = () => this.sort(at, OTHER_WAY[head.getAttribute("aria-sort")] || "ascending");
      const button = make("button", { type: "button", class: "head", on: { click: press } });
      while (head.firstChild) button.append(head.firstChild);
      head.append(button);
    });
    if (this.search) {
      this.search.addEventListener("input", () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.narrow(), TYPING_MS);
      });
    }
    for (const filter of this.filters) filter.addEventListener("change", () => this.narrow());
    if (!this.sorting) return;
    this.sorting.addEventListener("change", () => {
      const [at, way] = this.sorting.value.split(" ");
      if (at) this.sort(Number(at), way === "up" ? "ascending" : "descending");
      else this.sort(null);
    });
  }

  /** Sorts by a column; `null` brings back the order as it was written. */
  sort(column, way) {
    const sign = way === "descending" ? -1 : 1;
    const rows = this.rows.slice();
    if (column !== null) {
      const keys = new Map(rows.map((row) => [row, orderOf(row.cells[column])]));
      rows.sort((one, other) => this.compare(keys.get(one), keys.get(other), sign));
    }
    for (const row of rows) this.body.append(row);
    this.heads.forEach((head, at) => {
      if (at === column) head.setAttribute("aria-sort", way);
      else head.removeAttribute("aria-sort");
    });
    if (this.sorting) this.sorting.value = column === null ? "" : column + (sign > 0 ? " up" : " down");
    const said = sign > 0 ? this.told.sortedUp : this.told.sortedDown;
    this.news.textContent = column === null ? "" : fill(said, { column: this.labels[column] });
  }

  /** Empty cells come last, whichever way. */
  compare(one, other, sign) {
    if (one === "" || other === "") return (one === "") - (other === "");
    if (typeof one === "number" && typeof other === "number") return sign * (one - other);
    return sign * this.collator.compare(String(one), String(other));
  }

  /** Shows the rows that fit, and says how many. */
  narrow() {
    const wanted = this.search ? wordsOf(this.search.value) : [];
    let shown = 0;
    for (const row of this.rows) {
      const fits =
        holds(row.textContent, wanted) &&
        this.filters.every((filter) => {
          const cell = row.cells[filter.dataset.column].querySelector(".value");
          return !filter.value || cell.textContent.trim() === filter.value;
        });
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    const all = this.rows.length;
    this.news.textContent = shown ? fill(this.told.found, { shown, all }) : this.told.none;
    if (this.table.tFoot) this.table.tFoot.hidden = shown < all;
  }
}

/** Lets every list of the page be sorted and narrowed. */
export function letSort() {
  for (const section of document.querySelectorAll("[data-list]")) new List(section);
}
