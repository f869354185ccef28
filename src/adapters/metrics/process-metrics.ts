import { Counter, Histogram, type Registry } from "prom-client";
import type { Metrics } from "../../core/ports/metrics.js";

/** Discord waits 3 s for an acknowledgement. */
const ACKNOWLEDGE_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
const CALL_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20];

/** What this process counts while it works. */
export function createProcessMetrics(registry: Registry): Metrics {
  const registers = [registry];
  const interactions = new Counter({
    name: "atelier_interactions_total",
    help: "Commands and buttons run, by platform, kind and outcome. This process.",
    labelNames: ["platform", "kind", "outcome"],
    registers,
  });
  const acknowledgements = new Histogram({
    name: "atelier_discord_acknowledge_seconds",
    help: "From an interaction's arrival to its acknowledgement, by outcome. This process.",
    labelNames: ["outcome"],
    buckets: ACKNOWLEDGE_BUCKETS,
    registers,
  });
  const webhooks = new Counter({
    name: "atelier_webhooks_total",
    help: "Calls by platforms and providers, by source and outcome. This process.",
    labelNames: ["source", "outcome"],
    registers,
  });
  const calls = new Histogram({
    name: "atelier_provider_call_seconds",
    help: "Calls to providers, by provider, model, call and outcome. This process.",
    labelNames: ["provider", "model", "call", "outcome"],
    buckets: CALL_BUCKETS,
    registers,
  });
  return {
    countInteraction: (interaction) => interactions.inc({ ...interaction }),
    observeAcknowledgement: ({ seconds, outcome }) =>
      acknowledgements.observe({ outcome }, seconds),
    countWebhook: (webhook) => webhooks.inc({ ...webhook }),
    observeProviderCall: ({ seconds, modelId: model, ...labels }) =>
      calls.observe({ ...labels, model }, seconds),
  };
}
