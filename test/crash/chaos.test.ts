import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReplyTarget } from "../../src/core/chat/reply-target.js";
import type { AccountId } from "../../src/core/ids.js";
import { openService, type Service } from "../fixtures/service.js";
import { pause, until } from "../jobs/until.js";
import { type Ask, planChaos } from "./chaos-plan.js";

/** As many as a build machine has time for; `CHAOS_GENERATIONS=500` for the whole of it. */
const GENERATIONS = Number(process.env.CHAOS_GENERATIONS ?? 60);
const PEOPLE = 50;
/** The bots let no more in at once either: see `core/turns.ts`. */
const AT_ONCE = 4;
const TEST_MS = 180_000 + GENERATIONS * 1_000;
const SETTINGS = {
  IMAGE_PROVIDERS: "replicate,fal",
  TRIAL_CREDITS: "2000",
  MAX_OPEN_GENERATIONS: "1000",
  MAX_REQUESTS_PER_MINUTE: "10000",
  QUICK_LANE_CONCURRENCY: "20",
  STANDARD_LANE_CONCURRENCY: "20",
  LOG_LEVEL: "error",
};
/** Longer than it takes until a POST without an answer is given up. */
const PATIENCE = { lostRunTimeoutMs: 25_000 };
const THUMBNAIL_PIXELS = 256 * 256;

/** The same again: `CHAOS_SEED=… npm run test:processes -- chaos`. */
const seed = Number(process.env.CHAOS_SEED ?? randomInt(2 ** 30));

interface Person {
  readonly accountId: AccountId;
  readonly target: ReplyTarget;
}

