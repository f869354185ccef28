import { processLease } from "../ports/chat-update-store.js";
import type { Clock } from "../ports/clock.js";
import type { LeaseStore } from "../ports/lease-store.js";
import type { Log } from "../ports/log.js";

/** How a process shows that it lives, in milliseconds. */
export interface Pulse {
  /** After this long without a renewal others take over. */
  readonly lifeMs: number;
  readonly renewEveryMs: number;
}

/** On a server, where others wait for what a dead process held: they have it 10 s after its death at the latest. */
export const SHARED_PULSE: Pulse = { lifeMs: 7_500, renewEveryMs: 2_000 };
/** On the embedded database, whose owner is alone: nobody waits, and a busy moment must not look like a death. */
export const LONE_PULSE: Pulse = { lifeMs: 24 * 60 * 60_000, renewEveryMs: 60 * 60_000 };

const RETRY_MS = 500;
const PURGE_AFTER_MS = 60_000;

/** Something only one process at a time may do. */
export interface Lease {
  /** Aborts when the lease is no longer certain; what it allowed has to end before the rest of its life is over. */
  readonly lost: AbortSignal;
  /** Others may have it at once. */
  release(): Promise<void>;
}

export interface Heartbeat {
  readonly processId: string;
  /** Says that this process lives, and keeps saying so. @throws Error when the database is away. */
  start(): Promise<void>;
  /** Null while another process has it. @throws Error when the database is away. */
  take(name: string): Promise<Lease | null>;
  /** Gives back everything, so that others go on at once. Never throws. */
  stop(): Promise<void>;
}

interface HeartbeatDeps {
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly processId: string;
  readonly pulse: Pulse;
}

/**
 * One statement at a time renews all that a process holds. Without an answer for two thirds of a lease's life,
 * everything held counts as lost: the last third is for ending it before another process may begin.
 */
export function createHeartbeat(deps: HeartbeatDeps): Heartbeat {
  const { leases, clock, log, processId: owner, pulse } = deps;
  const self = processLease(owner);
  const stopping = new AbortController();
  const held = new Map<string, AbortController>();
  let lastSureAtMs = 0;
  let isFailing = false;
  let beating: Promise<void> = Promise.resolve();

  const isSure = () => clock.now().getTime() - lastSureAtMs < (pulse.lifeMs * 2) / 3;

  function lose(name: string): void {
    log.warn("lease_lost", { lease: name });
    held.get(name)?.abort();
    held.delete(name);
  }

  async function renew(): Promise<void> {
    const askedAtMs = clock.now().getTime();
    const names = await leases.renew({ owner, lifeMs: pulse.lifeMs });
    lastSureAtMs = askedAtMs;
    isFailing = false;
    if (!names.has(self)) {
      log.warn("process_was_taken_for_dead");
      await leases.take({ name: self, owner, lifeMs: pulse.lifeMs });
    }
    for (const name of [...held.keys()].filter((each) => !names.has(each))) lose(name);
  }

  /** A connection cut without a word leaves a renewal hanging: it is not waited for beyond what is sure. */
  async function tryToRenew(): Promise<void> {
    const waiting = new AbortController();
    const leftMs = Math.max(0, lastSureAtMs + (pulse.lifeMs * 2) / 3 - clock.now().getTime());
    const renewal = renew().catch((error: unknown) => {
      if (!isFailing) log.warn("leases_not_renewed", { reason: nameOf(error) });
      isFailing = true;
      return clock.pause(RETRY_MS, waiting.signal);
    });
    await Promise.race([renewal, clock.pause(leftMs || pulse.lifeMs, waiting.signal)]);
    waiting.abort();
    if (!isSure()) for (const name of [...held.keys()]) lose(name);
  }

  async function beat(): Promise<void> {
    while (!stopping.signal.aborted) {
      const nextAtMs = lastSureAtMs + pulse.renewEveryMs;
      await clock.pause(Math.max(0, nextAtMs - clock.now().getTime()), stopping.signal);
      if (!stopping.signal.aborted) await tryToRenew();
    }
  }

  return {
    processId: owner,

    async start() {
      lastSureAtMs = clock.now().getTime();
      await leases.take({ name: self, owner, lifeMs: pulse.lifeMs });
      await leases.purge(PURGE_AFTER_MS);
      beating = beat();
    },

    async take(name) {
      const askedAtMs = clock.now().getTime();
      if (!(await leases.take({ name, owner, lifeMs: pulse.lifeMs }))) return null;
      const controller = new AbortController();
      held.set(name, controller);
      // An answer that was long on its way says little about now.
      if (!isSure() || clock.now().getTime() - askedAtMs > pulse.lifeMs / 3) lose(name);
      return {
        lost: controller.signal,
        async release() {
          if (held.get(name) !== controller) return;
          held.delete(name);
          await leases.release({ name, owner });
        },
      };
    },

    async stop() {
      stopping.abort();
      await beating;
      for (const controller of held.values()) controller.abort();
      held.clear();
      await leases.releaseAll(owner).catch((error: unknown) => {
        // They run out by themselves.
        log.warn("leases_not_released", { reason: nameOf(error) });
      });
    },
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
