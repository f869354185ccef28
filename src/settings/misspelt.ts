import { editDistance } from "../core/edit-distance.js";
import { EnvironmentSchema } from "./environment.js";

/** What our own settings begin with; other programs' variables are none of our business. */
const PREFIX = /^(DISCORD|TELEGRAM|REPLICATE|FAL|STRIPE|S3|IMAGE|TRIAL|SECRET|DATABASE|REDIS)_/;
const FARTHEST = 2;

/** Names that are no setting and look like one, with what was most likely meant. */
export function findMisspelt(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = Object.keys(EnvironmentSchema.shape);
  return Object.keys(env)
    .filter((name) => PREFIX.test(name) && !known.includes(name))
    .flatMap((name) => {
      const meant = known.find((one) => isNear(name, one));
      return meant ? [`${name}: not a setting; did you mean ${meant}?`] : [];
    });
}

function isNear(name: string, known: string): boolean {
  return known.startsWith(`${name}_`) || editDistance(name, known) <= FARTHEST;
}
