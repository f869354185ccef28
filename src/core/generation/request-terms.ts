import type { InputSource } from "../chat/input-source.js";
import { type ReplyTarget, toHiddenTarget } from "../chat/reply-target.js";
import type { GenerationId } from "../ids.js";
import type { Database } from "../ports/database.js";
import type { Generation } from "../ports/generation-store.js";
import type { Retention } from "../ports/image-provider.js";
import { originOf } from "./origin.js";

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

/** What goes back to something that its owner alone has seen is for them alone as well, and so is what is not kept. */
export async function onItsTerms<Input extends Terms>(
  { database }: { database: Database },
  input: Input,
): Promise<Input> {
  const { generations, deliveries } = database.stores;
  if (input.retention === "none") return { ...input, target: toHiddenTarget(input.target, null) };
  const { parentId } = originOf(input);
  const parent = parentId && (await generations.read(parentId));
  if (parent?.visibility !== "only_me") return input;
  const earlier = await deliveries.findByGeneration(parent.id);
  return { ...input, target: toHiddenTarget(input.target, earlier?.target ?? null) };
}

/** What is not kept is paid for when it has reached its asker, and not before. */
export function isPaidOnDelivery({ retention }: Pick<Generation, "retention">): boolean {
  return retention === "none";
}
