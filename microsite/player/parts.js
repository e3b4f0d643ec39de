// The parts of a player, made and put together.

import { Captions } from "./captions.js";
import { Chapters } from "./chapters.js";
import { Deck } from "./deck.js";
import { Describing } from "./describing.js";
import { Large } from "./large.js";
import { popupButton, Popups } from "./popups.js";
import { Preloading } from "./preloading.js";
import { Progress } from "./progress.js";
import { Screen } from "./screen.js";
import { Settings } from "./settings.js";
import { SettingsPanel } from "./settings_panel.js";
import { Stage } from "./stage.js";
import { Journey } from "./story.js";
import { Ticker } from "./ticker.js";
import { Transcript } from "./transcript.js";
import { Trouble } from "./trouble.js";
import { Watchdog } from "./watchdog.js";

/** Gives a film (the element, with `story` and `files`) all that it is made of. */
export function furnish(film) {
  const { story } = film;
  const { words } = story;
  const drawer = (name) => () => film.toggleDrawer(name);
  const popup = (each, kind) =>
    popupButton(each, kind, film.payAddress, (taken, button) => film.takePopup(taken, button));
  film.settings = new Settings();
  film.describable = Object.values(story.scenes).some((scene) => scene.description);
  film.journey = new Journey(story);
  film.screen = new Screen(story.size, (type) => film.heard(type));
  film.ticker = new Ticker(film.screen, () => film.tick());
  film.preloading = new Preloading(film.journey, film.files, film.screen, (id) => film.filesOf(id));
  film.describing = new Describing(story.lang);
  film.progress = new Progress((type, value) => film.tell(type, null, value));
  film.trouble = new Trouble(
    {
      retry: (ms) => film.retry(ms),
      giveUp: (why, ms) => film.giveUp(why, ms),
      waits: (text) => film.stage.expect(text),
      fetch: () => film.fetchClip(),
    },
    words
  );
  film.watchdog = new Watchdog(
    film.screen,
    () => Boolean(film.journey.here) && !film.waiting && !film.screen.paused,
    () => film.stopped("hanging")
  );
  film.stage = new Stage(story, film.screen, () => film.toggle(), drawer("settings"));
  film.captions = new Captions(story, film.settings, film.stage.over, film.stage.below);
  film.popups = new Popups(
    words,
    film.stage.popups,
    popup,
    (text) => film.stage.announce(text)
  );
  film.chapters = new Chapters(story, {
    jump: (id) => film.jump(id),
    again: () => film.again(),
    restart: () => film.jump(story.start),
    read: () => film.read(),
    close: drawer("chapters"),
  });
  film.transcript = new Transcript(story, {
    jump: (id, ms) => film.jump(id, ms),
    popup,
    close: drawer("text"),
  });
  film.settingsPanel = new SettingsPanel(story, film.settings, {
    changed: (name) => film.apply(name),
    sound: () => film.toggleSound(),
    larger: () => film.toggleLarger(),
    close: drawer("settings"),
  });
  film.deck = new Deck(words, {
    back: () => film.goBack(),
    toggle: () => film.toggle(),
    captions: () => film.toggleCaptions(),
    describe: film.describable ? () => film.toggleDescribed() : null,
    sound: () => film.toggleSound(),
    text: drawer("text"),
    chapters: drawer("chapters"),
    more: drawer("settings"),
    larger: () => film.toggleLarger(),
    seek: (ms) => film.seek(ms),
  });
  film.large = new Large(film, (large) => {
    film.deck.larger(large);
    film.settingsPanel.state(!film.screen.muted, large);
  });
  film.stage.addDrawer("chapters", film.chapters.element);
  film.stage.addDrawer("text", film.transcript.element);
  film.stage.addDrawer("settings", film.settingsPanel.element);
  film.stage.element.append(film.deck.element);
  film.deck.drawer("");
  film.kept = 0;
}
