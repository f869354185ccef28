import { Counter, Gauge, type Registry } from "prom-client";
import type { ServiceFigures } from "../../core/ports/service-figures.js";
import { TotalsHistogram } from "./totals-histogram.js";

/** What the tables know, the same whichever process is asked. */
export interface ServiceMetrics {
  show(figures: ServiceFigures): void;
  /** The tables cannot be read: their figures go, so that nobody takes old ones for true. */
  hide(): void;
}

export function createServiceMetrics(registry: Registry): ServiceMetrics {
  const registers = [registry];
  const databaseUp = new Gauge({
    name: "atelier_database_up",
    help: "1 when the database has answered this scrape. While 0, the figures it holds are left out.",
    registers,
  });
  const parts = [
    createGenerationMetrics(registry),
    createAttemptMetrics(registry),
    createCareMetrics(registry),
  ];
  return {
    show(figures) {
      for (const part of parts) {
        part.reset();
        part.show(figures);
      }
      databaseUp.set(1);
    },
    hide() {
      for (const part of parts) part.reset();
      databaseUp.set(0);
    },
  };
}

interface Part {
  show(figures: ServiceFigures): void;
  reset(): void;
}

function createGenerationMetrics(registry: Registry): Part {
  const registers = [registry];
  const open = new Gauge({
    name: "atelier_generations_open",
    help: "Generations that have not ended, by state and lane. Those queued are the depth of the lane.",
    labelNames: ["state", "lane"],
    registers,
  });
  const oldest = new Gauge({
    name: "atelier_generations_oldest_seconds",
    help: "Age of the oldest generation that has not ended, by state and lane.",
    labelNames: ["state", "lane"],
    registers,
  });
  const ended = new Counter({
    name: "atelier_generations_ended_total",
    help: "Generations that have ended since the first day, by state and model.",
    labelNames: ["state", "model"],
    registers,
  });
  const wait = new TotalsHistogram({
    name: "atelier_generation_wait_seconds",
    help: "From a request to the start of work, of those that have ended, by state and model.",
    registers,
  });
  const total = new TotalsHistogram({
    name: "atelier_generation_total_seconds",
    help: "From a request to its end, by state and model.",
    registers,
  });
  return {
    show({ openGenerations, endedGenerations }) {
      for (const { state, lane, count, oldestSeconds } of openGenerations) {
        open.set({ state, lane }, count);
        oldest.set({ state, lane }, oldestSeconds);
      }
      const series = endedGenerations.map(({ state, modelId: model, ...times }) => ({
        labels: { state, model },
        ...times,
      }));
      for (const { labels, total } of series) ended.inc(labels, total.count);
      wait.show(series.map(({ labels, wait: durations }) => ({ labels, durations })));
      total.show(series.map(({ labels, total: durations }) => ({ labels, durations })));
    },
    reset() {
      for (const metric of [open, oldest, ended]) metric.reset();
      for (const histogram of [wait, total]) histogram.show([]);
    },
  };
}

function createAttemptMetrics(registry: Registry): Part {
  const labelNames = ["provider", "model", "state"] as const;
  const attempts = new Counter({
    name: "atelier_provider_attempts_total",
    help: "Tries at a provider that have ended since the first day, by provider, model and state.",
    labelNames,
    registers: [registry],
  });
  const cost = new Counter({
    name: "atelier_provider_cost_usd_total",
    help: "What providers have cost since the first day, in US dollars, by provider, model and state.",
    labelNames,
    registers: [registry],
  });
  return {
    show({ endedAttempts }) {
      for (const { provider, modelId: model, state, count, costMicroUsd } of endedAttempts) {
        attempts.inc({ provider, model, state }, count);
        cost.inc({ provider, model, state }, costMicroUsd / 1_000_000);
      }
    },
    reset() {
      for (const metric of [attempts, cost]) metric.reset();
    },
  };
}

/** What somebody should look at when it grows. */
function createCareMetrics(registry: Registry): Part {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const holds = gauge("atelier_holds_open", "Requests whose credits are set aside.");
  const credits = gauge("atelier_holds_open_credits", "Credits set aside.");
  const failedJobs = gauge("atelier_failed_jobs", "Jobs given up and not replayed.");
  const open = gauge("atelier_payment_events_open", "Payment events not processed yet.");
  const staff = gauge(
    "atelier_payment_events_needing_staff",
    "Payments that could not be matched and wait for a person.",
  );
  const stranded = gauge(
    "atelier_deliveries_stranded",
    "Results that no message could carry; their owners find them by /job.",
  );
  const reported = gauge(
    "atelier_reported_pictures",
    "Pictures that people have reported and nobody has looked at yet.",
  );
  return {
    show(figures) {
      holds.set(figures.openHolds.count);
      credits.set(figures.openHolds.credits);
      failedJobs.set(figures.failedJobs);
      open.set(figures.unsettledPayments.open);
      staff.set(figures.unsettledPayments.needsStaff);
      stranded.set(figures.strandedDeliveries);
      reported.set(figures.reportedPictures);
    },
    reset() {
      const all = [holds, credits, failedJobs, open, staff, stranded, reported];
      for (const metric of all) metric.remove();
    },
  };
}
