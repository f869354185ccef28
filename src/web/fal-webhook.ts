import { type ProviderWebhookDeps, providerWebhookRoutes } from "./provider-webhook.js";
import type { RoutePart } from "./routes.js";

/** `/webhooks/fal/:attemptId`: FAL tells that a request has ended. It waits 15 s for an answer, and repeats for hours. */
export function falWebhookRoutes(deps: ProviderWebhookDeps): RoutePart {
  return providerWebhookRoutes("fal", deps);
}
