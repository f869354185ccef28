import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommunityId, GenerationId, HoldId, WalletId } from "../../src/core/ids.js";
import { databaseKinds, openTestDatabase, type TestDatabase } from "../fixtures/database.js";
import { createSetClock, HOUR_MS, openLedger, type TestLedger } from "../fixtures/ledger.js";

describe.each(databaseKinds())("ledger store on %s", (kind) => {
  let database: TestDatabase;
  let ledger: TestLedger;

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    ledger = openLedger(database.prisma);
  });
  afterAll(() => database.close());

  // A ledger on the same books, earlier than all before it: so its sweeps meet nothing of theirs.
  let year = 2020;
  const withOwnClock = () =>
    openLedger(database.prisma, createSetClock(new Date(`${year--}-01-01T00:00:00Z`)));

  describe("wallets", () => {
    it("opens one empty wallet per owner, however often and however simultaneously it is asked", async () => {
      const accountId = await ledger.anAccount();

      const ids = await Promise.all(
        Array.from({ length: 10 }, () => ledger.store.openWallet({ accountId })),
      );

      expect(new Set(ids).size).toBe(1);
      expect(await ledger.store.readWallet(ids[0]!)).toEqual({
        id: ids[0],
        balance: 0,
        held: 0,
        available: 0,
        debt: 0,
        isFrozen: false,
      });
    });

    it("opens a wallet for a community", async () => {
      const communityId = randomUUID() as CommunityId;
      await database.prisma.community.create({ data: { id: communityId } });

      const id = await ledger.store.openWallet({ communityId });

      expect(await ledger.store.openWallet({ communityId })).toBe(id);
    });

    it("says not_found for a wallet that does not exist", async () => {
      const walletId = randomUUID() as WalletId;

      await expect(ledger.store.readWallet(walletId)).rejects.toMatchObject({ code: "not_found" });
    });
  });

  describe("grant", () => {
    it("adds credits once per key", async () => {
      const wallet = await ledger.aWallet();
      const sourceKey = randomUUID();

      expect(await wallet.grant(20, { sourceKey })).toEqual({ isRepeat: false });
      expect(await wallet.grant(20, { sourceKey })).toEqual({ isRepeat: true });

      expect(await wallet.figures()).toMatchObject({ balance: 20, available: 20 });
      expect(await wallet.entries()).toMatchObject([
        { seq: 1, kind: "grant", amount: 20, balanceAfter: 20, debtDelta: 0 },
      ]);
    });

    it("adds credits once when told five times at once", async () => {
      const wallet = await ledger.aWallet();
      const sourceKey = randomUUID();

      await Promise.all(Array.from({ length: 5 }, () => wallet.grant(20, { sourceKey })));

      expect(await wallet.figures()).toMatchObject({ balance: 20 });
    });

    it("refuses a known key with another amount, or for another wallet", async () => {
      const wallet = await ledger.aWallet();
      const other = await ledger.aWallet();
      const sourceKey = randomUUID();
      await wallet.grant(20, { sourceKey });

      await expect(wallet.grant(21, { sourceKey })).rejects.toMatchObject({
        code: "ledger_conflict",
        retryable: false,
      });
      await expect(other.grant(20, { sourceKey })).rejects.toMatchObject({
        code: "ledger_conflict",
      });
    });

    it("does not grant nothing", async () => {
      const wallet = await ledger.aWallet();

      await expect(wallet.grant(0)).rejects.toBeInstanceOf(RangeError);
    });

    it("settles debt from a top-up first, and never from a gift of the house", async () => {
      const wallet = await ledger.aWallet();
      const purchaseId = await wallet.buy(50);
      await ledger.capture(await wallet.hold(50), 50);
      await ledger.clawback(purchaseId, 50);

      await wallet.grant(10);
      expect(await wallet.figures()).toMatchObject({ balance: 10, debt: 50 });
      await wallet.buy(30);
      expect(await wallet.figures()).toMatchObject({ balance: 10, debt: 20 });
      await wallet.buy(30);

      expect(await wallet.figures()).toMatchObject({ balance: 20, debt: 0 });
      expect((await wallet.entries())[0]).toMatchObject({
        kind: "top_up",
        amount: 10,
        debtDelta: -20,
        debtAfter: 0,
      });
    });
  });

  describe("hold", () => {
    it("sets credits aside without spending them", async () => {
      const wallet = await ledger.aWallet({ balance: 100 });

      await wallet.hold(30, { roles: ["artist", "a,{b}"], placeId: "42" });

      expect(await wallet.figures()).toEqual({ balance: 100, held: 30, available: 70, debt: 0 });
      expect(await wallet.entries()).toHaveLength(1);
      const rows = await database.prisma.hold.findMany({ where: { walletId: wallet.id } });
      expect(rows).toMatchObject([{ roles: ["artist", "a,{b}"], placeId: "42" }]);
    });

    it("refuses what is not available and says what is", async () => {
      const wallet = await ledger.aWallet({ balance: 100 });
      await wallet.hold(30);

      expect(await wallet.tryHold(71)).toEqual({
        ok: false,
        refusal: { kind: "insufficient_credits", costCredits: 71, availableCredits: 70 },
      });
      expect(await wallet.figures()).toMatchObject({ held: 30 });
    });

    it("holds once per key, even after the wallet has run dry", async () => {
      const wallet = await ledger.aWallet({ balance: 30 });
      const input = {
        idempotencyKey: randomUUID(),
        generationId: randomUUID() as GenerationId,
      };
      const holdId = await wallet.hold(30, input);

      const laterExpiry = new Date(ledger.clock.now().getTime() + 2 * HOUR_MS);
      const again = await wallet.tryHold(30, { ...input, expiresAt: laterExpiry });

      expect(again).toEqual({ ok: true, value: { holdId, isRepeat: true } });
      await expect(wallet.tryHold(29, input)).rejects.toMatchObject({ code: "ledger_conflict" });
    });

    it("refuses a frozen wallet", async () => {
      const wallet = await ledger.aWallet({ balance: 30 });
      await database.prisma.wallet.update({
        where: { id: wallet.id },
        data: { frozenAt: new Date() },
      });

      expect(await wallet.tryHold(1)).toEqual({ ok: false, refusal: { kind: "wallet_frozen" } });
    });

    it("refuses a wallet in debt, whatever it holds", async () => {
      const wallet = await ledger.aWallet();
      const purchaseId = await wallet.buy(50);
      await ledger.capture(await wallet.hold(20), 20);
      await ledger.clawback(purchaseId, 50);
      await wallet.grant(100);

      expect(await wallet.tryHold(1)).toEqual({
        ok: false,
        refusal: { kind: "wallet_in_debt", debtCredits: 20 },
      });
    });

    it("does not hold nothing, and knows its wallets", async () => {
      const wallet = await ledger.aWallet({ balance: 5 });

      await expect(wallet.tryHold(0)).rejects.toBeInstanceOf(RangeError);
      await expect(wallet.tryHold(1, { walletId: randomUUID() as WalletId })).rejects.toMatchObject(
        { code: "not_found" },
      );
    });

    it("spends the lot that expires soonest first, one without expiry last", async () => {
      const wallet = await ledger.aWallet();
      const inHours = (hours: number) => new Date(ledger.clock.now().getTime() + hours * HOUR_MS);
      await wallet.grant(10, { source: "forever" });
      await wallet.grant(10, { source: "late", expiresAt: inHours(48) });
      await wallet.grant(10, { source: "soon", expiresAt: inHours(24) });

      await ledger.capture(await wallet.hold(15), 12);

      const left = (await ledger.lots(wallet.id)).map((lot) => [lot.source, lot.remaining]);
      expect(Object.fromEntries(left)).toEqual({ forever: 10, late: 8, soon: 0 });
    });
  });

  describe("the end of a hold", () => {
    it("gives back the unused part when a capture is smaller than its hold", async () => {
      const wallet = await ledger.aWallet({ balance: 100 });
      const holdId = await wallet.hold(30);

      expect(await ledger.capture(holdId, 20)).toEqual({
        kind: "capture",
        captured: 20,
        released: 10,
        isRepeat: false,
      });

      expect(await wallet.figures()).toEqual({ balance: 80, held: 0, available: 80, debt: 0 });
      expect((await wallet.entries())[0]).toMatchObject({ kind: "capture", amount: -20, holdId });
    });

    it("gives everything back on release, and on a capture of nothing", async () => {
      const wallet = await ledger.aWallet({ balance: 100 });

      const released = await ledger.release(await wallet.hold(30));
      const capturedNothing = await ledger.capture(await wallet.hold(30), 0);

      expect(released).toEqual({ kind: "release", captured: 0, released: 30, isRepeat: false });
      expect(capturedNothing).toEqual(released);
      expect(await wallet.figures()).toMatchObject({ balance: 100, held: 0 });
      expect(await wallet.entries()).toHaveLength(1);
    });

    it("tells whoever comes later of the first end", async () => {
      const wallet = await ledger.aWallet({ balance: 100 });
      const holdId = await wallet.hold(30);
      const first = await ledger.release(holdId);

      expect(await ledger.capture(holdId, 30)).toEqual({ ...first, isRepeat: true });
      expect(await ledger.release(holdId)).toEqual({ ...first, isRepeat: true });
      expect(await wallet.figures()).toMatchObject({ balance: 100, held: 0 });
    });

    it("never captures more than is held, and knows its holds", async () => {
      const wallet = await ledger.aWallet({ balance: 100 });
      const holdId = await wallet.hold(30);

      await expect(ledger.capture(holdId, 31)).rejects.toBeInstanceOf(RangeError);
      expect(await wallet.figures()).toMatchObject({ held: 30 });
      await expect(ledger.release(randomUUID() as HoldId)).rejects.toMatchObject({
        code: "not_found",
      });
    });

    it("comes by timeout only when its work has ended or was never recorded", async () => {
      const own = withOwnClock();
      const wallet = await own.aWallet({ balance: 100 });
      const running = await aGeneration(database, wallet, "running");
      const failed = await aGeneration(database, wallet, "failed");
      await wallet.hold(10, { generationId: running });
      await wallet.hold(20, { generationId: failed });
      await wallet.hold(30);

      expect(await own.expireHolds()).toBe(0);
      own.clock.forward(HOUR_MS);
      expect(await own.expireHolds()).toBe(2);
      expect(await own.expireHolds()).toBe(0);

      expect(await wallet.figures()).toMatchObject({ balance: 100, held: 10 });
    });
  });

  describe("expiry of lots", () => {
    it("takes what is free, in portions no larger than asked", async () => {
      const own = withOwnClock();
      const wallet = await own.aWallet();
      const expiresAt = new Date(own.clock.now().getTime() + HOUR_MS);
      for (const amount of [1, 2, 4]) await wallet.grant(amount, { expiresAt });
      await wallet.grant(8);

      expect(await own.expireLots()).toBe(0);
      own.clock.forward(HOUR_MS);
      expect(await own.expireLots(2)).toBe(2);
      expect(await own.expireLots(2)).toBe(1);

      expect(await wallet.figures()).toMatchObject({ balance: 8 });
      expect((await wallet.entries())[0]).toMatchObject({ kind: "expire" });
    });

    it("spares what is held until the hold gives it back", async () => {
      const own = withOwnClock();
      const wallet = await own.aWallet();
      const expiresAt = new Date(own.clock.now().getTime() + HOUR_MS);
      await wallet.grant(10, { expiresAt });
      const holdId = await wallet.hold(6);

      own.clock.forward(HOUR_MS);
      await own.expireLots();
      expect(await wallet.figures()).toEqual({ balance: 6, held: 6, available: 0, debt: 0 });
      await own.capture(holdId, 4);

      expect(await wallet.figures()).toEqual({ balance: 0, held: 0, available: 0, debt: 0 });
      expect((await wallet.entries()).map((entry) => [entry.kind, entry.amount])).toEqual([
        ["expire", -2],
        ["capture", -4],
        ["expire", -4],
        ["grant", 10],
      ]);
    });

    it("never lets credits be spent after their time, swept or not", async () => {
      const own = withOwnClock();
      const wallet = await own.aWallet({ balance: 3 });
      await wallet.grant(10, { expiresAt: new Date(own.clock.now().getTime() + HOUR_MS) });

      own.clock.forward(HOUR_MS);

      expect(await wallet.tryHold(4)).toMatchObject({
        ok: false,
        refusal: { kind: "insufficient_credits", availableCredits: 3 },
      });
    });
  });

  describe("clawback", () => {
    it("takes back its own purchase's credits and no others", async () => {
      const wallet = await ledger.aWallet({ balance: 100 });
      const purchaseId = await wallet.buy(50);
      await wallet.buy(70);

      expect(await ledger.clawback(purchaseId, 50)).toEqual({
        taken: 50,
        debtAdded: 0,
        isRepeat: false,
      });

      expect(await wallet.figures()).toMatchObject({ balance: 170, debt: 0 });
    });

    it("takes back once per key, and by all keys together no more than was bought", async () => {
      const wallet = await ledger.aWallet();
      const purchaseId = await wallet.buy(50);

      await ledger.clawback(purchaseId, 20, "refund-1");
      expect(await ledger.clawback(purchaseId, 20, "refund-1")).toEqual({
        taken: 20,
        debtAdded: 0,
        isRepeat: true,
      });
      expect(await ledger.clawback(purchaseId, 50, "dispute-1")).toMatchObject({ taken: 30 });
      expect(await ledger.clawback(purchaseId, 50, "dispute-2")).toMatchObject({ taken: 0 });

      expect(await wallet.figures()).toMatchObject({ balance: 0, debt: 0 });
      await expect(ledger.clawback(purchaseId, 21, "refund-1")).rejects.toMatchObject({
        code: "ledger_conflict",
      });
    });

    it("makes a debt of what was spent", async () => {
      const wallet = await ledger.aWallet();
      const purchaseId = await wallet.buy(50);
      await ledger.capture(await wallet.hold(20), 20);

      expect(await ledger.clawback(purchaseId, 50)).toMatchObject({ taken: 30, debtAdded: 20 });

      expect(await wallet.figures()).toMatchObject({ balance: 0, debt: 20 });
    });

    it("lets a running job finish: what it gives back pays the debt", async () => {
      const wallet = await ledger.aWallet();
      const purchaseId = await wallet.buy(50);
      const holdId = await wallet.hold(40);

      expect(await ledger.clawback(purchaseId, 50, "running-1")).toMatchObject({
        taken: 10,
        debtAdded: 40,
      });
      expect(await wallet.figures()).toEqual({ balance: 40, held: 40, available: 0, debt: 40 });
      await ledger.capture(holdId, 15);

      expect(await wallet.figures()).toEqual({ balance: 0, held: 0, available: 0, debt: 15 });
      expect(await ledger.clawback(purchaseId, 50, "running-1")).toMatchObject({
        taken: 35,
        debtAdded: 15,
      });
    });

    it("knows its purchases", async () => {
      await expect(ledger.clawback(randomUUID(), 1)).rejects.toMatchObject({ code: "not_found" });
    });
  });

  it("lists entries newest first, numbered without gaps", async () => {
    const wallet = await ledger.aWallet({ balance: 10 });
    await ledger.capture(await wallet.hold(3), 2);
    await wallet.grant(5);

    const entries = await ledger.store.listEntries(wallet.id, { limit: 2 });

    expect(entries.map((entry) => [entry.seq, entry.amount, entry.balanceAfter])).toEqual([
      [3, 5, 13],
      [2, -2, 8],
    ]);
  });

  it("leaves books that add up, after all of the above", async () => {
    expect(await ledger.store.findDifferences()).toEqual([]);
    expect(await ledger.store.countWallets()).toBeGreaterThan(20);
  });
});

async function aGeneration(
  database: TestDatabase,
  wallet: { id: string; accountId: string },
  state: "running" | "failed",
): Promise<GenerationId> {
  const id = randomUUID() as GenerationId;
  await database.prisma.generation.create({
    data: {
      id,
      requestKey: id,
      source: "command",
      accountId: wallet.accountId,
      payerWalletId: wallet.id,
      modelId: "a-model",
      catalogVersion: "1",
      seed: 1,
      requestedCount: 1,
      unitCredits: 1,
      quotedCredits: 1,
      state,
      lane: "images",
      visibility: "everyone",
      retention: "keep",
      endedAt: state === "failed" ? new Date() : null,
    },
  });
  return id;
}
