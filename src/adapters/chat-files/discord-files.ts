import { createGuardedFetch } from "../net/guarded-fetch.js";
import type { FileHost } from "./chat-files.js";

/** Where attachments lie, at addresses that are signed and good for about a day, and Discord's copies of embedded pictures. */
const HOSTS = [
  "cdn.discordapp.com",
  "media.discordapp.net",
  "images-ext-1.discordapp.net",
  "images-ext-2.discordapp.net",
];

/** @param options.standIns Origins the operator has set in place of Discord's own. */
export function createDiscordFiles(options: { standIns: readonly string[] }): FileHost {
  return {
    find: async ({ ref }) => ref,
    fetch: createGuardedFetch({ hosts: HOSTS, origins: options.standIns, accepts: /./ }),
  };
}
