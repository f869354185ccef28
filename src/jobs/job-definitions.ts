import { LANES } from "../core/catalog/model.js";
import { deliverJob } from "./deliver-job.js";
import { generateJob } from "./generate-job.js";
import { intakeJob } from "./intake-job.js";
import type { JobDefinition } from "./job-definition.js";
import { paymentEventJob } from "./payment-event-job.js";
import { paymentNoticeJob } from "./payment-notice-job.js";
import { paymentSweepJob } from "./payment-sweep-job.js";
import { refreshProgressJob, sweepJob } from "./schedule-jobs.js";
import { withdrawJob } from "./withdraw-job.js";

/** Every kind of job there is. */
export const jobDefinitions: readonly JobDefinition<unknown>[] = [
  intakeJob,
  ...LANES.map(generateJob),
  deliverJob,
  withdrawJob,
  paymentEventJob,
  paymentNoticeJob,
  paymentSweepJob.definition,
  sweepJob.definition,
  refreshProgressJob.definition,
];

export function findJobDefinition(job: {
  readonly queue: string;
  readonly name: string;
}): JobDefinition<unknown> | undefined {
  return jobDefinitions.find(({ queue, name }) => queue === job.queue && name === job.name);
}
