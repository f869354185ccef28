import type { HearOfRun } from "./core/generation/hear-of-run.js";
import type { ImageProvider } from "./core/ports/image-provider.js";
import type { WebhookOutcome } from "./web/provider-webhook.js";
import type { RoutePart } from "./web/routes.js";

/** Whoever listens to the webhooks of one provider. */
export interface WebhookListener {
  readonly hearOfRun: HearOfRun;
  readonly onWebhook?: (outcome: WebhookOutcome) => void;
}

/** A provider out in the world, and how it tells us of its runs: at `/webhooks/<its name>/<attempt>`. */
export interface HostedProvider {
  readonly provider: ImageProvider;
  /** False when it cannot reach us. */
  readonly canTell: boolean;
  readonly webhookRoute: (listener: WebhookListener) => RoutePart;
}
