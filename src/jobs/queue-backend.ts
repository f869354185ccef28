import type { BackendFactory, IQueueBackend } from "bullmq";
import { AppError } from "../core/errors.js";

/**
 * Where the jobs lie: Redis, a Postgres server, or the embedded PGlite. `createJobQueue` and
 * `createJobWorkers` are the same on all three; one backend serves any number of both.
 */
export interface QueueBackend {
  /**
   * BullMQ's own factory, bound to this backend's connections. What BullMQ passes as `connection`
   * is ignored, so callers give it the backend's `name`.
   */
  readonly connect: BackendFactory<IQueueBackend, string>;
  readonly name: "pglite" | "postgres" | "redis";
  /** Resolves when the store answers. @throws Error when it is unreachable or slower than 3 s. */
  check(): Promise<void>;
  /** Ends the connections this backend opened. Close queues and workers first. */
  close(): Promise<void>;
}

export const CHECK_TIMEOUT_MS = 3_000;

/** A reachable-at-start fault in one sentence. The URL is told without user, password or options. */
export function unreachable(what: string, url: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? errorCode(cause) : String(cause);
  return new AppError({
    code: "configuration",
    message: `${what} at ${withoutSecrets(url)} cannot be used (${reason}).`,
    retryable: false,
    cause,
  });
}

/** Resolves or rejects with `promise`, or rejects after `timeoutMs`. */
export async function within<T>(timeoutMs: number, promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took over ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return "the address given";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function errorCode(error: Error): string {
  const code = "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : error.message;
}
