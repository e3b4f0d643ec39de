// A place to drop a file on, or to choose one by the keyboard.

import { h, newId } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

/** Returns the place; `chosen` is given the file. */
export function fileChoice(words, hint, accept, chosen) {
  const id = newId("file");
  const input = h("input", {
    id, type: "file", accept, class: "file-input",
    onchange: () => { if (input.files[0]) chosen(input.files[0]); input.value = ""; },
  });
  const zone = h(
    "label", { class: "drop", for: id },
    icon("upload"), h("span", { class: "drop-words" }, words), h("span", { class: "small" }, hint),
  );
  const place = h("div", { class: "file-choice" }, input, zone);
  let inside = 0;
  const lit = (on) => zone.classList.toggle("over", on);
  place.addEventListener("dragenter", (event) => { event.preventDefault(); inside += 1; lit(true); });
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("dragleave", () => { inside -= 1; if (inside <= 0) { inside = 0; lit(false); } });
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    inside = 0;
    lit(false);
    if (event.dataTransfer.files[0]) chosen(event.dataTransfer.files[0]);
  });
  return place;
}

const TYPES = {
  csv: "text/csv",
  txt: "text/csv",
  json: "application/json",
  jsonl: "application/x-ndjson",
  ndjson: "application/x-ndjson",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  parquet: "application/vnd.apache.parquet",
};

/** What the service is told of a file of rows; the content decides how it is read. */
export function typeOfRows(file) {
  return TYPES[file.name.split(".").pop().toLowerCase()] || "application/octet-stream";
}

export const ROWS = ".csv,.txt,.xlsx,.jsonl,.ndjson,.json,.parquet";

/** The name that a file is known by at the service. */
export function nameOf(file) {
  return (file.name || t("imports.rows")).slice(-200);
}
