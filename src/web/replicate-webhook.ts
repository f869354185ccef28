import { type ProviderWebhookDeps, providerWebhookRoutes } from "./provider-webhook.js";
import type { RoutePart } from "./routes.js";

/** `/webhooks/replicate/:attemptId`: Replicate tells that a prediction has ended. */
export function replicateWebhookRoutes(deps: ProviderWebhookDeps): RoutePart {
  return providerWebhookRoutes("replicate", deps);
}
