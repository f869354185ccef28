import { createFalClient } from "./adapters/fal/fal-client.js";
import { createFalProvider } from "./adapters/fal/fal-provider.js";
import { createInputAddresses } from "./adapters/fal/input-addresses.js";
import { createPublicKeys } from "./adapters/fal/public-keys.js";
import { createReadWebhook } from "./adapters/fal/webhook.js";
import { createGuardedFetch } from "./adapters/net/guarded-fetch.js";
import type { HostedProvider } from "./compose-hosted.js";
import { hasPublicLinks } from "./compose-inputs.js";
import { AppError } from "./core/errors.js";
import type { Clock } from "./core/ports/clock.js";
import type { Config, FalConfig } from "./settings/config.js";
import { falWebhookRoutes } from "./web/fal-webhook.js";

const FAL_ORIGINS = ["https://queue.fal.run", "https://rest.fal.ai"];
/** Where FAL keeps what its models make: v3.fal.media today. */
const FAL_OUTPUT_HOSTS = ["fal.media", "*.fal.media"];

/** @throws AppError `configuration` when its key is not set. */
export function composeFal(config: Config, { clock }: { clock: Clock }): HostedProvider {
  const settings = parseFal(config);
  const standIns = [settings.queueUrl, settings.restUrl]
    .map((url) => new URL(url).origin)
    .filter((origin) => !FAL_ORIGINS.includes(origin));
  const client = createFalClient(settings);
  const fetchOutput = createGuardedFetch({
    hosts: [...FAL_OUTPUT_HOSTS, ...config.outputHosts],
    origins: standIns,
  });
  const hasLinks = hasPublicLinks(config);
  const keys = createPublicKeys({
    fetchKeySet: async () =>
      (await client.rest({ method: "GET", path: "/.well-known/jwks.json" })).body,
    clock,
  });
  const readWebhook = createReadWebhook({ keys, clock });
  return {
    provider: createFalProvider({
      client,
      fetchOutput,
      inputs: createInputAddresses({ client, hasLinks, origins: standIns }),
    }),
    canTell: config.isPublic && (standIns.length > 0 || config.publicUrl.startsWith("https://")),
    webhookRoute: (listener) => falWebhookRoutes({ ...listener, readWebhook }),
  };
}

function parseFal({ fal }: Config): FalConfig {
  if (fal) return fal;
  const message = "IMAGE_PROVIDERS names fal, and FAL_KEY is not set.";
  throw new AppError({ code: "configuration", message, retryable: false });
}
