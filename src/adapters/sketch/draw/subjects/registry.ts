import type { SubjectKind } from "../vocabulary.js";
import { buildings } from "./buildings.js";
import { figures } from "./figures.js";
import { plants } from "./plants.js";
import { seaAnimals } from "./sea-animals.js";
import { sittingAnimals } from "./sitting-animals.js";
import { standingAnimals } from "./standing-animals.js";
import type { Subject } from "./subject.js";
import { vehicles } from "./vehicles.js";
import { wingedAnimals } from "./winged-animals.js";

/** Every thing the sketch can draw. */
export const subjects: Readonly<Record<SubjectKind, Subject>> = {
  ...sittingAnimals,
  ...standingAnimals,
  ...wingedAnimals,
  ...seaAnimals,
  ...buildings,
  ...plants,
  ...vehicles,
  ...figures,
};
