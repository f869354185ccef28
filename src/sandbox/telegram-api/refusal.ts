/** What the Bot API answers instead of a result; `message` is its `description`, in Telegram's own words. */
export class TelegramRefusal extends Error {
  override readonly name = "TelegramRefusal";
  readonly errorCode: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(options: { errorCode: number; description: string; retryAfterSeconds?: number }) {
    super(options.description);
    this.errorCode = options.errorCode;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export function badRequest(reason: string): TelegramRefusal {
  return new TelegramRefusal({ errorCode: 400, description: `Bad Request: ${reason}` });
}

export function forbidden(reason: string): TelegramRefusal {
  return new TelegramRefusal({ errorCode: 403, description: `Forbidden: ${reason}` });
}

export function conflict(reason: string): TelegramRefusal {
  return new TelegramRefusal({ errorCode: 409, description: `Conflict: ${reason}` });
}

export function tooManyRequests(retryAfterSeconds: number): TelegramRefusal {
  return new TelegramRefusal({
    errorCode: 429,
    description: `Too Many Requests: retry after ${retryAfterSeconds}`,
    retryAfterSeconds,
  });
}

export function entityTooLarge(): TelegramRefusal {
  return new TelegramRefusal({ errorCode: 413, description: "Request Entity Too Large" });
}
