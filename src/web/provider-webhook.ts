import { z } from "zod";
import type { HearOfRun } from "../core/generation/hear-of-run.js";
import type { AttemptId } from "../core/ids.js";
import { readBody } from "./request-body.js";
import type { RoutePart } from "./routes.js";

/** `unverifiable`: it cannot be told now whether it is genuine. */
export type WebhookReading =
  | {
      readonly kind: "accepted";
      readonly providerRunId: string;
      /** Where the run is to be told of, when its provider says so. */
      readonly webhookUrl?: string | null;
    }
  | { readonly kind: "forged" | "stale" | "malformed" | "unverifiable" };

/** `unknown`: genuine, and of an attempt that is not here. */
export type WebhookOutcome = WebhookReading["kind"] | "unknown";

export interface ProviderWebhookDeps {
  readonly readWebhook: (webhook: { headers: Headers; body: string }) => Promise<WebhookReading>;
  readonly hearOfRun: HearOfRun;
  /** Told of every one, for counting. */
  readonly onWebhook?: (outcome: WebhookOutcome) => void;
}

const AttemptIdSchema = z.uuid().transform((id) => id as AttemptId);

/**
 * `/webhooks/<provider>/:attemptId`: a provider tells that a run has ended. It is answered as soon as that is noted; what
 * became of the run is asked of the provider by whoever follows it. An attempt that is not here gets 200 too, without
 * effect: telling us again would change nothing.
 */
export function providerWebhookRoutes(provider: string, deps: ProviderWebhookDeps): RoutePart {
  const report = deps.onWebhook ?? (() => undefined);
  return (routes) => {
    routes.post(`/webhooks/${provider}/:attemptId`, async (context) => {
      const bytes = await readBody(context);
      const body = bytes && new TextDecoder().decode(bytes);
      const headers = context.req.raw.headers;
      const reading: WebhookReading =
        body === null ? { kind: "malformed" } : await deps.readWebhook({ headers, body });
      if (reading.kind !== "accepted") {
        report(reading.kind);
        return context.body(null, STATUS[reading.kind]);
      }
      const attemptId = AttemptIdSchema.safeParse(context.req.param("attemptId"));
      const { providerRunId, webhookUrl } = reading;
      const isKnown =
        attemptId.success &&
        // A run that belongs elsewhere is not this attempt's, whoever signed for it.
        (webhookUrl?.endsWith(`/${attemptId.data}`) ?? true) &&
        (await deps.hearOfRun({ provider, attemptId: attemptId.data, providerRunId }));
      report(isKnown ? "accepted" : "unknown");
      return context.body(null, 200);
    });
  };
}

/** 503 makes the provider try again later; the others are for whoever is not the provider. */
const STATUS = { forged: 401, stale: 401, malformed: 400, unverifiable: 503 } as const;
