import { isDeepStrictEqual } from "node:util";
import type { Api } from "grammy";
import type { WebhookInfo } from "grammy/types";
import type { Clock } from "../../core/ports/clock.js";
import type { Log } from "../../core/ports/log.js";
import { describeFault, findFault } from "./telegram-errors.js";
import { ALLOWED_UPDATES } from "./update-source.js";

/** Telegram's own default, of at most 100 [Bot API: setWebhook]. */
const MAX_CONNECTIONS = 40;
const LOOK_EVERY_MS = 60_000;
const FIRST_PAUSE_MS = 1_000;
/** Telegram tells only how its last delivery failed: this is how it does when it shows a secret of before. */
const SECRET_REFUSED = /\b401\b/;

/** Where Telegram is to send updates, and what it shows us with each. */
export interface WebhookTarget {
  readonly url: string;
  /** 1–256 of `A-Za-z0-9_-`. */
  readonly secretToken: string;
}

/** The webhook, as far as this process knows of it. */
export interface WebhookWatch {
  /** It was in place when Telegram was last heard. */
  isSet(): boolean;
  /** Resolves after the first look, whatever it found. */
  readonly looked: Promise<void>;
}

interface WatchDeps {
  readonly api: Api;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether this process puts right what it finds; another one may be the one to do it. */
  readonly registers: boolean;
  readonly stopping: AbortSignal;
  /** After each look that Telegram answered; must not throw. */
  readonly onHeard?: () => Promise<void>;
}

/** Looks after the webhook until the bot stops, and keeps trying while Telegram is away. */
export function watchWebhook(deps: WatchDeps, wanted: WebhookTarget): WebhookWatch {
  const { clock, log, stopping } = deps;
  let isSet = false;
  let failing: string | null = null;

  async function look(): Promise<boolean> {
    try {
      isSet = await ensure(deps, wanted);
      failing = null;
    } catch (error) {
      const kind = findFault(error)?.kind ?? "internal";
      if (kind === "internal") log.error("telegram_webhook_not_set", error);
      else if (kind !== failing) log.warn("telegram_webhook_not_set", describeFault(error));
      failing = kind;
      return false;
    }
    await deps.onHeard?.();
    return true;
  }

  async function keepLooking(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopping.aborted) {
      await clock.pause(isSet && failing === null ? LOOK_EVERY_MS : pauseMs, stopping);
      if (stopping.aborted) return;
      const isHeard = await look();
      pauseMs = isHeard ? FIRST_PAUSE_MS : Math.min(LOOK_EVERY_MS, pauseMs * 2);
    }
  }

  const looked = look().then(() => void keepLooking());
  return { isSet: () => isSet, looked };
}

/** True when it is in place. Telegram is told only what it does not know yet. */
async function ensure(deps: WatchDeps, wanted: WebhookTarget): Promise<boolean> {
  const present = await deps.api.getWebhookInfo();
  if (!deps.registers) return present.url === wanted.url;
  if (isAsWanted(present, wanted)) return true;
  await deps.api.setWebhook(wanted.url, {
    secret_token: wanted.secretToken,
    allowed_updates: ALLOWED_UPDATES,
    max_connections: MAX_CONNECTIONS,
    drop_pending_updates: false,
  });
  deps.log.info("telegram_webhook_set", { url: wanted.url });
  return true;
}

function isAsWanted(present: WebhookInfo, wanted: WebhookTarget): boolean {
  const allowed = [...(present.allowed_updates ?? [])].sort();
  return (
    present.url === wanted.url &&
    present.max_connections === MAX_CONNECTIONS &&
    isDeepStrictEqual(allowed, [...ALLOWED_UPDATES].sort()) &&
    !SECRET_REFUSED.test(present.last_error_message ?? "")
  );
}
