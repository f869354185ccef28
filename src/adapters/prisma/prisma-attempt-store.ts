import { GENERATION_STATES } from "../../core/generation/lifecycle.js";
import type { AttemptId, GenerationId } from "../../core/ids.js";
import type { Attempt, AttemptState, AttemptStore } from "../../core/ports/attempt-store.js";
import type { Attempt as AttemptRow } from "../../generated/prisma/client.js";
import type { DatabaseClient } from "./database-client.js";
import { parsePostgresError } from "./postgres-error.js";

const UNIQUE_VIOLATION = "23505";
const STATES: readonly AttemptState[] = [
  "submitting",
  "accepted",
  "succeeded",
  "failed",
  "cancelled",
  "absent",
  "unknown",
];

export function createPrismaAttemptStore(client: DatabaseClient): AttemptStore {
  return {
    async open({ id, generationId, slot, provider, at, leaseOwner, leaseUntil, maxOpen }) {
      if (maxOpen !== null && !(await hasRoom(client, provider, maxOpen))) return "full";
      // One statement, so that two workers at once cannot both find the slot free: the partial unique index
      // lets one of them in, and the other inserts nothing.
      const [inserted] = await client.$queryRaw<{ number: number }[]>`
        INSERT INTO attempts (id, generation_id, slot, number, provider, state, started_at, lease_owner, lease_until, created_at)
        SELECT ${id}::uuid, ${generationId}::uuid, ${slot}, coalesce(max(number), 0) + 1, ${provider}, 'submitting',
               ${at}, ${leaseOwner}, ${leaseUntil}, ${at}
          FROM attempts WHERE generation_id = ${generationId}::uuid AND slot = ${slot}
        ON CONFLICT DO NOTHING RETURNING number`;
      if (!inserted) return "taken";
      const { number } = inserted;
      const known = { id, generationId, slot, number, provider, startedAt: at };
      return { ...known, providerRunId: null, state: "submitting", errorCode: null };
    },

    async findOpen(generationId, slot) {
      return toAttempt(
        await client.attempt.findFirst({ where: { generationId, slot, endedAt: null } }),
      );
    },

    async list(generationId) {
      const rows = await client.attempt.findMany({
        where: { generationId },
        orderBy: [{ slot: "asc" }, { number: "asc" }],
      });
      return rows.flatMap((row) => toAttempt(row) ?? []);
    },

    async takeLease({ id, owner, now, until }) {
      const count = await client.$executeRaw`
        UPDATE attempts SET lease_owner = ${owner}, lease_until = ${until}
         WHERE id = ${id}::uuid AND ended_at IS NULL AND (lease_until <= ${now} OR lease_owner = ${owner})`;
      return count === 1;
    },

    async accept({ id, providerRunId }) {
      const noted = client.$executeRaw`
        UPDATE attempts SET state = 'accepted', provider_run_id = ${providerRunId}
         WHERE id = ${id}::uuid AND ended_at IS NULL`;
      return unlessTaken(noted);
    },

    async findByRun({ provider, providerRunId }) {
      const row = await client.attempt.findUnique({
        where: { provider_providerRunId: { provider, providerRunId } },
        select: { id: true },
      });
      return row && (row.id as AttemptId);
    },

    async hear({ id, provider, providerRunId, at }) {
      const { count } = await client.attempt.updateMany({
        where: { id, provider },
        data: { heardAt: at },
      });
      if (count === 0) return false;
      await unlessTaken(client.$executeRaw`
        UPDATE attempts SET state = 'accepted', provider_run_id = ${providerRunId}
         WHERE id = ${id}::uuid AND ended_at IS NULL AND provider_run_id IS NULL`);
      return true;
    },

    async readNews(id) {
      const [row] = await client.$queryRaw<{ heard_at: Date | null; state: string }[]>`
        SELECT a.heard_at, g.state FROM attempts a JOIN generations g ON g.id = a.generation_id
         WHERE a.id = ${id}::uuid`;
      const generationState = GENERATION_STATES.find((state) => state === row?.state);
      return row && generationState ? { heardAt: row.heard_at, generationState } : null;
    },

    async end({ id, state, at, errorCode, costMicroUsd }) {
      await client.$executeRaw`
        WITH ended AS (
          UPDATE attempts SET state = ${state}, ended_at = ${at}, error_code = ${errorCode ?? null},
                 cost_micro_usd = ${costMicroUsd ?? null}::int
           WHERE id = ${id}::uuid AND ended_at IS NULL RETURNING generation_id, cost_micro_usd)
        INSERT INTO provider_spend AS spend (day, account_id, cost_micro_usd)
        SELECT (${at}::timestamptz AT TIME ZONE 'UTC')::date, g.account_id, ended.cost_micro_usd
          FROM ended JOIN generations g ON g.id = ended.generation_id WHERE ended.cost_micro_usd > 0
        ON CONFLICT (day, account_id) DO UPDATE SET cost_micro_usd = spend.cost_micro_usd + excluded.cost_micro_usd`;
    },
  };
}

/** Whoever opens an attempt at a provider with a limit takes turns until the transaction ends, so that it is exact. */
async function hasRoom(
  client: DatabaseClient,
  provider: string,
  maxOpen: number,
): Promise<boolean> {
  await client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`attempts:${provider}`}, 0))`;
  return (await client.attempt.count({ where: { provider, endedAt: null } })) < maxOpen;
}

/** A run belongs to one attempt, says a unique index. */
async function unlessTaken(noted: PromiseLike<unknown>): Promise<boolean> {
  try {
    await noted;
    return true;
  } catch (error) {
    if (parsePostgresError(error)?.sqlState === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

function toAttempt(row: AttemptRow | null): Attempt | null {
  if (!row) return null;
  return {
    id: row.id as AttemptId,
    generationId: row.generationId as GenerationId,
    slot: row.slot,
    number: row.number,
    provider: row.provider,
    providerRunId: row.providerRunId,
    state: STATES.find((state) => state === row.state) ?? "unknown",
    errorCode: row.errorCode,
    startedAt: row.startedAt,
  };
}
