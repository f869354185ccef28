import { createChatFiles } from "./adapters/chat-files/chat-files.js";
import { createDiscordFiles } from "./adapters/chat-files/discord-files.js";
import { createTelegramFiles } from "./adapters/chat-files/telegram-files.js";
import { createPictureNormaliser } from "./adapters/media/picture-normaliser.js";
import type { ChatFiles } from "./core/ports/chat-files.js";
import type { ObjectStore } from "./core/ports/object-store.js";
import type { PictureNormaliser } from "./core/ports/picture-normaliser.js";
import type { Config } from "./settings/config.js";

const TELEGRAM_API_URL = "https://api.telegram.org";
/** As long as a run may wait and work at a provider, and then some. */
const LINK_SECONDS = 3 * 60 * 60;

/** How pictures come to us, and how a model is handed them. */
export interface Inputs {
  readonly chatFiles: ChatFiles;
  readonly normaliser: PictureNormaliser & { close(): Promise<void> };
  /** An address of a stored object for the world; null when our store cannot be reached from outside. */
  readonly publicLink: (key: string) => Promise<string | null>;
}

export function composeInputs(config: Config, objects: ObjectStore): Inputs {
  return {
    chatFiles: composeChatFiles(config),
    normaliser: createPictureNormaliser(),
    publicLink: composePublicLink(config, objects),
  };
}

/** Where people's pictures are fetched from: the hosts of the chats that are switched on, and nowhere else. */
function composeChatFiles({ discord, telegram }: Config): ChatFiles {
  return createChatFiles({
    discord: discord
      ? createDiscordFiles({ standIns: toOrigins([discord.cdnUrl, discord.mediaUrl]) })
      : undefined,
    telegram: telegram
      ? createTelegramFiles({
          token: telegram.token,
          apiUrl: telegram.apiUrl ?? TELEGRAM_API_URL,
        })
      : undefined,
  });
}

/** True when a provider can open our links: a bucket's over https, or our own where the world reaches us. */
export function hasPublicLinks({ s3, isPublic }: Pick<Config, "s3" | "isPublic">): boolean {
  return s3 ? isOfTheWorld(s3.endpoint) : isPublic;
}

function composePublicLink(
  config: Pick<Config, "s3" | "isPublic">,
  objects: ObjectStore,
): (key: string) => Promise<string | null> {
  const isReachable = hasPublicLinks(config);
  return async (key) =>
    isReachable ? objects.link(key, { expiresInSeconds: LINK_SECONDS }) : null;
}

/** Amazon's own, or one that is not on this machine or in its network by name. */
function isOfTheWorld(endpoint: string | null): boolean {
  if (endpoint === null) return true;
  const { protocol, hostname } = new URL(endpoint);
  return protocol === "https:" && hostname.includes(".");
}

function toOrigins(urls: readonly (string | undefined)[]): readonly string[] {
  return urls.flatMap((url) => (url ? [new URL(url).origin] : []));
}
