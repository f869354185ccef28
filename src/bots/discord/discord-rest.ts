import { type RateLimitData, REST } from "discord.js";

export interface DiscordSettings {
  readonly token: string;
  /** Unset: the real Discord, as for the other two. */
  readonly apiUrl?: string | undefined;
  readonly cdnUrl?: string | undefined;
  readonly mediaUrl?: string | undefined;
}

const CALLBACK_ROUTE = "/interactions/:id/:token/callback";
/** An acknowledgement is due within 3 s; nothing else is worth holding up a worker for. */
const LONGEST_CALLBACK_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 1_000;
/** Pictures of 10 MiB on a slow line. */
const UPLOAD_TIMEOUT_MS = 60_000;
/** Every interaction gets a handler of its own, and most are over within a minute. */
const HANDLER_SWEEP_MS = 5 * 60_000;

/**
 * The way to Discord's REST API for everything we send. Each interaction is a rate limit bucket of its own and outside
 * the overall limit of 50 requests a second, so no overall limit is kept here: the few other calls go by the 429s of
 * Discord itself. Long waits are refused with a RateLimitError, so that whoever called can do something else meanwhile.
 */
export function createDiscordRest(settings: DiscordSettings): REST {
  const rest = new REST({
    ...toRestAddresses(settings),
    version: "10",
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    rejectOnRateLimit: isTooLong,
    retries: 1,
    timeout: UPLOAD_TIMEOUT_MS,
    handlerSweepInterval: HANDLER_SWEEP_MS,
  });
  return rest.setToken(settings.token);
}

function toRestAddresses({ apiUrl, cdnUrl, mediaUrl }: DiscordSettings) {
  return {
    ...(apiUrl && { api: apiUrl }),
    ...(cdnUrl && { cdn: cdnUrl }),
    ...(mediaUrl && { mediaProxy: mediaUrl }),
  };
}

/** How long a rate limit lasts; the library tells it in three places, by the kind of limit. */
export function toWaitMs(
  limit: Pick<RateLimitData, "retryAfter" | "timeToReset" | "sublimitTimeout">,
): number {
  return Math.ceil(Math.max(0, limit.retryAfter, limit.timeToReset, limit.sublimitTimeout));
}

function isTooLong(limit: RateLimitData): boolean {
  const longest = limit.route === CALLBACK_ROUTE ? LONGEST_CALLBACK_WAIT_MS : LONGEST_WAIT_MS;
  return toWaitMs(limit) > longest;
}
