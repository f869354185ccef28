import type { OfferedModel } from "../../core/catalog/list-models.js";
import { nearestModels } from "../../core/catalog/nearest-models.js";
import { ok, type Result, refuse } from "../../core/refusal.js";

const REPEATED_LENGTH = 60;

/** A model by its id or its name, as people type it. Refused with those that were most likely meant. */
export function findModelTyped(
  models: readonly OfferedModel[],
  typed: string,
): Result<OfferedModel> {
  const wanted = typed.trim().toLowerCase();
  const found = models.find(
    ({ model }) => model.id === wanted || model.name.toLowerCase() === wanted,
  );
  if (found) return ok(found);
  const given = typed.trim().slice(0, REPEATED_LENGTH);
  const nearest = nearestModels(
    given,
    models.map(({ model }) => model),
  );
  const problem = { kind: "unknown_model", given, nearest } as const;
  return refuse({ kind: "invalid_option", option: "model", problem });
}
