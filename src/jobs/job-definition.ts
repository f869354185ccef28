import type { z } from "zod";

/** One kind of job: where it waits, what it carries and how often it is tried. Data only. */
export interface JobDefinition<Payload> {
  /** Kebab-case, stable: jobs already queued are matched to their handler by it. */
  readonly name: string;
  /** Kinds may share a queue; a kind with lanes has one definition for each lane's queue. */
  readonly queue: string;
  /** Ids only, never prompts, tokens or pictures: payloads lie in clear text in the queue. */
  readonly payload: z.ZodType<Payload>;
  /** Tries in all, the first included. A killed process or a `DelayJob` does not use one up. */
  readonly attempts: number;
  /** Pause before a retry; exponential doubles it each time. */
  readonly backoff: { readonly kind: "fixed" | "exponential"; readonly delayMs: number };
}

export interface JobContext {
  /** Aborted when the process shuts down and its grace is over, or when another worker took the job. */
  readonly signal: AbortSignal;
  /** 1 for the first try. */
  readonly attempt: number;
}

/**
 * Does the work of one job. May run again after it has already succeeded (a process killed just
 * before saying so), and rarely twice at once: the handler decides from Postgres what is left to do.
 *
 * @throws AppError with `retryable: false` ends the job; any other error is retried after `backoff`.
 * @throws DelayJob to be run again later without using up an attempt.
 */
export type JobHandler<Payload> = (payload: Payload, context: JobContext) => Promise<void>;

/** Thrown by a handler: nothing is wrong, run me again in `delayMs`. */
export class DelayJob extends Error {
  override readonly name = "DelayJob";
  readonly delayMs: number;

  constructor(options: { delayMs: number }) {
    super(`run again in ${options.delayMs} ms`);
    this.delayMs = options.delayMs;
  }
}

/** A kind of job bound to its handler, with the payload's type closed over. */
export interface JobRegistration {
  readonly name: string;
  readonly queue: string;
  /** How many may run at once in this process. Kinds that share a queue share the sum of theirs. */
  readonly concurrency: number;
  /** Checks a payload read from the queue. `faults` names fields and rules, never values. */
  prepare(
    payload: unknown,
  ): { ok: true; run: (context: JobContext) => Promise<void> } | { ok: false; faults: string };
}

/** Binds a definition to its handler for `createJobWorkers`. */
export function registerJob<Payload>(
  definition: JobDefinition<Payload>,
  handler: JobHandler<Payload>,
  options: { concurrency: number },
): JobRegistration {
  return {
    name: definition.name,
    queue: definition.queue,
    concurrency: options.concurrency,
    prepare(payload) {
      const parsed = definition.payload.safeParse(payload);
      if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error) };
      return { ok: true, run: (context) => handler(parsed.data, context) };
    },
  };
}

function faultsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`).join(", ");
}
