import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FAULT_POINTS, type FaultPoint } from "../../src/core/ports/fault-points.js";
import { pause, until } from "../jobs/until.js";
import { type Load, startLoad } from "./load.js";
import { type LoadedHouse, openLoadedHouse } from "./loaded-house.js";
import { canStartServers } from "./own-servers.js";
import type { RoleLife } from "./role-process.js";
import { meetingOf } from "./way-to-a-picture.js";

/** Who comes by where; the workers everywhere else. */
const OF_BOTS: readonly FaultPoint[] = [
  ...(["update_saved", "account_opened", "generation_requested", "intake_enqueued"] as const),
  ...(["progress_begun", "progress_sent", "progress_recorded", "update_finished"] as const),
  ...(["checkout_recorded", "checkout_opened"] as const),
];
const OF_WEB: readonly FaultPoint[] = ["payment_event_saved"];
/** Beside what lies on the way to a picture. */
const OF_PAYMENTS: readonly FaultPoint[] = ["purchase_fulfilled", "purchase_notified"];
const OF_WORKERS = FAULT_POINTS.filter(
  (point) =>
    [OF_BOTS, OF_WEB].every((points) => !points.includes(point)) &&
    (meetingOf(point, "discord") !== null || OF_PAYMENTS.includes(point)),
);
const DEATH_MS = 30_000;
const DRAIN_MS = 150_000;
const TEST_MS = 600_000;
const reason = canStartServers ? "" : " (needs Debian's Postgres and Redis, and root)";

