import { Routes } from "discord-api-types/v10";
import { z } from "zod";
import type { Clock } from "../../core/ports/clock.js";
import type { IdSource } from "../../core/ports/id-source.js";
import type { LeaseStore } from "../../core/ports/lease-store.js";
import type { Log } from "../../core/ports/log.js";
import type { Heartbeat } from "../../core/running/heartbeat.js";
import { ASK_EVERY_MS, runUnderLease } from "../../core/running/run-under-lease.js";
import { untilAborted } from "../../core/running/until-aborted.js";
import type { Hearing } from "../hearing.js";
import { type Gateway, type GatewayDeps, openGateway, type WaitForIdentify } from "./gateway.js";

/** Between two shards that one process takes, so that several starting at once share them. */
const PAUSE_BETWEEN_SHARDS_MS = 250;
/** Discord's rule: in one bucket, one identify in 5 s [docs: topics/gateway, Rate Limiting]. */
const IDENTIFY_EVERY_MS = 5_000;
const IDENTIFY_ASK_MS = 200;

const GatewayBotSchema = z.object({
  shards: z.number().int().min(1),
  session_start_limit: z.object({ max_concurrency: z.number().int().min(1) }),
});

interface HearByGatewayDeps extends Omit<GatewayDeps, "waitForIdentify"> {
  readonly heartbeat: Pick<Heartbeat, "take">;
  readonly leases: Pick<LeaseStore, "take">;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly log: Log;
  /** How many shards there are; `auto`: as many as Discord recommends. */
  readonly shards: "auto" | number;
}

/**
 * Hears interactions by gateway sessions: one per shard, whichever process has it. A process takes what shards are free,
 * one by one, and stands by for the others. Resolves when it has asked for each once.
 *
 * @throws what the REST library throws when Discord does not say how to connect
 */
export async function hearByGateway(
  deps: HearByGatewayDeps,
  bot: { applicationId: string; stop: AbortSignal },
): Promise<Hearing> {
  const plan = GatewayBotSchema.parse(await deps.rest.get(Routes.gatewayBot()));
  const count = deps.shards === "auto" ? plan.shards : deps.shards;
  const waitForIdentify = createIdentifyTurns(deps, {
    applicationId: bot.applicationId,
    buckets: plan.session_start_limit.max_concurrency,
  });
  const open = new Set<Gateway>();
  let tookAtMs = Number.NEGATIVE_INFINITY;
  const mayTake = () => deps.clock.now().getTime() - tookAtMs >= PAUSE_BETWEEN_SHARDS_MS;

  const standBys = Array.from({ length: count }, (_, id) => {
    const name = `discord:${bot.applicationId}:shard:${id}/${count}`;
    const firstAfterMs = (id * ASK_EVERY_MS) / count;
    return runUnderLease(deps, { name, stop: bot.stop, mayTake, firstAfterMs }, async (until) => {
      tookAtMs = deps.clock.now().getTime();
      const gateway = openGateway({ ...deps, waitForIdentify }, { id, count });
      open.add(gateway);
      await untilAborted(until);
      await gateway.close();
      open.delete(gateway);
    });
  });
  await Promise.all(standBys.map(({ asked }) => asked));
  const ended = Promise.all(standBys.map((standBy) => standBy.ended)).then(() => undefined);
  return {
    isReady: () =>
      standBys.every((standBy) => standBy.isHealthy()) &&
      [...open].every((gateway) => gateway.isReady()),
    ended,
  };
}

/** The turns of all processes, as leases that nobody renews. */
function createIdentifyTurns(
  deps: Pick<HearByGatewayDeps, "leases" | "ids" | "clock" | "log">,
  { applicationId, buckets }: { applicationId: string; buckets: number },
): WaitForIdentify {
  return async function waitForIdentify(shardId, signal) {
    const name = `discord:${applicationId}:identify:${shardId % buckets}`;
    // An owner of its own each time: whoever has a lease already would get it again at once.
    const turn = { name, owner: deps.ids.uuid(), lifeMs: IDENTIFY_EVERY_MS };
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        if (await deps.leases.take(turn)) return;
      } catch (error) {
        if (tries === 0) deps.log.error("discord_identify_turn_failed", error, { shardId });
      }
      await deps.clock.pause(IDENTIFY_ASK_MS, signal);
    }
    throw new Error("no longer wanted");
  };
}
