import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPrismaLeaseStore } from "../../../src/adapters/prisma/prisma-lease-store.js";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import type { LeaseStore } from "../../../src/core/ports/lease-store.js";
import { createHeartbeat, type Heartbeat } from "../../../src/core/running/heartbeat.js";
import { runUnderLease } from "../../../src/core/running/run-under-lease.js";
import { untilAborted } from "../../../src/core/running/until-aborted.js";
import { openTestDatabase, type TestDatabase } from "../../fixtures/database.js";
import { createRecordingLog } from "../../fixtures/recording-log.js";
import { pause, until } from "../../jobs/until.js";

/** Quicker than the real one, and slow enough for a busy machine. */
const PULSE = { lifeMs: 1_500, renewEveryMs: 300 };

describe("what only one process may do", () => {
  let database: TestDatabase;
  let leases: LeaseStore;
  let hearts: Heartbeat[];
  const log = createRecordingLog();
  beforeAll(async () => {
    database = await openTestDatabase("pglite");
    leases = createPrismaLeaseStore(database.prisma);
  });
  afterAll(() => database.close());
  beforeEach(() => {
    hearts = [];
  });
  // With it goes all they hold.
  afterEach(async () => {
    await Promise.all(hearts.map((heart) => heart.stop()));
  });

  async function aProcess(processId: string, store = leases): Promise<Heartbeat> {
    const heart = createHeartbeat({
      leases: store,
      clock: systemClock,
      log,
      processId,
      pulse: PULSE,
    });
    await heart.start();
    hearts.push(heart);
    return heart;
  }

  /** A way to the database that can be cut, so that calls fail, or hang as when a cable is pulled. */
  function cuttable() {
    const line: { state: "whole" | "refused" | "silent" } = { state: "whole" };
    const pass = async <T>(call: () => Promise<T>): Promise<T> => {
      if (line.state === "refused") throw new Error("connection refused");
      if (line.state === "silent") return new Promise<T>(() => undefined);
      return call();
    };
    const store: LeaseStore = {
      take: (lease) => pass(() => leases.take(lease)),
      renew: (input) => pass(() => leases.renew(input)),
      release: (lease) => pass(() => leases.release(lease)),
      releaseAll: (owner) => pass(() => leases.releaseAll(owner)),
      purge: (olderThanMs) => pass(() => leases.purge(olderThanMs)),
    };
    return { line, store };
  }

  it("stays with whoever has it for as long as that one lives", async () => {
    const [a, b] = [await aProcess("a"), await aProcess("b")];
    const lease = await a.take("poller");
    expect(lease).not.toBeNull();
    await pause(2 * PULSE.lifeMs);
    expect(await b.take("poller")).toBeNull();
    expect(lease?.lost.aborted).toBe(false);
  });

  it("is another's at once when it is given back, and when its process stops", async () => {
    const [a, b, c] = [await aProcess("a"), await aProcess("b"), await aProcess("c")];
    await (await a.take("poller"))?.release();
    expect(await b.take("poller")).not.toBeNull();
    await b.stop();
    expect(await c.take("poller")).not.toBeNull();
  });

  it.each(["refused", "silent"] as const)(
    "is given up before another can have it, when the database is %s",
    async (state) => {
      const { line, store } = cuttable();
      const [a, b] = [await aProcess("a", store), await aProcess("b")];
      const lease = await a.take("poller");
      let wasLostAt = 0;
      lease?.lost.addEventListener("abort", () => (wasLostAt = performance.now()));

      line.state = state;
      const tryB = async () => (await b.take("poller")) !== null;
      await until("b has it", tryB, 3 * PULSE.lifeMs);

      expect(lease?.lost.aborted).toBe(true);
      expect(performance.now() - wasLostAt).toBeGreaterThan(PULSE.lifeMs / 10);
      line.state = "whole";
    },
  );

  it("is done by one process at a time, whoever comes and goes", async () => {
    const active = new Set<string>();
    const history: string[] = [];
    let mostAtOnce = 0;
    async function join(name: string) {
      const heartbeat = await aProcess(name);
      const stop = new AbortController();
      const options = { name: "poller", stop: stop.signal };
      const standBy = runUnderLease(
        { heartbeat, clock: systemClock, log },
        options,
        async (end) => {
          active.add(name);
          history.push(name);
          mostAtOnce = Math.max(mostAtOnce, active.size);
          await untilAborted(end);
          active.delete(name);
        },
      );
      await standBy.asked;
      expect(standBy.isHealthy()).toBe(true);
      return { stop, ended: standBy.ended };
    }
    const members = [await join("a"), await join("b"), await join("c")];
    expect(history).toEqual(["a"]);

    members[0]?.stop.abort();
    await members[0]?.ended;
    await until("another one", () => history.length === 2, 3_000);
    for (const { stop } of members) stop.abort();
    await Promise.all(members.map(({ ended }) => ended));

    expect(active.size).toBe(0);
    expect(mostAtOnce).toBe(1);
  });

  it("is not even asked for with noise in the log when nothing is wrong", async () => {
    const quiet = createRecordingLog();
    const deps = { leases, clock: systemClock, log: quiet, processId: "alone", pulse: PULSE };
    const heart = createHeartbeat(deps);
    await heart.start();
    await heart.take("poller");
    await pause(PULSE.lifeMs);
    await heart.stop();
    expect(quiet.lines).toEqual([]);
  });
});
