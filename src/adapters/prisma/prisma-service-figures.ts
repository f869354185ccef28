import type { Clock } from "../../core/ports/clock.js";
import { UNSETTLED_OUTCOMES } from "../../core/ports/payment-store.js";
import {
  type CareFigures,
  DURATION_BOUNDS,
  type EndedAttempts,
  type EndedGenerations,
  type ServiceFiguresReader,
} from "../../core/ports/service-figures.js";
import type { DatabaseClient } from "./database-client.js";
import { createRunningTotals, type Total } from "./running-totals.js";

const BOUNDS = [...DURATION_BOUNDS];

/** Reads the figures over all processes; what has ended is summed up once and then only added to. */
export function createPrismaServiceFigures(
  client: DatabaseClient,
  clock: Clock,
): ServiceFiguresReader {
  const generations = createRunningTotals({
    first: async () =>
      (await client.generation.aggregate({ _min: { endedAt: true } }))._min.endedAt,
    read: (span) => readEndedGenerations(client, span),
  });
  const attempts = createRunningTotals({
    first: async () => (await client.attempt.aggregate({ _min: { endedAt: true } }))._min.endedAt,
    read: (span) => readEndedAttempts(client, span),
  });
  return {
    async read() {
      const now = clock.now();
      const ended = await generations.upTo(now);
      const tried = await attempts.upTo(now);
      return {
        openGenerations: await readOpenGenerations(client, now),
        endedGenerations: toEndedGenerations(ended),
        endedAttempts: toEndedAttempts(tried),
        ...(await readCareFigures(client)),
      };
    },
  };
}

type Span = { readonly after: Date; readonly until: Date };

interface OpenRow {
  state: string;
  lane: string;
  count: number;
  oldest: Date;
}

async function readOpenGenerations(client: DatabaseClient, now: Date) {
  const rows = await client.$queryRaw<OpenRow[]>`
    SELECT state, lane, count(*)::int AS count, min(created_at) AS oldest FROM generations
    WHERE ended_at IS NULL GROUP BY state, lane`;
  return rows.map(({ oldest, ...row }) => ({
    ...row,
    oldestSeconds: Math.max(0, (now.getTime() - oldest.getTime()) / 1_000),
  }));
}

/** `width_bucket` is how many of the bounds the value has reached: 0 for less than the first. */
function readEndedGenerations(client: DatabaseClient, { after, until }: Span): Promise<Total[]> {
  return client.$queryRaw<Total[]>`
    SELECT ARRAY[state, model_id, total_bucket::text, coalesce(wait_bucket, -1)::text] AS labels,
      ARRAY[count(*), sum(total), coalesce(sum(wait), 0)]::float8[] AS figures
    FROM (
      SELECT state, model_id, total, wait, width_bucket(total, ${BOUNDS}::float8[]) AS total_bucket,
        width_bucket(wait, ${BOUNDS}::float8[]) AS wait_bucket
      FROM (
        SELECT state, model_id, extract(epoch FROM ended_at - created_at)::float8 AS total,
          extract(epoch FROM started_at - created_at)::float8 AS wait
        FROM generations WHERE ended_at > ${after} AND ended_at <= ${until}
      ) AS times
    ) AS places GROUP BY state, model_id, total_bucket, wait_bucket`;
}

function readEndedAttempts(client: DatabaseClient, { after, until }: Span): Promise<Total[]> {
  return client.$queryRaw<Total[]>`
    SELECT ARRAY[attempts.provider, generations.model_id, attempts.state] AS labels,
      ARRAY[count(*), coalesce(sum(attempts.cost_micro_usd), 0)]::float8[] AS figures
    FROM attempts JOIN generations ON generations.id = attempts.generation_id
    WHERE attempts.ended_at > ${after} AND attempts.ended_at <= ${until}
    GROUP BY attempts.provider, generations.model_id, attempts.state`;
}

interface CountsRow {
  holds: number;
  held_credits: number;
  failed_jobs: number;
  open_events: number;
  staff_events: number;
  stranded: number;
  reported: number;
}

export async function readCareFigures(client: DatabaseClient): Promise<CareFigures> {
  const [row] = await client.$queryRaw<CountsRow[]>`
    SELECT
      (SELECT count(*) FROM open_holds)::int AS holds,
      (SELECT coalesce(sum(amount), 0) FROM holds JOIN open_holds ON hold_id = id)::int AS held_credits,
      (SELECT count(*) FROM failed_jobs WHERE replayed_at IS NULL)::int AS failed_jobs,
      (SELECT count(*) FROM payment_events WHERE processed_at IS NULL)::int AS open_events,
      (SELECT count(*) FROM payment_events
        WHERE outcome = ANY(${[...UNSETTLED_OUTCOMES]}::text[]))::int AS staff_events,
      (SELECT count(*) FROM deliveries WHERE state = 'stranded')::int AS stranded,
      (SELECT count(DISTINCT (generation_id, output_index)) FROM reports
        WHERE state = 'open')::int AS reported`;
  return {
    openHolds: { count: row?.holds ?? 0, credits: row?.held_credits ?? 0 },
    failedJobs: row?.failed_jobs ?? 0,
    unsettledPayments: { open: row?.open_events ?? 0, needsStaff: row?.staff_events ?? 0 },
    strandedDeliveries: row?.stranded ?? 0,
    reportedPictures: row?.reported ?? 0,
  };
}

function toEndedGenerations(totals: readonly Total[]): EndedGenerations[] {
  const found = new Map<string, EndedGenerations & { wait: Mutable; total: Mutable }>();
  for (const { labels, figures } of totals) {
    const [state = "", modelId = "", totalBucket = "", waitBucket = ""] = labels;
    const [count = 0, totalSeconds = 0, waitSeconds = 0] = figures;
    const key = `${state} ${modelId}`;
    const entry = found.get(key) ?? { state, modelId, wait: noDurations(), total: noDurations() };
    found.set(key, entry);
    add(entry.total, { bucket: Number(totalBucket), count, seconds: totalSeconds });
    if (waitBucket !== "-1") {
      add(entry.wait, { bucket: Number(waitBucket), count, seconds: waitSeconds });
    }
  }
  return [...found.values()];
}

type Mutable = { count: number; sumSeconds: number; buckets: number[] };

function noDurations(): Mutable {
  return { count: 0, sumSeconds: 0, buckets: BOUNDS.map(() => 0) };
}

/** Buckets are cumulative: what took less than one bound took less than every later one. */
function add(to: Mutable, what: { bucket: number; count: number; seconds: number }): void {
  to.count += what.count;
  to.sumSeconds += what.seconds;
  for (let at = what.bucket; at < to.buckets.length; at += 1) {
    to.buckets[at] = (to.buckets[at] ?? 0) + what.count;
  }
}

function toEndedAttempts(totals: readonly Total[]): EndedAttempts[] {
  return totals.map(({ labels, figures }) => {
    const [provider = "", modelId = "", state = ""] = labels;
    const [count = 0, costMicroUsd = 0] = figures;
    return { provider, modelId, state, count, costMicroUsd };
  });
}
