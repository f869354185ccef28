import { terms } from "../terms.js";

/** Words of remembrance, teaching and opposition. They turn a symbol into history. */
export const REMEMBRANCE = terms(
  `museum, museums, documentary, documentaries, memorial, memorials, monument, remembrance,
  remembering, commemorating, victims, survivors, survivor, liberation, liberated, resistance,
  against, anti, fight, fighting, fought, defeat, defeated, defeating, defeats, punching,
  punches, satire, satirical, parody, mocking, condemning, history, historical, historian,
  education, educational, textbook, archive, trial, trials, nuremberg, exhibition, never again,
  stop hate, escaping, fleeing, gedenkstatte, denkmal, mahnmal, opfer, dokumentation, geschichte,
  widerstand, gegen, befreiung, ausstellung`,
  // The swastika is theirs too, and older.
  "hindu, buddhist, buddha, jain, temple, diwali, rangoli",
);
