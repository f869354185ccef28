import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMetricsRegistry } from "../../../src/adapters/metrics/metrics-registry.js";
import { createPrismaServiceFigures } from "../../../src/adapters/prisma/prisma-service-figures.js";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import type { ServiceFiguresReader } from "../../../src/core/ports/service-figures.js";
import { databaseKinds, openTestDatabase, type TestDatabase } from "../../fixtures/database.js";

const noQueues = async () => [];

function movableClock(start = Date.UTC(2026, 10, 20)) {
  let at = start;
  const pass = (ms: number) => {
    at += ms;
  };
  return { ...systemClock, now: () => new Date(at), pass };
}

/** The lines of one metric. */
function linesOf(text: string, name: string): string[] {
  return text.split("\n").filter((line) => line.startsWith(name) && !line.startsWith("#"));
}

describe.each(databaseKinds())("metrics of the tables on %s", (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());

  it("tell what has ended and what it cost, each once, however often they are read", async () => {
    const clock = movableClock();
    const registry = createMetricsRegistry({
      clock,
      service: createPrismaServiceFigures(database.prisma, clock),
      queues: noQueues,
    });
    await fillTables(database, clock.now());
    for (const passed of [0, 3_000, 61_000, 300_000]) {
      clock.pass(passed);
      const text = await registry.render();
      expect(linesOf(text, "atelier_generations_ended_total")).toEqual([
        'atelier_generations_ended_total{state="succeeded",model="flux-schnell"} 1',
      ]);
      expect(linesOf(text, "atelier_generation_wait_seconds").slice(-2)).toEqual([
        'atelier_generation_wait_seconds_sum{state="succeeded",model="flux-schnell"} 3',
        'atelier_generation_wait_seconds_count{state="succeeded",model="flux-schnell"} 1',
      ]);
      expect(text).toContain(
        'atelier_generation_wait_seconds_bucket{state="succeeded",model="flux-schnell",le="2"} 0',
      );
      expect(text).toContain(
        'atelier_generation_wait_seconds_bucket{state="succeeded",model="flux-schnell",le="5"} 1',
      );
      expect(text).toContain(
        'atelier_provider_cost_usd_total{provider="replicate",model="flux-schnell",state="succeeded"} 0.003',
      );
      expect(linesOf(text, "atelier_generations_open")).toEqual([
        'atelier_generations_open{state="queued",lane="quick"} 1',
      ]);
      expect(text).toContain("atelier_failed_jobs 1");
      expect(text).toContain("atelier_database_up 1");
    }
  });
});

describe("metrics", () => {
  const figures: Awaited<ReturnType<ServiceFiguresReader["read"]>> = {
    openGenerations: [{ state: "queued", lane: "quick", count: 4, oldestSeconds: 12 }],
    endedGenerations: [],
    endedAttempts: [],
    openHolds: { count: 2, credits: 16 },
    failedJobs: 0,
    unsettledPayments: { open: 1, needsStaff: 1 },
    strandedDeliveries: 0,
    reportedPictures: 0,
  };

  it("say that the database is away instead of telling old figures, and go on telling the others", async () => {
    const clock = movableClock();
    let isAway = false;
    const service = {
      read: async () => {
        if (isAway) throw new Error("connect postgresql://a:hunter2@db refused");
        return figures;
      },
    };
    const registry = createMetricsRegistry({ clock, service, queues: noQueues });
    registry.metrics.countInteraction({ platform: "discord", kind: "command", outcome: "view" });
    expect(await registry.render()).toContain("atelier_holds_open_credits 16");

    isAway = true;
    clock.pass(2_001);
    const text = await registry.render();
    expect(text).toContain("atelier_database_up 0");
    expect(linesOf(text, "atelier_holds_open_credits")).toEqual([]);
    expect(linesOf(text, "atelier_generations_open")).toEqual([]);
    expect(linesOf(text, "atelier_interactions_total")).toEqual([
      'atelier_interactions_total{platform="discord",kind="command",outcome="view"} 1',
    ]);
    expect(text).not.toContain("hunter2");
  });

  it("do not wait for a store that hangs", { timeout: 10_000 }, async () => {
    const service = { read: () => new Promise<never>(() => undefined) };
    const queues = () => new Promise<never>(() => undefined);
    const registry = createMetricsRegistry({ clock: systemClock, service, queues });
    const askedAt = performance.now();
    const text = await registry.render();
    expect(performance.now() - askedAt).toBeLessThan(4_500);
    expect(text).toContain("atelier_database_up 0");
    expect(text).toContain("atelier_queue_up 0");
  });

  it("read the tables once for all who ask within two seconds", async () => {
    const clock = movableClock();
    let reads = 0;
    const service = { read: async () => ({ ...figures, failedJobs: ++reads }) };
    const registry = createMetricsRegistry({ clock, service, queues: noQueues });
    await Promise.all([registry.render(), registry.render()]);
    clock.pass(1_999);
    expect(await registry.render()).toContain("atelier_failed_jobs 1");
    clock.pass(1);
    expect(await registry.render()).toContain("atelier_failed_jobs 2");
  });

  it("stand in docs/metrics.md, all of them and no others", async () => {
    const service = { read: async () => figures };
    const registry = createMetricsRegistry({ clock: systemClock, service, queues: noQueues });
    const text = await registry.render();
    const told = [...text.matchAll(/^# TYPE (atelier_(?!process_|nodejs_)\S+) (\S+)$/gm)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    const docs = readFileSync("docs/metrics.md", "utf8");
    const listed = [...docs.matchAll(/^\| `(atelier_\S+)` \| (\w+) \|/gm)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    expect(listed.sort()).toEqual(told.sort());
  });
});

/** One generation that succeeded after waiting 3 s, one in line, and a job given up. */
async function fillTables({ prisma }: TestDatabase, now: Date): Promise<void> {
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
  const accountId = "00000000-0000-4000-8000-000000000001";
  const payerWalletId = "00000000-0000-4000-8000-000000000002";
  await prisma.account.create({ data: { id: accountId } });
  await prisma.wallet.create({ data: { id: payerWalletId, accountId } });
  const common = {
    source: "command",
    accountId,
    payerWalletId,
    modelId: "flux-schnell",
    catalogVersion: "1",
    seed: 1,
    requestedCount: 1,
    unitCredits: 1,
    quotedCredits: 1,
    lane: "quick",
    visibility: "everyone",
    retention: "keep",
  };
  const succeeded = "00000000-0000-4000-8000-000000000003";
  const times = { createdAt: ago(13), startedAt: ago(10), endedAt: ago(1) };
  await prisma.generation.create({
    data: {
      ...common,
      ...times,
      id: succeeded,
      requestKey: "a",
      state: "succeeded",
      capturedCredits: 1,
    },
  });
  await prisma.generation.create({
    data: {
      ...common,
      id: "00000000-0000-4000-8000-000000000004",
      requestKey: "b",
      state: "queued",
      createdAt: ago(5),
      queuedAt: ago(5),
    },
  });
  await prisma.attempt.create({
    data: {
      id: "00000000-0000-4000-8000-000000000005",
      generationId: succeeded,
      slot: 0,
      number: 1,
      provider: "replicate",
      providerRunId: "r",
      state: "succeeded",
      costMicroUsd: 3_000,
      leaseUntil: now,
      startedAt: ago(10),
      endedAt: ago(1),
    },
  });
  await prisma.failedJob.create({
    data: {
      id: "00000000-0000-4000-8000-000000000006",
      queue: "deliver",
      name: "deliver",
      payload: {},
      errorCode: "unknown",
      failedAt: now,
    },
  });
}