describe.skipIf(!canStartServers)(`fifty generations in flight, every role killed${reason}`, () => {
  let house: LoadedHouse;
  let load: Load;
  const met = new Set<FaultPoint>();
  const told: string[] = [];

  beforeAll(async () => {
    house = await openLoadedHouse();
    load = startLoad(house);
  }, TEST_MS);
  afterAll(() => house?.close());

  it("meets each of them everywhere, and dies there", { timeout: TEST_MS }, async () => {
    await until("work in every lane", async () => (await count("generations")) > 40, 60_000);
    await Promise.all([dieInTurn("bot", OF_BOTS), dieInTurn("worker", OF_WORKERS)]);
    await dieInTurn("web", OF_WEB); // It hears of payments only while bots live to sell.

    const all = [...OF_BOTS, ...OF_WEB, ...OF_WORKERS];
    expect(all.filter((point) => !met.has(point))).toEqual([]);
  });

  it("goes on after a crash of Redis, and of Postgres", { timeout: TEST_MS }, async () => {
    await house.redis.crash();
    await expectProgress();
    await house.postgres.crash();
    await riseAll();
    await expectProgress();
  });

  it("ends everything once, and nothing is lost", { timeout: TEST_MS }, async () => {
    await load.stop();
    await riseAll();
    await house.stripe.control.waitUntilDelivered(60_000);
    await until("everything to end", isDrained, DRAIN_MS).catch(async (error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(await whatIsLeft(), null, 1)}`);
    });

    await expectOneEndEach();
    await expectNoAttemptTwice();
    await expectGrantedOnce();
    await expectBooksAgree();
    await expectNobodyForgotten();
    process.stdout.write(`${told.join("\n")}\n`);
  });

  async function dieInTurn(role: string, points: readonly FaultPoint[]): Promise<void> {
    const lives = house.lives.filter((life) => life.role === role);
    for (const point of points) {
      if (await dieAndRise(lives, point)) met.add(point);
    }
  }

  /** Every process that comes by dies there. True when one did. */
  async function dieAndRise(lives: readonly RoleLife[], point: FaultPoint): Promise<boolean> {
    for (const life of lives) life.dieAt(point);
    const isAnyDead = () => lives.some((life) => !life.isAlive());
    const isMet = await until("a death", isAnyDead, DEATH_MS).then(
      () => true,
      () => false,
    );
    await pause(300);
    const dead = lives.filter((life) => !life.isAlive());
    for (const life of lives) life.dieAt(null);
    const open = await count("generations WHERE ended_at IS NULL");
    const who = dead.map(({ role }) => role).join(", ") || "nobody";
    process.stdout.write(`${point}: ${who}; ${open} open\n`);
    await Promise.all(dead.map((life) => life.start()));
    return isMet;
  }

  /** A process that could not start while a server was away is started again, as an orchestrator would. */
  async function riseAll(): Promise<void> {
    const dead = () => house.lives.filter((life) => !life.isAlive());
    for (let tries = 0; dead().length > 0 && tries < 20; tries += 1) {
      await Promise.all(dead().map((life) => life.start()));
    }
  }

  async function expectProgress(): Promise<void> {
    const before = await count("generations WHERE state = 'succeeded'");
    const hasMore = async () => (await count("generations WHERE state = 'succeeded'")) > before + 5;
    await until("more pictures", hasMore, 60_000);
  }

  async function isDrained(): Promise<boolean> {
    const left = await whatIsLeft();
    return Object.values(left).every((rows) => rows.length === 0);
  }

  async function whatIsLeft() {
    const open = {
      generations: `SELECT g.id, g.state, g.lane, now() - g.created_at AS age,
        (SELECT json_agg(json_build_object('state', a.state, 'run', a.provider_run_id, 'ended', a.ended_at))
           FROM attempts a WHERE a.generation_id = g.id) AS attempts
        FROM generations g WHERE ended_at IS NULL LIMIT 5`,
      deliveries: `SELECT id, platform, state, rung, tries, shown, next_try_at, lease_until, now() AS now
        FROM deliveries WHERE state IN ('progress', 'ready') LIMIT 5`,
      updates: `SELECT c.platform, c.update_key, c.owner, l.until, now() AS now
        FROM chat_updates c LEFT JOIN leases l ON l.name = 'process:' || c.owner WHERE state = 'open' LIMIT 5`,
      events: "SELECT type, created_at FROM payment_events WHERE processed_at IS NULL LIMIT 5",
      attempts:
        "SELECT generation_id, state, started_at FROM attempts WHERE ended_at IS NULL LIMIT 5",
    };
    const rows = await Promise.all(
      Object.entries(open).map(async ([name, sql]) => [name, await house.select(sql)] as const),
    );
    return Object.fromEntries(rows);
  }

  async function expectOneEndEach(): Promise<void> {
    const wrong = await house.select(`
      SELECT g.id, g.state, count(h.id)::int AS holds, count(e.hold_id)::int AS ends
        FROM generations g LEFT JOIN holds h ON h.generation_id = g.id
        LEFT JOIN hold_ends e ON e.hold_id = h.id
       GROUP BY g.id HAVING count(h.id) <> 1 OR count(e.hold_id) <> 1 OR g.ended_at IS NULL`);
    expect(wrong).toEqual([]);
    const states = await house.select<{ state: string; count: number }>(
      "SELECT state, count(*)::int AS count FROM generations GROUP BY state ORDER BY state",
    );
    told.push(`ends: ${JSON.stringify(states)}`);
    expect(states.find(({ state }) => state === "succeeded")?.count).toBeGreaterThan(100);
  }

  /** The attempt's id is in the webhook's path. */
  async function expectNoAttemptTwice(): Promise<void> {
    const posts = house.replicate.control.posts();
    const perAttempt = new Map<string, number>();
    for (const { webhook } of posts) {
      const attemptId = webhook?.split("/").at(-1) ?? "none";
      perAttempt.set(attemptId, (perAttempt.get(attemptId) ?? 0) + 1);
    }
    expect([...perAttempt].filter(([, times]) => times > 1)).toEqual([]);
    // Nothing is wrong with this provider, so no generation has a second run; and who died just before the POST has none.
    const runs = posts.filter(({ predictionId }) => predictionId !== null).length;
    const never = await count("generations WHERE error_code = 'outcome_unknown'");
    expect(runs).toBe((await count("generations")) - never);
    expect(await count("generations WHERE state = 'succeeded'")).toBe(runs);
    told.push(`runs at the provider: ${runs}`);
  }

  async function expectGrantedOnce(): Promise<void> {
    const lots = await house.select<{ key: string }>(
      "SELECT source_key AS key FROM lots WHERE source = 'pack' ORDER BY source_key",
    );
    const paid = [...load.paid].map((id) => `stripe:${id}`).toSorted();
    expect(lots.map(({ key }) => key).toSorted()).toEqual(paid);
    expect(paid.length).toBeGreaterThan(3);
    told.push(`paid and granted: ${paid.length}`);
  }

  async function expectBooksAgree(): Promise<void> {
    const wrong = await house.select(`
      SELECT w.id FROM wallets w
       WHERE w.held <> 0
          OR w.balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_entries e WHERE e.wallet_id = w.id)
          OR w.balance <> (SELECT coalesce(sum(remaining), 0) FROM lots l WHERE l.wallet_id = w.id)`);
    expect(wrong).toEqual([]);
  }

  /**
   * Of what Discord heard, all that was written down; of what Telegram took, everything. What kept dying with its process
   * is given up after some replays, and its asker told.
   */
  async function expectNobodyForgotten(): Promise<void> {
    const rows = await house.select<{ prompt: string }>("SELECT prompt FROM generation_contents");
    const made = rows.map(({ prompt }) => prompt);
    expect(new Set(made).size).toBe(made.length);
    const asked = new Set(made);
    const forgotten = load.taken.filter(({ prompt, telegramUserId }) => {
      if (telegramUserId === null || asked.has(prompt)) return false;
      const messages = house.telegram.control.messages(telegramUserId);
      return !messages.some(({ text }) => text?.includes("Something broke on our side"));
    });
    expect(forgotten).toEqual([]);
  }

  async function count(what: string): Promise<number> {
    const [row] = await house.select<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${what}`,
    );
    return row?.count ?? 0;
  }
});
