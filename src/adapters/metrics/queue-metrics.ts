import { Gauge, type Registry } from "prom-client";

export interface QueueFigures {
  readonly queue: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
}

/** How much lies in the queues, over all processes. */
export function createQueueMetrics(registry: Registry): {
  show(figures: readonly QueueFigures[] | null): void;
} {
  const up = new Gauge({
    name: "atelier_queue_up",
    help: "1 when the queue has answered this scrape.",
    registers: [registry],
  });
  const jobs = new Gauge({
    name: "atelier_queue_jobs",
    help: "Jobs by queue and state: waiting, active or delayed.",
    labelNames: ["queue", "state"],
    registers: [registry],
  });
  return {
    show(figures) {
      jobs.reset();
      up.set(figures ? 1 : 0);
      for (const { queue, waiting, active, delayed } of figures ?? []) {
        jobs.set({ queue, state: "waiting" }, waiting);
        jobs.set({ queue, state: "active" }, active);
        jobs.set({ queue, state: "delayed" }, delayed);
      }
    },
  };
}
