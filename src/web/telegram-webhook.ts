import { parseJson, readBody } from "./request-body.js";
import type { RoutePart } from "./routes.js";
import { isSameSecret } from "./same-secret.js";

/**
 * What became of one update. `repeated`: it was written down before. `unavailable`: it cannot be written down now, and
 * is to be sent again.
 */
export type TelegramReceipt = "accepted" | "repeated" | "malformed" | "unavailable";
export type TelegramWebhookOutcome = TelegramReceipt | "forged";

/**
 * `/webhooks/telegram`: updates as HTTP requests. 200 says that an update is written down; after anything else Telegram
 * sends it again, for about a day. 401 without the secret that was handed over with the address.
 * https://core.telegram.org/bots/api#setwebhook
 */
export function telegramWebhookRoutes(deps: {
  /** Any of these is taken; Telegram is told the first. */
  readonly secrets: readonly string[];
  /** Must not throw. */
  readonly receive: (payload: unknown) => Promise<TelegramReceipt>;
  /** For counting; must not throw. */
  readonly onWebhook?: ((outcome: TelegramWebhookOutcome) => void) | undefined;
}): RoutePart {
  const report = deps.onWebhook ?? (() => undefined);
  return (routes) => {
    routes.post("/webhooks/telegram", async (context) => {
      const given = context.req.header("x-telegram-bot-api-secret-token") ?? "";
      // Every one is compared, so that the time does not tell which was nearly right.
      const fits = deps.secrets.map((secret) => isSameSecret(given, secret));
      if (!fits.includes(true)) {
        report("forged");
        return context.text("not from Telegram", 401);
      }
      const body = await readBody(context);
      const outcome = body ? await deps.receive(parseJson(body)) : "malformed";
      report(outcome);
      return context.body(null, STATUS[outcome]);
    });
  };
}

const STATUS = { accepted: 200, repeated: 200, malformed: 400, unavailable: 503 } as const;
