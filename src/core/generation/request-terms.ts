import type { InputSource } from "../chat/input-source.js";
import { type ReplyTarget, toHiddenTarget } from "../chat/reply-target.js";
import type { GenerationId } from "../ids.js";
import type { Database } from "../ports/database.js";
import type { Generation } from "../ports/generation-store.js";
import type { Retention } from "../ports/image-provider.js";

const HOUR_MS = 60 * 60_000;
/** How long what is not to be kept waits for its asker, from the request on. */
export const UNKEPT_FOR_MS = 24 * HOUR_MS;
/** Its credits stay set aside until it is delivered or purged, and a little longer. */
export const UNKEPT_HOLD_MS = UNKEPT_FOR_MS + 2 * HOUR_MS;

interface Terms {
  readonly retention?: Retention | undefined;
  readonly parentId?: GenerationId | undefined;
  readonly inputs?: readonly InputSource[];
  readonly target: ReplyTarget;
}

/**
 * What is made of something that its owner alone has seen is for them alone as well, whatever else it is made of, and so
 * is what is not kept.
 */
export async function onItsTerms<Input extends Terms>(
  { database }: { database: Database },
  input: Input,
): Promise<Input> {
  if (input.retention === "none") return { ...input, target: toHiddenTarget(input.target, null) };
  const { generations, deliveries } = database.stores;
  for (const id of madeFrom(input)) {
    const generation = await generations.read(id);
    if (generation?.visibility !== "only_me") continue;
    const earlier = await deliveries.findByGeneration(id);
    return { ...input, target: toHiddenTarget(input.target, earlier?.target ?? null) };
  }
  return input;
}

/** A remake goes by what it remakes: who has shared that has shared what it was made of. */
function madeFrom({ parentId, inputs = [] }: Terms): ReadonlySet<GenerationId> {
  if (parentId) return new Set([parentId]);
  return new Set(inputs.flatMap((input) => (input.kind === "output" ? [input.generationId] : [])));
}

/** What is not kept is paid for when it has reached its asker, and not before. */
export function isPaidOnDelivery({ retention }: Pick<Generation, "retention">): boolean {
  return retention === "none";
}
