import { z } from "zod";
import type { ReplyTarget } from "../../core/chat/reply-target.js";
import type { ChatUpdateKey } from "../../core/ports/chat-update-store.js";
import type { Clock } from "../../core/ports/clock.js";
import type { Log } from "../../core/ports/log.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { Acknowledged } from "./answer-interaction.js";
import { InteractionSchema, toGrantExpiry, toReplyTarget } from "./parse-interaction.js";

/** How it was acknowledged is kept too: a later version of us might decide otherwise. */
const SavedUpdateSchema = z.object({
  interaction: InteractionSchema,
  acknowledgement: z.object({
    kind: z.enum(["message", "update", "modal"]),
    visibility: z.enum(["everyone", "only_me"]),
  }),
});

/** An acknowledged interaction as it is written down: encrypted, for it holds a token. */
export function toSavedUpdate({ sealer }: { sealer: Sealer }, at: Acknowledged): string {
  return sealer.seal(JSON.stringify(at));
}

/** Null when it can no longer be answered, or no longer be read. */
export function fromSavedUpdate(
  deps: { sealer: Sealer; clock: Clock; log: Log },
  payload: string,
): Acknowledged | null {
  try {
    const saved = SavedUpdateSchema.parse(JSON.parse(deps.sealer.open(payload)));
    return toGrantExpiry(saved.interaction) > deps.clock.now() ? saved : null;
  } catch (error) {
    deps.log.error("discord_update_unreadable", error);
    return null;
  }
}

export function toUpdateKey({ interaction }: Acknowledged): ChatUpdateKey {
  const { id: updateKey, application_id: botId } = interaction;
  return { platform: "discord", botId, updateKey };
}

export function toTarget({ interaction, acknowledgement }: Acknowledged): ReplyTarget {
  return toReplyTarget(interaction, acknowledgement.visibility);
}
