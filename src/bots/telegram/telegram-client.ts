import { autoRetry } from "@grammyjs/auto-retry";
import { Api } from "grammy";

/** Longer than a long poll lasts and than ten pictures take to upload. */
const TIMEOUT_SECONDS = 60;

export interface TelegramConfig {
  readonly token: string;
  /** Without the token, e.g. `https://api.telegram.org`. */
  readonly apiUrl: string;
}

/** Calls Telegram once and throws what comes back: for the sender and the poller, which know how to wait. */
export function createTelegramClient({ token, apiUrl }: TelegramConfig): Api {
  return new Api(token, { apiRoot: apiUrl.replace(/\/+$/, ""), timeoutSeconds: TIMEOUT_SECONDS });
}

/**
 * Waits out flood limits and Telegram's own faults, within bounds: for answers to commands and buttons. Calls whose
 * answer was lost are not repeated here, for they may have been performed.
 */
export function createPatientTelegramClient(config: TelegramConfig): Api {
  const api = createTelegramClient(config);
  api.config.use(autoRetry({ maxRetryAttempts: 2, maxDelaySeconds: 30, rethrowHttpErrors: true }));
  return api;
}
