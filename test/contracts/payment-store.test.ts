import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPrismaDatabase } from "../../src/adapters/prisma/prisma-database.js";
import { createSealer } from "../../src/adapters/secrets/sealer.js";
import type { ReplyTarget } from "../../src/core/chat/reply-target.js";
import { parseCredits } from "../../src/core/credits.js";
import type { AccountId, WalletId } from "../../src/core/ids.js";
import type { Database } from "../../src/core/ports/database.js";
import type { NewCheckout, PaymentEvent } from "../../src/core/ports/payment-store.js";
import { databaseKinds, openTestDatabase, type TestDatabase } from "../fixtures/database.js";
import { createSetClock, HOUR_MS, openLedger } from "../fixtures/ledger.js";

const NOW = new Date("2026-06-01T12:00:00Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);
const target: ReplyTarget = {
  platform: "discord",
  botId: "1",
  chatId: "a chat",
  threadId: null,
  replyTo: null,
  userId: "7",
  language: "de",
  visibility: "only_me",
  isGroup: true,
  isUserInstall: false,
  grant: { token: "a secret token", expiresAt: later(15 * 60_000) },
};

describe.each(databaseKinds())("payment store on %s", (kind) => {
  let test: TestDatabase;
  let accountId: AccountId;
  let walletId: WalletId;
  const open = (key: string): Database =>
    createPrismaDatabase({
      client: test.prisma,
      clock: { now: () => NOW, pause: async () => undefined },
      sealer: createSealer([key]),
    });
  const stores = () => open("a key for tests only").stores;

  beforeAll(async () => {
    test = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    ({ id: walletId, accountId } = await openLedger(test.prisma, createSetClock(NOW)).aWallet());
  });
  afterAll(() => test.close());

  const aCheckout = async (input: Partial<NewCheckout> = {}): Promise<NewCheckout> => {
    const checkout: NewCheckout = {
      id: randomUUID(),
      requestKey: randomUUID(),
      rail: "stripe",
      accountId,
      walletId,
      packId: "small",
      priceVersion: "1",
      priceMinor: 199,
      currency: "usd",
      credits: parseCredits(200),
      target,
      createdAt: NOW,
      expiresAt: later(HOUR_MS),
      ...input,
    };
    await stores().payments.checkouts.insert(checkout);
    return checkout;
  };
  const anEvent = (): PaymentEvent => ({
    rail: "stripe",
    eventId: `evt_${randomUUID()}`,
    type: "charge.refunded",
    news: { kind: "payment_reversed", paymentRef: "pi_1" },
    facts: { id: "ch_1", amount: 199 },
  });

  describe("checkouts", () => {
    it("come back as they were offered, with a target nobody reads in the database", async () => {
      const { requestKey, ...offered } = await aCheckout();

      const read = await stores().payments.checkouts.findByRequestKey(requestKey);

      expect(read).toEqual({ ...offered, railKey: null, state: "open" });
      const rows = await test.prisma.$queryRaw`SELECT * FROM checkouts`;
      expect(JSON.stringify(rows)).not.toMatch(/a secret token|a chat/);
    });

    it("lose nothing but their target when its key is gone", async () => {
      const { id } = await aCheckout();
      const read = await open("another key for tests").stores.payments.checkouts.read(id);
      expect(read).toMatchObject({ id, target: null, priceMinor: 199 });
    });

    it("keep the first page they were given", async () => {
      const { checkouts } = stores().payments;
      const { id } = await aCheckout();
      await checkouts.recordOpened({ id, railKey: `cs_${id}` });
      await checkouts.recordOpened({ id, railKey: "cs_second" });
      expect((await checkouts.read(id))?.railKey).toBe(`cs_${id}`);
    });

    it("expire once, and never after they were paid", async () => {
      const { checkouts } = stores().payments;
      const { id } = await aCheckout();
      const railKey = `cs_${id}`;
      await checkouts.markPaid({ id, railKey, at: NOW });
      const end = { rail: "stripe", railKey, at: NOW, hasFailed: true } as const;
      expect(await checkouts.markExpired(end)).toBeNull();
      expect((await checkouts.read(id))?.state).toBe("paid");
    });

    it("count those with a page against the limit, and only since then", async () => {
      const { checkouts } = stores().payments;
      const opened = await aCheckout();
      await checkouts.recordOpened({ id: opened.id, railKey: `cs_${opened.id}` });
      await aCheckout();
      expect(await checkouts.countOpen({ accountId, since: later(-1) })).toBe(1);
      expect(await checkouts.countOpen({ accountId, since: NOW })).toBe(0);
    });
  });

  describe("events", () => {
    it("are new once, however often and simultaneously they come", async () => {
      const { events } = stores().payments;
      const event = anEvent();
      const saved = await Promise.all([1, 2, 3, 4, 5].map(() => events.save(event, NOW)));
      expect(saved.filter(Boolean)).toHaveLength(1);
      expect(await events.readOpen(event)).toEqual(event);
    });

    it("are open until they are finished, and keep their first outcome", async () => {
      const { events } = stores().payments;
      const event = anEvent();
      await events.save(event, NOW);
      const isListed = async (before: Date) =>
        (await events.listOpen({ before, limit: 500 })).some(
          (key) => key.eventId === event.eventId,
        );
      expect(await isListed(later(-1))).toBe(false);
      expect(await isListed(NOW)).toBe(true);

      await events.finish({ ...event, outcome: "wrong_price", at: NOW });
      await events.finish({ ...event, outcome: "granted", at: NOW });

      expect(await isListed(NOW)).toBe(false);
      expect(await events.readOpen(event)).toBeNull();
      const unsettled = await stores().payments.listUnsettled({ overdueBefore: NOW, limit: 500 });
      expect(unsettled.find(({ eventId }) => eventId === event.eventId)).toEqual({
        rail: "stripe",
        eventId: event.eventId,
        type: event.type,
        outcome: "wrong_price",
        facts: event.facts,
        receivedAt: NOW,
      });
    });

    it("are unsettled when they have been open for too long", async () => {
      const event = anEvent();
      await stores().payments.events.save(event, NOW);
      const list = async (overdueBefore: Date) =>
        (await stores().payments.listUnsettled({ overdueBefore, limit: 500 })).filter(
          ({ eventId }) => eventId === event.eventId,
        );
      expect(await list(NOW)).toEqual([]);
      expect(await list(later(1))).toMatchObject([{ outcome: null }]);
    });
  });

  describe("notices", () => {
    const listed = async () => {
      const { notices } = stores().payments;
      return (await notices.listOpen({ since: later(-1), now: NOW, limit: 500 })).map(
        ({ id }) => id,
      );
    };

    it("are open from the payment until they are told", async () => {
      const { checkouts, notices } = stores().payments;
      const { id } = await aCheckout();
      const subject = { kind: "checkout", id } as const;
      expect(await notices.read(subject)).toBeNull();

      await checkouts.markPaid({ id, railKey: `cs_${id}`, at: NOW });
      expect(await listed()).toContain(id);
      expect(await notices.read(subject)).toMatchObject({ accountId, target, isTold: false });

      await notices.markTold(subject, NOW);
      expect(await listed()).not.toContain(id);
      expect(await notices.read(subject)).toMatchObject({ isTold: true });
    });

    it("stay open while a request from before the payment still waits for it", async () => {
      const { checkouts, notices } = stores().payments;
      const draft = { options: { prompt: "a lighthouse" }, inputs: [] };
      const waiting = { id: randomUUID(), accountId, target, draft };
      const times = { createdAt: later(-60_000), expiresAt: later(60_000) };
      await stores().pending.putWaiting({ ...waiting, ...times });
      const { id } = await aCheckout();
      await checkouts.markPaid({ id, railKey: `cs_${id}`, at: NOW });
      await notices.markTold({ kind: "checkout", id }, NOW);
      expect(await listed()).toContain(id);
      expect(await stores().pending.listWaiting({ accountId, now: NOW })).toEqual([waiting]);

      await stores().pending.remove(waiting.id);
      expect(await listed()).not.toContain(id);
    });
  });
});
