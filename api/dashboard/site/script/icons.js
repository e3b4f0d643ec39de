// Icons on a grid of 24, drawn with lines 2 wide. They are decoration: words say the same.

import { svg } from "./dom.js";

const SHAPES = {
  add: "M12 5v14M5 12h14",
  back: "M14.500 6l-6 6 6 6",
  bell: "M6 16.500v-5.500a6 6 0 0 1 12 0v5.500l1.500 2h-15zM10 21h4",
  check: "M5 12.500l5 5L19.500 7",
  clock: "M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM12 7.500V12l3.200 2",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  download: "M12 4v11.500M7 11l5 5 5-5M5 20h14",
  film: "M4 5h16v14H4zM10 9.200v5.600l4.600-2.800z",
  key: "M14.500 4.500a5 5 0 1 1-3.600 8.500L4.500 19.500M7.500 16.500l2.500 2.500M16 9v.1",
  mail: "M3.500 6h17v12.500h-17zM4 6.800l8 6.200 8-6.200",
  out: "M14 4h5.500v16H14M4 12h10.500M10.500 8l4 4-4 4",
  open: "M13 5h6v6M19 5l-9 9M10 6H5v13h13v-5",
  pause: "M8.500 5v14M15.500 5v14",
  pen: "M5 19l1-4.500L16.500 4l3.500 3.500L9.500 18z",
  people: "M9 11.500a3.700 3.700 0 1 0 0-7.400 3.700 3.700 0 0 0 0 7.400zM2.500 20c0-4 3-6 6.500-6s6.500 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.800M18 14.300c2.300.7 3.700 2.700 3.700 5.700",
  play: "M7.500 5v14l11-7z",
  printer: "M7 9V4h10v5M7 17H4.500V9h15v8H17M7 14h10v6H7z",
  repeat: "M5 12a7 7 0 0 1 12-5l2.500 2.500M19.500 4.500v5h-5M19 12a7 7 0 0 1-12 5l-2.500-2.500M4.500 19.500v-5h5",
  search: "M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500L20.500 20.500",
  stop: "M6.500 6.500h11v11h-11z",
  table: "M4 5h16v14H4zM4 10h16M4 14.500h16M10.500 5v14",
  trash: "M5 7h14M9.500 7V4.500h5V7M7 7l1 13h8l1-13",
  upload: "M12 20V8.500M7 13l5-5 5 5M5 4h14",
  warning: "M12 4l9 16H3zM12 10v4.500M12 17.200v.1",
  world: "M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM3.500 12h17M12 3.500c5 5 5 12 0 17M12 3.500c-5 5-5 12 0 17",
};

/** Returns an icon as an element. */
export function icon(name) {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: SHAPES[name] }),
  );
}
