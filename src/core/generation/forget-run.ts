import { AppError } from "../errors.js";
import type { GenerationId } from "../ids.js";
import type { ImageProvider, RunKey } from "../ports/image-provider.js";
import type { Log } from "../ports/log.js";
import { logProviderFailure } from "./run-attempt.js";

/** The vendor is asked to keep nothing; that it has not answered is no reason to keep a person waiting. Safe to repeat. */
export async function forgetRun(
  deps: { readonly log: Log },
  run: { provider: ImageProvider; key: RunKey; generationId: GenerationId },
): Promise<void> {
  const { provider, key, generationId } = run;
  try {
    await provider.forget?.(key);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logProviderFailure(deps, error, { call: "forget", generationId, provider: provider.name });
  }
}
