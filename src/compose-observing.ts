import { createMetricsRegistry } from "./adapters/metrics/metrics-registry.js";
import type { PrismaClient } from "./adapters/prisma/database-client.js";
import { createPrismaFailedJobStore } from "./adapters/prisma/prisma-failed-job-store.js";
import {
  createPrismaServiceFigures,
  readCareFigures,
} from "./adapters/prisma/prisma-service-figures.js";
import type { Clock } from "./core/ports/clock.js";
import type { IdSource } from "./core/ports/id-source.js";
import type { Metrics } from "./core/ports/metrics.js";
import type { CareFigures } from "./core/ports/service-figures.js";
import { createFailedJobs, createRecordFailure, type FailedJobs } from "./jobs/failed-jobs.js";
import { jobDefinitions } from "./jobs/job-definitions.js";
import type { JobQueue } from "./jobs/job-queue.js";
import type { JobFailure } from "./jobs/job-workers.js";
import type { Config } from "./settings/config.js";
import { metricsRoutes } from "./web/metrics-routes.js";
import type { RoutePart } from "./web/routes.js";

/** What tells an operator how the service is doing. */
export interface Observing {
  readonly metrics: Metrics;
  /** `/metrics`, in every role. */
  readonly route: RoutePart;
  /** For the workers: keeps what is given up. */
  readonly recordFailure: (failure: JobFailure) => Promise<void>;
  readonly failedJobs: FailedJobs;
  readonly readCare: () => Promise<CareFigures>;
}

export function composeObserving(
  config: Pick<Config, "metricsToken" | "trustedProxies">,
  deps: { client: PrismaClient; queue: JobQueue; clock: Clock; ids: IdSource },
): Observing {
  const { client, queue, clock } = deps;
  const failedJobs = createPrismaFailedJobStore(client);
  const registry = createMetricsRegistry({
    clock,
    service: createPrismaServiceFigures(client, clock),
    queues: () => countQueues(queue),
  });
  return {
    metrics: registry.metrics,
    route: metricsRoutes({
      token: config.metricsToken,
      trustedProxies: config.trustedProxies,
      contentType: registry.contentType,
      render: registry.render,
    }),
    recordFailure: createRecordFailure({ ...deps, failedJobs }),
    failedJobs: createFailedJobs({ clock, queue, failedJobs }),
    readCare: () => readCareFigures(client),
  };
}

function countQueues(queue: JobQueue) {
  const names = [...new Set(jobDefinitions.map((definition) => definition.queue))];
  return Promise.all(names.map(async (name) => ({ queue: name, ...(await queue.counts(name)) })));
}
