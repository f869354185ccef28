import type { JobRequest, JobQueue as WorkQueue } from "../core/ports/job-queue.js";
import { deliverJob } from "./deliver-job.js";
import { generateJob, toPriority } from "./generate-job.js";
import { intakeJob } from "./intake-job.js";
import type { JobQueue } from "./job-queue.js";
import { paymentEventJob } from "./payment-event-job.js";
import { paymentNoticeJob } from "./payment-notice-job.js";
import { withdrawJob } from "./withdraw-job.js";

/** The core's requests as jobs. The id is the key, so that work already in the queue is not doubled. */
export function createWorkQueue(queue: JobQueue): WorkQueue {
  return {
    async enqueue(job) {
      await enqueueOne(queue, job);
    },
  };
}

function enqueueOne(queue: JobQueue, job: JobRequest): Promise<void> {
  switch (job.kind) {
    case "intake":
      return queue.enqueue(
        intakeJob,
        { generationId: job.generationId },
        { key: job.generationId },
      );
    case "generate": {
      const options = { key: job.generationId, priority: toPriority(job.queueTag) };
      return queue.enqueue(generateJob(job.lane), { generationId: job.generationId }, options);
    }
    case "deliver":
      return queue.enqueue(deliverJob, { deliveryId: job.deliveryId }, { key: job.deliveryId });
    case "withdraw": {
      const { generationId } = job;
      return queue.enqueue(withdrawJob, { generationId }, { key: generationId });
    }
    case "payment-event": {
      const { rail, eventId } = job;
      return queue.enqueue(paymentEventJob, { rail, eventId }, { key: `${rail}-${eventId}` });
    }
    case "payment-notice": {
      const { subject } = job;
      return queue.enqueue(paymentNoticeJob, { subject }, { key: `${subject.kind}-${subject.id}` });
    }
  }
}