describe(`${GENERATIONS} generations at two providers that do everything wrong, seed ${seed}`, () => {
  let service: Service;

  beforeAll(async () => {
    service = await openService(SETTINGS, { patience: PATIENCE, pixels: THUMBNAIL_PIXELS });
  });
  afterAll(() => service?.close());

  it("ends each of them once, paid for once, and every book agrees", {
    timeout: TEST_MS,
  }, async () => {
    process.stdout.write(`chaos: CHAOS_SEED=${seed}\n`);
    const startedAt = performance.now();
    const plan = planChaos(seed, GENERATIONS);
    providers().replicate.setChances(plan.replicate);
    providers().fal.setChances(plan.fal);
    const people = await Promise.all(Array.from({ length: PEOPLE }, aPerson));
    const asks = plan.asks.entries();
    const changesOfMind: Promise<string | null>[] = [];
    const askInTurn = async () => {
      for (const [index, ask] of asks)
        changesOfMind.push((await request(ask, index, people)).later);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, askInTurn));
    const faults = (await Promise.all(changesOfMind)).filter((fault) => fault !== null);
    expect(faults).toEqual([]);
    process.stdout.write(`chaos: all asked for after ${secondsSince(startedAt)} s\n`);
    const leftMs = TEST_MS - 60_000 - (performance.now() - startedAt);
    await until("everything to end", isDrained, leftMs).catch(async (error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(await whatIsLeft(), null, 1)}`);
    });

    process.stdout.write(`chaos: all ended after ${secondsSince(startedAt)} s\n`);
    await expectOneEndEach();
    await expectOnePostEach();
    await expectChargedForWhatCame();
    await expectCostsBooked();
    expect(await service.app.adminCommands.reconcile?.({})).toMatchObject({ isFine: true });
    await tellWhatHappened();
  });

  function providers() {
    const { replicate, fal } = service.sandbox;
    if (!replicate || !fal) throw new Error("the sandbox lacks a provider");
    return { replicate, fal };
  }

  async function aPerson(_: unknown, index: number): Promise<Person> {
    const { telegram } = service.sandbox;
    const { id } = await telegram.addPerson({ firstName: `Person ${index}` });
    const userId = String(id);
    const locale = "en";
    const account = await service.app.useCases.identifyAccount({
      platform: "telegram",
      userId,
      locale,
    });
    return { accountId: account.id, target: { ...PRIVATE_CHAT, userId, chatId: userId } };
  }

  /** Resolves when it is in line, with what its asker does later: to what goes wrong then. */
  async function request(
    ask: Ask,
    index: number,
    people: readonly Person[],
  ): Promise<{ later: Promise<string | null> }> {
    const person = people[index % people.length];
    if (!person) throw new Error("there is nobody");
    const { model, count, cancelAfterMs } = ask;
    const { accountId } = person;
    const { requestGeneration, cancelGeneration } = service.app.useCases;
    const requested = await requestGeneration({
      ...person,
      requestKey: `chaos:${index}`,
      options: { prompt: `a lighthouse, number ${index}`, model, count, seed: ask.seed },
    });
    if (!requested.ok) throw new Error(JSON.stringify(requested.refusal));
    const { generationId } = requested.value;
    if (cancelAfterMs === null) return { later: Promise.resolve(null) };
    const later = pause(cancelAfterMs).then(() => cancelGeneration({ accountId, generationId }));
    return { later: later.then(toNothing, String) };
  }

  async function isDrained(): Promise<boolean> {
    await pause(1_000);
    const left = await whatIsLeft();
    return Object.values(left).every((rows) => rows.length === 0);
  }

  async function whatIsLeft() {
    return {
      generations: await select("SELECT * FROM generations WHERE ended_at IS NULL LIMIT 3"),
      attempts: await select("SELECT * FROM attempts WHERE ended_at IS NULL LIMIT 3"),
      deliveries: await select(
        "SELECT * FROM deliveries WHERE state IN ('progress', 'ready') LIMIT 3",
      ),
    };
  }

  async function expectOneEndEach(): Promise<void> {
    const wrong = await select(`
      SELECT g.id, g.state, count(h.id)::int AS holds, count(e.hold_id)::int AS ends
        FROM generations g LEFT JOIN holds h ON h.generation_id = g.id
        LEFT JOIN hold_ends e ON e.hold_id = h.id
       GROUP BY g.id HAVING count(h.id) <> 1 OR count(e.hold_id) <> 1`);
    expect(wrong).toEqual([]);
    expect(await select("SELECT id FROM generations WHERE state = 'succeeded'")).not.toEqual([]);
    expect(await select("SELECT id FROM generations")).toHaveLength(GENERATIONS);
  }

  /** The attempt's id is in the webhook's path. */
  async function expectOnePostEach(): Promise<void> {
    const { replicate, fal } = providers();
    const posts = [...replicate.posts(), ...fal.posts()].map(({ webhook }) => attemptOf(webhook));
    expect(posts.filter((id, index) => posts.indexOf(id) !== index)).toEqual([]);
    const attempts = await select<{ id: string }>("SELECT id FROM attempts");
    const known = new Set(attempts.map(({ id }) => id));
    expect(posts.filter((id) => !known.has(id))).toEqual([]);
    expect(fal.posts().length).toBeGreaterThan(GENERATIONS / 10);
    expect(replicate.posts().length).toBeGreaterThan(GENERATIONS / 2);
    // A second run of the same picture only when the first one is known to have come to nothing.
    const twice = await select(`
      SELECT a.generation_id, a.slot, a.number, a.state FROM attempts a
       WHERE a.state IN ('succeeded', 'unknown') AND EXISTS (
         SELECT 1 FROM attempts b WHERE b.generation_id = a.generation_id AND b.slot = a.slot AND b.number > a.number)
       LIMIT 5`);
    expect(twice).toEqual([]);
  }

  async function expectChargedForWhatCame(): Promise<void> {
    const wrong = await select(`
      SELECT g.id, g.state, g.captured_credits, e.captured, o.kept, o.credits
        FROM generations g JOIN holds h ON h.generation_id = g.id JOIN hold_ends e ON e.hold_id = h.id,
     LATERAL (SELECT count(*) FILTER (WHERE state = 'kept')::int AS kept, coalesce(sum(credits), 0)::int AS credits
                FROM generation_outputs WHERE generation_id = g.id) o
       WHERE e.captured <> o.credits OR g.captured_credits <> e.captured OR o.credits <> o.kept * g.unit_credits
          OR e.captured + e.released <> h.amount OR (g.state = 'succeeded') <> (o.kept > 0)
       LIMIT 5`);
    expect(wrong).toEqual([]);
  }

  /** What we have written down of each attempt is what the provider counts; of an unknown one, at least that. */
  async function expectCostsBooked(): Promise<void> {
    const attempts = await select<BookedAttempt>(
      "SELECT id, provider, state, error_code AS code, coalesce(cost_micro_usd, 0)::int AS booked FROM attempts",
    );
    const { replicate, fal } = providers();
    const counted = attempts.map((attempt) => {
      const provider = attempt.provider === "fal" ? fal : replicate;
      return { ...attempt, paid: provider.paidMicroUsdOf(attempt.id) };
    });
    const known = counted.filter(({ state }) => state !== "unknown");
    const unknown = counted.filter(({ state }) => state === "unknown");
    expect(known.filter(({ booked, paid }) => booked !== paid)).toEqual([]);
    expect(unknown.filter(({ booked, paid }) => booked === 0 || paid > booked)).toEqual([]);

    const booked = sum(counted.map((one) => one.booked));
    const uncertain = sum(unknown.map((one) => one.booked - one.paid));
    const paid = replicate.paidMicroUsd() + fal.paidMicroUsd();
    expect(booked - uncertain).toBe(paid);
    const [spend] = await select<{ all: number }>(
      "SELECT sum(cost_micro_usd)::int AS all FROM provider_spend",
    );
    expect(spend?.all).toBe(booked);
    process.stdout.write(
      `chaos: paid ${paid} µ$, booked ${booked}, of it ${uncertain} for ${unknown.length} that stayed unknown\n`,
    );
  }

  async function tellWhatHappened(): Promise<void> {
    const { replicate, fal } = providers();
    const ends = await select<{ end: string; count: number }>(
      "SELECT state || coalesce(':' || error_code, '') AS end, count(*)::int FROM generations GROUP BY 1 ORDER BY 1",
    );
    const tries = await select<{ end: string; count: number }>(
      "SELECT provider || ':' || state || coalesce(':' || error_code, '') AS end, count(*)::int FROM attempts GROUP BY 1 ORDER BY 1",
    );
    const toText = (rows: readonly { end: string; count: number }[]) =>
      rows.map(({ end, count }) => `${end} ${count}`).join(", ");
    process.stdout.write(
      `chaos: ${toText(ends)}\nchaos: ${toText(tries)}\nchaos: posts ${replicate.posts().length} + ${fal.posts().length}, webhooks ${replicate.webhooks().length} + ${fal.webhooks().length}\n`,
    );
  }

  function select<T>(sql: string): Promise<T[]> {
    return service.app.client.$queryRawUnsafe<T[]>(sql);
  }
});

interface BookedAttempt {
  readonly id: string;
  readonly provider: string;
  readonly state: string;
  readonly code: string | null;
  readonly booked: number;
}

const PRIVATE_CHAT = {
  platform: "telegram",
  botId: "1",
  threadId: null,
  replyTo: null,
  language: "en",
  visibility: "everyone",
  isGroup: false,
  isUserInstall: false,
  grant: null,
} as const;

function secondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 1_000);
}

function toNothing(): null {
  return null;
}

function attemptOf(webhook: string | null): string {
  return webhook?.split("/").at(-1) ?? "none";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
