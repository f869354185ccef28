import { collectDefaultMetrics, Registry } from "prom-client";
import type { Clock } from "../../core/ports/clock.js";
import type { Metrics } from "../../core/ports/metrics.js";
import type { ServiceFiguresReader } from "../../core/ports/service-figures.js";
import { createProcessMetrics } from "./process-metrics.js";
import { createQueueMetrics, type QueueFigures } from "./queue-metrics.js";
import { createServiceMetrics } from "./service-metrics.js";

/** Whoever asks more often reads the same figures again. */
const FRESH_FOR_MS = 2_000;
/** Prometheus gives up after 10 s; a store that hangs must not take the other figures with it. */
const COLLECT_TIMEOUT_MS = 3_000;

export interface MetricsRegistry {
  readonly metrics: Metrics;
  readonly contentType: string;
  /** All figures in Prometheus's text format. Never rejects for want of the database or the queue: it says so. */
  render(): Promise<string>;
}

export interface FigureSources {
  readonly clock: Clock;
  readonly service: ServiceFiguresReader;
  readonly queues: () => Promise<readonly QueueFigures[]>;
}

export function createMetricsRegistry(sources: FigureSources): MetricsRegistry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "atelier_" });
  const metrics = createProcessMetrics(registry);
  const service = createServiceMetrics(registry);
  const queue = createQueueMetrics(registry);
  let collected: { at: number; done: Promise<void> } | null = null;

  async function collect(): Promise<void> {
    const [figures, queues] = await Promise.all([
      orNull(sources, () => sources.service.read()),
      orNull(sources, sources.queues),
    ]);
    if (figures) service.show(figures);
    else service.hide();
    queue.show(queues);
  }

  return {
    metrics,
    contentType: registry.contentType,
    async render() {
      const now = sources.clock.now().getTime();
      if (!collected || now - collected.at >= FRESH_FOR_MS) {
        collected = { at: now, done: collect() };
      }
      await collected.done;
      return registry.metrics();
    },
  };
}

async function orNull<T>({ clock }: FigureSources, read: () => Promise<T>): Promise<T | null> {
  const stop = new AbortController();
  try {
    const tooLate = clock.pause(COLLECT_TIMEOUT_MS, stop.signal).then(() => null);
    return await Promise.race([read(), tooLate]);
  } catch {
    return null;
  } finally {
    stop.abort();
  }
}
