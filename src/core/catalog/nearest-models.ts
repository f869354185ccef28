import { editDistance } from "../edit-distance.js";
import type { ImageModel } from "./model.js";

const MOST = 3;

/** Ids of the models that somebody who typed `typed` most likely meant, best first. */
export function nearestModels(typed: string, models: readonly ImageModel[]): readonly string[] {
  const wanted = toLetters(typed);
  return models
    .map(({ id, name }) => ({
      id,
      distance: Math.min(...[id, name].map((known) => distanceTo(wanted, toLetters(known)))),
    }))
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ id }) => id);
}

/** A part of a name is near to it, the nearer the more of it there is. */
function distanceTo(wanted: string, known: string): number {
  const isPart = wanted !== "" && known.includes(wanted);
  return isPart ? (known.length - wanted.length) / known.length : editDistance(wanted, known);
}

function toLetters(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
