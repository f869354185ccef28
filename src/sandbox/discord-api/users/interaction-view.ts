import { type InteractionView, SandboxError } from "../control.js";
import type { Platform } from "../platform.js";
import type { SeenMessage } from "../seen.js";
import { toInteractionRecord, toSeenMessage } from "../views.js";
import type { WorldInteraction } from "../world/model.js";
import { messagesSeenBy } from "./writing.js";

const DEFAULT_TIMEOUT_MS = 5000;

export function createInteractionView(
  platform: Platform,
  interaction: WorldInteraction,
): InteractionView {
  const messages = () =>
    [...new Set([interaction.originalMessageId, ...interaction.messageIds])].flatMap((id) => {
      const message = platform.world.messages.get(id ?? "");
      return message === undefined ? [] : toSeenMessage(platform, message);
    });
  return {
    id: interaction.id,
    record: () => toInteractionRecord(interaction),
    messages,
    waitForMessage(predicate, timeoutMs = DEFAULT_TIMEOUT_MS) {
      const candidates = () => [
        ...messages(),
        ...laterMessages(platform, interaction, placesOf(platform, interaction)),
      ];
      return waitFor(platform, { candidates, predicate, timeoutMs });
    },
  };
}

/** Where an answer may arrive: the place itself and the person's direct messages. */
function placesOf(platform: Platform, interaction: WorldInteraction): string[] {
  const direct = [...platform.world.channels.values()].find(
    (channel) => channel.kind === "direct_message" && channel.userId === interaction.userId,
  );
  return [interaction.channelId, ...(direct === undefined ? [] : [direct.id])];
}

function laterMessages(
  platform: Platform,
  interaction: WorldInteraction,
  channelIds: readonly string[],
): SeenMessage[] {
  const since = interaction.createdAt.toISOString();
  return channelIds
    .flatMap((channelId) => messagesSeenBy(platform, { userId: interaction.userId, channelId }))
    .filter((message) => message.isFromBot && (message.editedAt ?? message.createdAt) >= since);
}

function waitFor(
  platform: Platform,
  options: {
    candidates: () => SeenMessage[];
    predicate: (message: SeenMessage) => boolean;
    timeoutMs: number;
  },
): Promise<SeenMessage> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = options.candidates().find(options.predicate);
      if (found === undefined) return;
      clearTimeout(timer);
      stop();
      resolve(found);
    };
    const stop = platform.onEvent(({ type }) => {
      if (type === "message_created" || type === "message_updated") look();
    });
    const timer = setTimeout(() => {
      stop();
      const seen = options.candidates().map((message) => JSON.stringify(message.text));
      const list = [...new Set(seen)].join(", ") || "nothing";
      reject(new SandboxError(`no such message within ${options.timeoutMs} ms; seen: ${list}`));
    }, options.timeoutMs);
    look();
  });
}
