import type { Scenery, Stage } from "../stage.js";
import type { Scene } from "../vocabulary.js";
import { drawCity } from "./city.js";
import { drawDesert } from "./desert.js";
import { drawForest } from "./forest.js";
import { drawMeadow, drawSnowfield } from "./meadow.js";
import { drawMountains } from "./mountains.js";
import { drawSea } from "./sea.js";
import { drawSpace } from "./space.js";
import { drawUnderwater } from "./underwater.js";

/** Every place the sketch can draw. */
export const scenes: Readonly<Record<Scene, (stage: Stage) => Scenery>> = {
  meadow: drawMeadow,
  mountains: drawMountains,
  forest: drawForest,
  sea: drawSea,
  city: drawCity,
  desert: drawDesert,
  space: drawSpace,
  underwater: drawUnderwater,
  snowfield: drawSnowfield,
};
