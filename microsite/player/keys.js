// The player's keys; they work while the focus is inside of it.

export const STEP_MS = 5000;

/** Does what a key says; returns whether it says anything. `film` is the element. */
export function press(film, event) {
  const { stage, screen } = film;
  const key = event.key.toLowerCase();
  const target = event.target;
  const ways = film.waiting === "choice" && !stage.covered ? stage.ways : [];
  if (/^[1-9]$/.test(key) && ways[key - 1]) ways[key - 1].click();
  else if (key === " " && !target.closest("button, a, label")) film.toggle();
  else if (key === "arrowleft" && target.type !== "radio") film.seek(screen.ms - STEP_MS);
  else if (key === "arrowright" && target.type !== "radio") film.seek(screen.ms + STEP_MS);
  else if (key === "c") film.toggleCaptions();
  else if (key === "d" && film.describable) film.toggleDescribed();
  else if (key === "m") film.toggleSound();
  else if (key === "t") film.toggleDrawer("text");
  else if (key === "f") film.toggleLarger();
  else if (key === "escape") return escape(film);
  else return false;
  return true;
}

/** Closes what was opened last. */
function escape(film) {
  if (film.stage.drawer) film.toggleDrawer(film.stage.drawer);
  else if (film.waiting === "popup") film.closePopup();
  else if (film.classList.contains("large")) film.toggleLarger();
  else return false;
  return true;
}
