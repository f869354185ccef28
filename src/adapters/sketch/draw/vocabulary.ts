/** The words the drawing code shares. */

export type Scene =
  | "meadow"
  | "mountains"
  | "forest"
  | "sea"
  | "city"
  | "desert"
  | "space"
  | "underwater"
  | "snowfield";
export type Daytime = "day" | "sunset" | "dawn" | "night";
export type Weather = "clear" | "snow" | "rain" | "fog" | "storm";
export type Style = "pastel" | "neon" | "mono" | "vintage";
export type Extra = "moon" | "sun" | "stars" | "clouds" | "rainbow" | "aurora" | "fireflies";

export type SubjectKind =
  | "fox"
  | "cat"
  | "dog"
  | "rabbit"
  | "bear"
  | "owl"
  | "penguin"
  | "bird"
  | "fish"
  | "whale"
  | "horse"
  | "unicorn"
  | "deer"
  | "elephant"
  | "dragon"
  | "butterfly"
  | "turtle"
  | "house"
  | "lighthouse"
  | "castle"
  | "tree"
  | "flower"
  | "mushroom"
  | "boat"
  | "car"
  | "train"
  | "rocket"
  | "balloon"
  | "robot"
  | "person"
  | "astronaut";
