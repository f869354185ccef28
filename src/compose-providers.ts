import { join } from "node:path";
import { createGuardedFetch } from "./adapters/net/guarded-fetch.js";
import { createReplicateClient } from "./adapters/replicate/replicate-client.js";
import { createReplicateProvider } from "./adapters/replicate/replicate-provider.js";
import { createReadWebhook, createSecretReader } from "./adapters/replicate/webhook.js";
import { createSketchProvider, type SketchConditions } from "./adapters/sketch/sketch-provider.js";
import { composeFal } from "./compose-fal.js";
import type { HostedProvider } from "./compose-hosted.js";
import { hasPublicLinks } from "./compose-inputs.js";
import { AppError } from "./core/errors.js";
import type { HearOfRun } from "./core/generation/hear-of-run.js";
import type { AttemptId } from "./core/ids.js";
import type { Clock } from "./core/ports/clock.js";
import type { ImageProvider } from "./core/ports/image-provider.js";
import type { Config, ProviderName, ReplicateConfig } from "./settings/config.js";
import type { WebhookOutcome } from "./web/provider-webhook.js";
import { replicateWebhookRoutes } from "./web/replicate-webhook.js";
import type { RoutePart } from "./web/routes.js";

const REPLICATE_ORIGIN = "https://api.replicate.com";
/** Where Replicate keeps what its models make, for an hour. */
const REPLICATE_OUTPUT_HOSTS = ["replicate.delivery", "*.replicate.delivery"];

/** Who makes the pictures, and how they tell us of it. */
export interface ComposedProviders {
  /** In order of preference. */
  readonly providers: readonly ImageProvider[];
  /** Where a provider may tell of an attempt's run; null when it cannot reach us or has no such thing. */
  readonly webhookUrlOf: (providerName: string, id: AttemptId) => string | null;
  readonly webhookRoutes: (deps: {
    hearOfRun: HearOfRun;
    onWebhook?: (provider: HostedName, outcome: WebhookOutcome) => void;
  }) => readonly RoutePart[];
}

interface ProviderDeps {
  readonly clock: Clock;
  readonly sketchConditions?: SketchConditions | undefined;
}

/** Providers out in the world. */
type HostedName = Exclude<ProviderName, "sketch">;

const HOSTED: Readonly<Record<HostedName, (config: Config, deps: ProviderDeps) => HostedProvider>> =
  { replicate: composeReplicate, fal: composeFal };

/** @throws AppError `configuration` when a provider is named without its key. */
export function composeProviders(config: Config, deps: ProviderDeps): ComposedProviders {
  const hosted = new Map<string, HostedProvider & { readonly name: HostedName }>();
  const providers = config.providers.map((name) => {
    if (name === "sketch") return createSketch(config, deps);
    const made = { ...HOSTED[name](config, deps), name };
    hosted.set(name, made);
    return made.provider;
  });
  return {
    providers,

    webhookUrlOf: (name, id) =>
      hosted.get(name)?.canTell ? `${config.publicUrl}/webhooks/${name}/${id}` : null,

    webhookRoutes: ({ hearOfRun, onWebhook }) =>
      [...hosted.values()].map(({ name, webhookRoute }) =>
        webhookRoute({ hearOfRun, onWebhook: (outcome) => onWebhook?.(name, outcome) }),
      ),
  };
}

function createSketch(config: Config, { clock, sketchConditions }: ProviderDeps): ImageProvider {
  return createSketchProvider({
    folder: join(config.dataDir, "sketch-runs"),
    clock,
    ...(sketchConditions && { conditions: sketchConditions }),
  });
}

function composeReplicate(config: Config, { clock }: ProviderDeps): HostedProvider {
  const settings = parseReplicate(config);
  const { origin } = new URL(settings.apiUrl);
  const isStandIn = origin !== REPLICATE_ORIGIN;
  const client = createReplicateClient(settings);
  const fetchOutput = createGuardedFetch({
    hosts: [...REPLICATE_OUTPUT_HOSTS, ...config.outputHosts],
    origins: isStandIn ? [origin] : [],
  });
  const fetchSecret = () => client.get("/webhooks/default/secret");
  const { webhookSecret } = settings;
  const secret = webhookSecret
    ? async () => webhookSecret
    : createSecretReader({ fetchSecret, clock });
  const readWebhook = createReadWebhook({ secret, clock });
  return {
    provider: createReplicateProvider({
      client,
      fetchOutput,
      clock,
      canLink: hasPublicLinks(config),
    }),
    // The real one refuses addresses that are not https.
    canTell: config.isPublic && (isStandIn || config.publicUrl.startsWith("https://")),
    webhookRoute: (listener) => replicateWebhookRoutes({ ...listener, readWebhook }),
  };
}

function parseReplicate(config: Config): ReplicateConfig {
  if (config.replicate) return config.replicate;
  const message = "IMAGE_PROVIDERS names replicate, and REPLICATE_API_TOKEN is not set.";
  throw new AppError({ code: "configuration", message, retryable: false });
}
