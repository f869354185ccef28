import { z } from "zod";
import type { SignatureVerdict, SignedRequest } from "./discord-signature.js";
import { parseJson, readBody } from "./request-body.js";
import type { RoutePart } from "./routes.js";
import { whenWritten } from "./when-written.js";

/** `stale`: signed, and too long ago. `probed`: Discord asked whether we are there. */
export type DiscordWebhookOutcome = "accepted" | "probed" | "forged" | "stale" | "malformed";

/** What Discord asks when the endpoint is entered, and now and then: PING, answered by PONG. */
const PingSchema = z.object({ type: z.literal(1) });
const PONG = { type: 1 };

/**
 * `/interactions/discord`: interactions as HTTP requests, answered in the response, which has to come within 3 s. It is
 * made from the payload and, at most, what its sender has set; what was asked for is run after it is written. 401 for whatever Discord has not signed.
 * https://docs.discord.com/developers/interactions/receiving-and-responding
 */
export function discordInteractionRoutes(deps: {
  readonly check: (request: SignedRequest) => SignatureVerdict;
  /** Gives the response, and runs the interaction if `isWritten` comes true. Null: it is none. Must not throw. */
  readonly answer: (payload: unknown, isWritten: Promise<boolean>) => Promise<object | null>;
  /** For counting; must not throw. */
  readonly onWebhook?: ((outcome: DiscordWebhookOutcome) => void) | undefined;
}): RoutePart {
  const report = deps.onWebhook ?? (() => undefined);
  return (routes) => {
    routes.post("/interactions/discord", async (context) => {
      const body = await readBody(context);
      const verdict =
        body &&
        deps.check({
          signature: context.req.header("x-signature-ed25519"),
          timestamp: context.req.header("x-signature-timestamp"),
          body,
        });
      if (!body || verdict !== "genuine") {
        report(verdict === "stale" ? "stale" : "forged");
        return context.text("not signed by Discord", 401);
      }
      const payload = parseJson(body);
      if (PingSchema.safeParse(payload).success) {
        report("probed");
        return context.json(PONG);
      }
      const response = await deps.answer(payload, whenWritten(context));
      report(response ? "accepted" : "malformed");
      return response ? context.json(response) : context.text("not an interaction", 400);
    });
  };
}
