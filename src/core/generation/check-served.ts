import type { GenerationOptions } from "../catalog/generation-options.js";
import type { ImageProvider, Retention } from "../ports/image-provider.js";
import { ok, type Result, refuse } from "../refusal.js";

/** Whether somebody here serves the model, and can take what is given on the terms it is given on. */
export function checkServed(
  providers: readonly ImageProvider[],
  { model, inputCount }: Pick<GenerationOptions, "model" | "inputCount">,
  retention: Retention,
): Result<null> {
  const serving = providers.filter(({ serves }) => serves(model.id));
  if (serving.length === 0) return refuse({ kind: "not_served", model: model.name });
  const inputs = { count: inputCount, retention };
  if (serving.some((provider) => provider.canTake(inputs))) return ok(null);
  return refuse({ kind: "cannot_be_private", model: model.name });
}
