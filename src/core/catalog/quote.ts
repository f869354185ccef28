import { type Credits, timesCredits } from "../credits.js";
import type { ImageModel } from "./model.js";

/** The most a request can cost. Pictures that do not come are not charged. */
export function quote(model: ImageModel, options: { count: number }): Credits {
  return timesCredits(model.unitCredits, options.count);
}
