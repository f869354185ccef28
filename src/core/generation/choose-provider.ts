import type { Attempt } from "../ports/attempt-store.js";
import type { Generation } from "../ports/generation-store.js";
import type { ImageProvider } from "../ports/image-provider.js";
import { admit } from "./circuit-breaker.js";
import type { RunDeps } from "./run-attempt.js";

/** Tries of one slot at one provider before its credits go back for good. */
const MAX_TRIES = 3;
/** With two providers, one more for each that there is. */
const MAX_TRIES_IN_ALL = 4;

export type ProviderChoice =
  | { readonly kind: "provider"; readonly provider: ImageProvider }
  /** Those that may still be asked rest, for so long. */
  | { readonly kind: "later"; readonly retryInMs: number }
  | { readonly kind: "none" };

/**
 * Who makes the pictures of a slot next: of those that serve the model, the one asked least often so far, in order of
 * preference. A provider whose run failed at work, or that will not have us, is not asked again; nor is another model ever.
 */
export async function chooseProvider(
  deps: RunDeps,
  generation: Generation,
  tried: readonly Attempt[],
): Promise<ProviderChoice> {
  const left = providersLeft(deps, generation, tried);
  let retryInMs = Number.POSITIVE_INFINITY;
  for (const provider of left) {
    const of = { provider: provider.name, modelId: generation.modelId };
    const admission = await admit(deps, of);
    if (admission.kind !== "no") return { kind: "provider", provider };
    retryInMs = Math.min(retryInMs, admission.retryInMs);
  }
  return left.length === 0 ? { kind: "none" } : { kind: "later", retryInMs };
}

/** Those that may still be asked, the least tried first. */
export function providersLeft(
  deps: Pick<RunDeps, "providers">,
  { modelId }: Pick<Generation, "modelId">,
  tried: readonly Attempt[],
): readonly ImageProvider[] {
  // An attempt the provider never had is none.
  const tries = tried.filter(({ state }) => state !== "absent");
  if (tries.length >= MAX_TRIES_IN_ALL) return [];
  const triesAt = (name: string) => tries.filter(({ provider }) => provider === name);
  return deps.providers
    .filter(({ serves }) => serves(modelId))
    .map((provider) => ({ provider, tries: triesAt(provider.name) }))
    .filter(({ tries }) => tries.length < MAX_TRIES && !tries.some(isFinalThere))
    .sort((a, b) => a.tries.length - b.tries.length)
    .map(({ provider }) => provider);
}

function isFinalThere({ providerRunId, errorCode }: Attempt): boolean {
  return (
    providerRunId !== null || errorCode === "configuration" || errorCode === "provider_rejected"
  );
}
