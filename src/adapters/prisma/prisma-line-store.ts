import type { LineStore } from "../../core/ports/generation-store.js";
import { type Generation as GenerationRow, Prisma } from "../../generated/prisma/client.js";
import { columnsOf } from "./columns.js";
import type { DatabaseClient } from "./database-client.js";
import { toGeneration } from "./generation-reading.js";

const GENERATION_COLUMNS = columnsOf(Prisma.GenerationScalarFieldEnum, "generations");

interface Ahead {
  waiting: bigint;
  running: bigint;
}

type Place = Parameters<LineStore["join"]>[0];

/**
 * Lanes as rows. `join` holds the lane's clock row in share mode and `resetIfIdle` in update mode, so a lane is only
 * ever set back while nobody is on the way in.
 */
export function createPrismaLineStore(client: DatabaseClient): LineStore {
  async function aheadOf(id: string): Promise<{ waiting: number; running: number }> {
    const [ahead] = await client.$queryRaw<Ahead[]>`
      SELECT count(*) FILTER (WHERE other.state IN ('intake', 'queued')
                                AND (other.queue_tag, other.queue_seq) < (own.queue_tag, own.queue_seq)) AS waiting,
             count(*) FILTER (WHERE other.state = 'running' AND other.id <> own.id) AS running
        FROM generations own
        JOIN generations other ON other.lane = own.lane AND other.state IN ('intake', 'queued', 'running')
       WHERE own.id = ${id}::uuid`;
    return { waiting: Number(ahead?.waiting ?? 0), running: Number(ahead?.running ?? 0) };
  }

  /** Null when the lane has never been used. */
  async function tryJoin({ lane, walletId, weight }: Place): Promise<number | null> {
    const [joined] = await client.$queryRaw<{ tag: bigint }[]>`
      WITH clock AS (SELECT virtual_time FROM lane_clocks WHERE lane = ${lane} FOR SHARE)
      INSERT INTO payer_tags AS payer (lane, wallet_id, last_tag)
      SELECT ${lane}, ${walletId}::uuid, virtual_time + ${weight} FROM clock
      ON CONFLICT (lane, wallet_id) DO UPDATE
        SET last_tag = greatest(payer.last_tag, excluded.last_tag - ${weight}) + ${weight}
      RETURNING last_tag - ${weight} AS tag`;
    return joined ? Number(joined.tag) : null;
  }

  return {
    aheadOf,

    async join(place) {
      const tag = await tryJoin(place);
      if (tag !== null) return tag;
      const { lane } = place;
      await client.$executeRaw`INSERT INTO lane_clocks (lane) VALUES (${lane}) ON CONFLICT DO NOTHING`;
      return (await tryJoin(place)) ?? 0;
    },

    async move({ id, move, at }) {
      const [row] = await client.$queryRaw<GenerationRow[]>(
        move === "start" ? startOf(id, at) : joinOf(id, at),
      );
      return row ? toGeneration(row) : null;
    },

    async placeOf(id) {
      const row = await client.generation.findUnique({ where: { id }, select: { state: true } });
      if (row?.state !== "intake" && row?.state !== "queued") return null;
      return (await aheadOf(id)).waiting + 1;
    },

    async resetIfIdle(lane) {
      const locked = await client.$queryRaw<unknown[]>`
        SELECT 1 FROM lane_clocks WHERE lane = ${lane} AND virtual_time > 0 FOR UPDATE SKIP LOCKED`;
      if (locked.length === 0) return false;
      const where = { lane, state: { in: ["intake", "queued", "running"] } };
      if ((await client.generation.count({ where })) > 0) return false;
      await client.payerTag.deleteMany({ where: { lane } });
      await client.laneClock.update({ where: { lane }, data: { virtualTime: 0n } });
      return true;
    },
  };
}

function joinOf(id: string, at: Date): Prisma.Sql {
  return Prisma.sql`
    UPDATE generations SET state = 'queued', state_version = state_version + 1, queued_at = ${at}
     WHERE id = ${id}::uuid AND state = 'intake' RETURNING ${GENERATION_COLUMNS}`;
}

function startOf(id: string, at: Date): Prisma.Sql {
  return Prisma.sql`
    WITH started AS (
      UPDATE generations SET state = 'running', state_version = state_version + 1, started_at = ${at}
       WHERE id = ${id}::uuid AND state = 'queued' RETURNING generations.*
    ), clock AS (
      UPDATE lane_clocks SET virtual_time = started.queue_tag FROM started
       WHERE lane_clocks.lane = started.lane AND lane_clocks.virtual_time < started.queue_tag
    )
    SELECT ${columnsOf(Prisma.GenerationScalarFieldEnum, "started")} FROM started`;
}
