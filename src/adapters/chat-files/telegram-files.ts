import { Api, GrammyError } from "grammy";
import { createGuardedFetch } from "../net/guarded-fetch.js";
import { type FileHost, unavailable } from "./chat-files.js";

const TELEGRAM_HOST = "api.telegram.org";

/**
 * Files by their id. Telegram names a path for an hour; the address made of it holds the bot's token, so it is used at
 * once and goes nowhere else: not into the database, not into a log, not to a provider.
 */
export function createTelegramFiles(options: { token: string; apiUrl: string }): FileHost {
  const root = options.apiUrl.replace(/\/+$/, "");
  const api = new Api(options.token, { apiRoot: root, timeoutSeconds: 20 });
  const { origin, hostname } = new URL(root);
  return {
    async find({ ref }) {
      try {
        const { file_path: path } = await api.getFile(ref);
        return path ? `${root}/file/bot${options.token}/${path}` : null;
      } catch (error) {
        // 400: no such file, or one above the 20 MB that Telegram hands to bots.
        const isGone = error instanceof GrammyError && error.error_code === 400;
        if (isGone) return null;
        throw unavailable("telegram does not name a file now", undefined);
      }
    },
    fetch: createGuardedFetch({
      hosts: [TELEGRAM_HOST],
      origins: hostname === TELEGRAM_HOST ? [] : [origin],
      accepts: /./,
    }),
  };
}
