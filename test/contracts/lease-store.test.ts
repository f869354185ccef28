import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPrismaLeaseStore } from "../../src/adapters/prisma/prisma-lease-store.js";
import type { LeaseStore } from "../../src/core/ports/lease-store.js";
import { databaseKinds, openTestDatabase, type TestDatabase } from "../fixtures/database.js";
import { pause } from "../jobs/until.js";

const LIFE_MS = 60_000;

describe.each(databaseKinds())("leases, on %s", (kind) => {
  let database: TestDatabase;
  let leases: LeaseStore;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    leases = createPrismaLeaseStore(database.prisma);
  });
  afterAll(() => database.close());

  it("go to one of many that ask at the same moment", async () => {
    const owners = Array.from({ length: 10 }, (_, number) => `owner ${number}`);
    const took = await Promise.all(
      owners.map((owner) => leases.take({ name: "one", owner, lifeMs: LIFE_MS })),
    );
    expect(took.filter(Boolean)).toHaveLength(1);
  });

  it("can be taken again by their owner, and by others once given back", async () => {
    const lease = { name: "again", lifeMs: LIFE_MS };
    expect(await leases.take({ ...lease, owner: "a" })).toBe(true);
    expect(await leases.take({ ...lease, owner: "a" })).toBe(true);
    expect(await leases.take({ ...lease, owner: "b" })).toBe(false);
    await leases.release({ name: "again", owner: "b" }); // Not b's to give back.
    expect(await leases.take({ ...lease, owner: "b" })).toBe(false);
    await leases.release({ name: "again", owner: "a" });
    expect(await leases.take({ ...lease, owner: "b" })).toBe(true);
  });

  it("run out, and then cannot be renewed", async () => {
    await leases.take({ name: "short", owner: "c", lifeMs: 200 });
    await leases.take({ name: "long", owner: "c", lifeMs: LIFE_MS });
    await pause(300);
    expect(await leases.renew({ owner: "c", lifeMs: LIFE_MS })).toEqual(new Set(["long"]));
    expect(await leases.take({ name: "short", owner: "d", lifeMs: LIFE_MS })).toBe(true);
  });

  it("leave no rows of the dead behind", async () => {
    await leases.take({ name: "process:dead", owner: "dead", lifeMs: 1 });
    await leases.take({ name: "process:alive", owner: "alive", lifeMs: LIFE_MS });
    await pause(50);
    await leases.purge(10);
    const names = (await database.prisma.lease.findMany()).map(({ name }) => name);
    expect(names).toContain("process:alive");
    expect(names).not.toContain("process:dead");
  });
});
