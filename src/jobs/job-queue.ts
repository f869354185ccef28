import { type IQueueBackend, Queue } from "bullmq";
import type { JobDefinition } from "./job-definition.js";
import { createRepeatFilter, type JobLog } from "./job-log.js";
import { type QueueBackend, within } from "./queue-backend.js";

/** What names one job: its kind and the caller's key. */
type JobKind = Pick<JobDefinition<unknown>, "name" | "queue">;

export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  /** Not yet due: delayed, or waiting for a retry, or a schedule's next run. */
  readonly delayed: number;
}

export interface JobQueue {
  /**
   * Adds a job. A job of the same kind and key that is waiting, delayed or running makes this a
   * silent no-op; once that one has ended, done or given up, the key is free again.
   *
   * @param options.key Letters, digits, `_` and `-`; unique within the kind.
   * @param options.delayMs Not before this many milliseconds from now.
   * @param options.priority 1 to 2,097,151, lower first; jobs without one run before all with one.
   * @throws Error within 8 s when the backend is away. The job may have been added all the same.
   */
  enqueue<Payload>(
    definition: JobDefinition<Payload>,
    payload: Payload,
    options: { key: string; delayMs?: number; priority?: number },
  ): Promise<void>;
  /** Moves a job that has not started. Resolves false when there is none by this key. */
  reprioritise(kind: JobKind, key: string, priority: number): Promise<boolean>;
  /** Takes a job back that has not started. Resolves false when there is none or it is running. */
  remove(kind: JobKind, key: string): Promise<boolean>;
  /**
   * Runs a kind at once and then every `everyMs`, one run per tick over all processes, however
   * many of them ask for it. Asking again changes the interval. Ticks missed while nothing ran
   * are made up by a single run.
   *
   * @throws Error within 18 s when the backend is away.
   */
  schedule<Payload>(
    definition: JobDefinition<Payload>,
    payload: Payload,
    options: { everyMs: number },
  ): Promise<void>;
  counts(queueName: string): Promise<QueueCounts>;
  close(): Promise<void>;
}

type BackendQueue = Queue<unknown, void, string, unknown, void, string, IQueueBackend, string>;

const READY_TIMEOUT_MS = 3_000;
/** A command under way when its connection breaks may never be answered. */
const COMMAND_TIMEOUT_MS = 5_000;
/** Asked for once, at start, when a small machine is at its busiest: giving up would end the process. */
const SCHEDULE_TIMEOUT_MS = 15_000;

/** The producing side of the queue, for any role. Connections open with first use of a queue. */
export function createJobQueue(backend: QueueBackend, options: { log: JobLog }): JobQueue {
  const opener = createQueueOpener(backend, options.log);

  async function onQueue<T>(
    name: string,
    command: (queue: BackendQueue) => Promise<T>,
    timeoutMs = COMMAND_TIMEOUT_MS,
  ): Promise<T> {
    const queue = await opener.open(name);
    return await within(timeoutMs, command(queue), `a command on queue ${name}`);
  }

  return {
    async enqueue(definition, payload, { key, delayMs, priority }) {
      const addOptions = {
        ...jobOptions(definition),
        jobId: jobId(definition, key),
        ...(delayMs === undefined ? {} : { delay: delayMs }),
        ...(priority === undefined ? {} : { priority }),
      };
      await onQueue(definition.queue, (queue) => queue.add(definition.name, payload, addOptions));
    },
    async reprioritise(kind, key, priority) {
      return await onQueue(kind.queue, async (queue) => {
        const job = await queue.getJob(jobId(kind, key));
        await job?.changePriority({ priority });
        return job !== undefined;
      });
    },
    async remove(kind, key) {
      return await onQueue(kind.queue, async (queue) => {
        const id = jobId(kind, key);
        // On Redis BullMQ says of a job that never was that it has been removed.
        if ((await queue.getJob(id)) === undefined) return false;
        return (await queue.remove(id)) === 1;
      });
    },
    async schedule(definition, payload, { everyMs }) {
      const template = { name: definition.name, data: payload, opts: jobOptions(definition) };
      await onQueue(
        definition.queue,
        (queue) => queue.upsertJobScheduler(definition.name, { every: everyMs }, template),
        SCHEDULE_TIMEOUT_MS,
      );
    },
    async counts(queueName) {
      const counts = await onQueue(queueName, (queue) =>
        queue.getJobCounts("waiting", "prioritized", "active", "delayed"),
      );
      return {
        waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
        active: counts.active ?? 0,
        delayed: counts.delayed ?? 0,
      };
    },
    close: opener.close,
  };
}

/** Finished jobs leave the queue at once: Postgres, not the queue, knows what has been done. */
function jobOptions(definition: Pick<JobDefinition<unknown>, "attempts" | "backoff">) {
  return {
    attempts: definition.attempts,
    backoff: { type: definition.backoff.kind, delay: definition.backoff.delayMs },
    removeOnComplete: true,
    removeOnFail: true,
    stackTraceLimit: 0,
  };
}

/** Kinds may share a queue, so the kind is part of the id; BullMQ takes no colons and no integers. */
function jobId(kind: JobKind, key: string): string {
  if (!/^[\w-]+$/.test(key)) throw new RangeError(`not a job key: ${JSON.stringify(key)}`);
  return `${kind.name}.${key}`;
}

function createQueueOpener(backend: QueueBackend, log: JobLog) {
  const opening = new Map<string, Promise<BackendQueue>>();
  const isNews = createRepeatFilter(60_000);

  async function openQueue(name: string): Promise<BackendQueue> {
    const queue: BackendQueue = new Queue(
      name,
      // Nobody reads BullMQ's event stream, so it is kept short.
      { connection: backend.name, streams: { events: { maxLen: 100 } } },
      backend.connect,
    );
    queue.on("error", (error) => {
      if (isNews(error.message))
        log.warn({ queue: name, err: error }, "job_queue_connection_failed");
    });
    try {
      await within(READY_TIMEOUT_MS, queue.waitUntilReady(), `opening queue ${name}`);
      return queue;
    } catch (error) {
      // A queue remembers a failed start for ever, so the next caller gets a new one.
      opening.delete(name);
      queue.close().catch(() => undefined);
      throw error;
    }
  }

  return {
    open(name: string): Promise<BackendQueue> {
      const known = opening.get(name) ?? openQueue(name);
      opening.set(name, known);
      return known;
    },
    async close(): Promise<void> {
      const queues = await Promise.allSettled(opening.values());
      opening.clear();
      await Promise.allSettled(
        queues.map((queue) => (queue.status === "fulfilled" ? queue.value.close() : undefined)),
      );
    },
  };
}
