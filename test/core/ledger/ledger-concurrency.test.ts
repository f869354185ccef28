import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseKinds, openTestDatabase, type TestDatabase } from "../../fixtures/database.js";
import { openLedger, type TestLedger } from "../../fixtures/ledger.js";
import { until } from "../../jobs/until.js";

describe.each(databaseKinds())("ledger under simultaneous calls, on %s", (kind) => {
  let database: TestDatabase;
  let ledger: TestLedger;

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    ledger = openLedger(database.prisma);
  });
  afterAll(() => database.close());

  const times = <T>(count: number, call: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => call(index)));

  it("lets exactly as many of 60 holds through as the balance covers", async () => {
    const wallet = await ledger.aWallet({ balance: 95 });
    await wallet.grant(5, { expiresAt: new Date("2027-01-01") });

    const holds = await times(60, () => wallet.tryHold(7));

    expect(holds.filter((held) => held.ok)).toHaveLength(Math.floor(100 / 7));
    expect(await wallet.figures()).toEqual({ balance: 100, held: 98, available: 2, debt: 0 });
  });

  it("lets exactly as many through when each runs in a transaction of its own", async () => {
    const wallet = await ledger.aWallet({ balance: 100 });

    const holds = await times(50, () =>
      database.prisma.$transaction(
        async (client) => {
          await client.account.count({ where: { id: wallet.accountId } });
          return openLedger(client).store.hold(wallet.holdInput(7));
        },
        { maxWait: 20_000, timeout: 20_000 },
      ),
    );

    expect(holds.filter((held) => held.ok)).toHaveLength(14);
    expect(await wallet.figures()).toMatchObject({ held: 98 });
  });

  // The embedded database lets one transaction run at a time.
  it.skipIf(kind === "pglite")(
    "lets rows that refer to a wallet wait for nobody's hold on it",
    async () => {
      const wallet = await ledger.aWallet({ balance: 100 });
      let arrived = 0;

      const holds = await times(4, (index) =>
        database.prisma.$transaction(async (client) => {
          const limit = { walletId: wallet.id, subject: "member", subjectId: `${index}` };
          await client.spendLimit.create({ data: { ...limit, window: "day", maxCredits: 5 } });
          arrived += 1;
          await until("all four", () => arrived === 4, 4_000);
          return openLedger(client).store.hold(wallet.holdInput(7));
        }),
      );

      expect(holds.filter((held) => held.ok)).toHaveLength(4);
    },
  );

  it("holds once when the same request comes ten times at once", async () => {
    const wallet = await ledger.aWallet({ balance: 100 });
    const input = wallet.holdInput(30);

    const holds = await times(10, () => ledger.store.hold(input));

    const ids = new Set(holds.map((held) => held.ok && held.value.holdId));
    expect(ids.size).toBe(1);
    expect(holds.filter((held) => held.ok && !held.value.isRepeat)).toHaveLength(1);
    expect(await wallet.figures()).toMatchObject({ held: 30 });
  });

  it("ends a hold once when capture, release and timeout arrive together", async () => {
    const wallet = await ledger.aWallet({ balance: 1_000 });
    const overdue = ledger.clock.now();
    const holdIds = await times(20, () => wallet.hold(10, { expiresAt: overdue }));

    const ends = await Promise.all(
      holdIds.flatMap((holdId) => [
        ledger.capture(holdId, 4),
        ledger.release(holdId),
        ledger.capture(holdId, 9),
        ledger.expireHolds().then(() => null),
      ]),
    );

    const first = ends.filter((end) => end !== null && !end.isRepeat);
    const rows = await database.prisma.holdEnd.findMany({ where: { holdId: { in: holdIds } } });
    expect(rows).toHaveLength(20);
    expect(first.length).toBeLessThanOrEqual(20); // The timeout may have been first.
    const captured = rows.reduce((total, row) => total + row.captured, 0);
    expect(await wallet.figures()).toMatchObject({ balance: 1_000 - captured, held: 0 });
  });

  it("takes a purchase back once when told eight times at once", async () => {
    const wallet = await ledger.aWallet();
    const purchaseId = await wallet.buy(100);
    await ledger.capture(await wallet.hold(30), 30);

    const results = await times(8, (index) => ledger.clawback(purchaseId, 100, `r${index % 2}`));

    expect(results.filter((result) => !result.isRepeat)).toHaveLength(2);
    expect(await wallet.figures()).toEqual({ balance: 0, held: 0, available: 0, debt: 30 });
  });

  it("keeps the books of many wallets right under a mix of everything", async () => {
    const wallets = await times(4, () => ledger.aWallet({ balance: 200 }));
    const soon = new Date(ledger.clock.now().getTime() + 1_000);
    ledger.clock.forward(2_000);

    const mix = times(120, async (index) => {
      const wallet = wallets[index % wallets.length]!;
      if (index % 5 === 0) await wallet.grant(9, { expiresAt: soon });
      if (index % 7 === 0) await ledger.expireLots();
      const held = await wallet.tryHold(1 + (index % 11));
      if (held.ok) await ledger.capture(held.value.holdId, index % 2);
    });
    const differences = await times(10, () => ledger.store.findDifferences());
    await mix;

    expect(differences.flat()).toEqual([]);
    expect(await ledger.store.findDifferences()).toEqual([]);
  });
});
