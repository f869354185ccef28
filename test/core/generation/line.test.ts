import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseCredits } from "../../../src/core/credits.js";
import type { AccountId, GenerationId } from "../../../src/core/ids.js";
import { databaseKinds } from "../../fixtures/database.js";
import { aRequest } from "../../fixtures/image-request.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

describe.each(databaseKinds())("a lane on %s", (kind) => {
  let workshop: Workshop;
  let requests = 0;
  beforeAll(async () => {
    workshop = await openWorkshop(kind);
  });
  afterAll(() => workshop.close());

  type Person = Awaited<ReturnType<Workshop["aPerson"]>>;

  /** Takes a place as a request does; what else belongs to a request does not matter to the line. */
  async function ask({ accountId }: Person, count = 1): Promise<GenerationId> {
    requests += 1;
    const id = randomUUID() as GenerationId;
    await workshop.pieces.database.transaction(async (stores) => {
      const account = await stores.accounts.read(accountId);
      const line = { lane: "quick", walletId: account!.walletId, weight: count } as const;
      await stores.generations.insert({
        id,
        requestKey: `line:${requests}`,
        accountId,
        payerWalletId: account!.walletId,
        parentId: null,
        parentOutput: null,
        source: "command",
        modelId: "flux-schnell",
        catalogVersion: 1,
        unitCredits: parseCredits(1),
        quotedCredits: parseCredits(count),
        lane: "quick",
        queueTag: await stores.lines.join(line),
        visibility: "everyone",
        seed: 1,
        requestedCount: count,
        runCount: 1,
        retention: "keep",
        expectedCostMicroUsd: 0,
        createdAt: new Date(),
        purgeAt: null,
        content: { prompt: `picture ${requests}`, options: aRequest(), inputSources: [] },
      });
    });
    return id;
  }

  /** What a worker does: takes the waiting generation with the lowest tag. */
  async function startNext(): Promise<AccountId> {
    const next = await workshop.database.prisma.generation.findFirst({
      where: { state: "intake" },
      orderBy: [{ queueTag: "asc" }, { queueSeq: "asc" }],
    });
    if (!next) throw new Error("nobody waits");
    const id = next.id as GenerationId;
    const { lines, generations } = workshop.pieces.database.stores;
    await lines.move({ id, move: "join_line", at: new Date() });
    await lines.move({ id, move: "start", at: new Date() });
    await generations.move({ id, to: "cancelled", at: new Date() });
    return next.accountId as AccountId;
  }

  async function emptyLane(): Promise<void> {
    await workshop.database.prisma.generation.updateMany({
      where: { state: { in: ["intake", "queued", "running"] } },
      data: { state: "cancelled", endedAt: new Date() },
    });
    await workshop.pieces.database.transaction((stores) => stores.lines.resetIfIdle("quick"));
  }

  const placeOf = (id: GenerationId) => workshop.pieces.database.stores.lines.placeOf(id);

  it("does not hold a single request back by more than two places behind a burst of 200", async () => {
    await emptyLane();
    const busy = await workshop.aPerson();
    const quiet = await workshop.aPerson();
    for (let index = 0; index < 200; index += 1) await ask(busy);
    for (let index = 0; index < 20; index += 1) await startNext();

    const single = await ask(quiet);

    expect(await placeOf(single)).toBeLessThanOrEqual(3);
    const order = [await startNext(), await startNext(), await startNext()];
    expect(order).toContain(quiet.accountId);
  });

  it("serves two steady payers in turns, whoever asked for more", async () => {
    await emptyLane();
    const [many, few] = [await workshop.aPerson(), await workshop.aPerson()];
    for (let index = 0; index < 10; index += 1) await ask(many);
    for (let index = 0; index < 5; index += 1) await ask(few);

    const firstTen: AccountId[] = [];
    for (let index = 0; index < 10; index += 1) firstTen.push(await startNext());

    expect(firstTen.filter((id) => id === few.accountId)).toHaveLength(5);
  });

  it("counts a batch by its pictures", async () => {
    await emptyLane();
    const [batches, singles] = [await workshop.aPerson(), await workshop.aPerson()];
    for (let index = 0; index < 3; index += 1) await ask(batches, 4);
    for (let index = 0; index < 8; index += 1) await ask(singles, 1);

    const firstSix: AccountId[] = [];
    for (let index = 0; index < 6; index += 1) firstSix.push(await startNext());

    expect(firstSix.filter((id) => id === batches.accountId)).toHaveLength(2);
  });

  it("never moves anybody back for somebody who came later with nothing else in line", async () => {
    await emptyLane();
    const places = new Map<GenerationId, number>();
    for (let step = 0; step < 25; step += 1) {
      const id = await ask(await workshop.aPerson());
      places.set(id, Number.POSITIVE_INFINITY);
      if (step % 3 === 0) await startNext();
      for (const [waiting, before] of places) {
        const place = await placeOf(waiting);
        if (place === null) places.delete(waiting);
        else {
          expect(place).toBeLessThanOrEqual(before);
          places.set(waiting, place);
        }
      }
    }
  });

  it("starts its tags again at nought when it is empty, and only then", async () => {
    await emptyLane();
    const reset = () =>
      workshop.pieces.database.transaction((stores) => stores.lines.resetIfIdle("quick"));
    const person = await workshop.aPerson();
    await ask(person);
    await ask(person);
    await startNext();
    await startNext();
    const waiting = await ask(await workshop.aPerson());
    expect(await reset()).toBe(false);
    expect(await placeOf(waiting)).toBe(1);

    await startNext();

    expect(await reset()).toBe(true);
    const first = await ask(person);
    const generation = await workshop.pieces.database.stores.generations.read(first);
    expect(generation?.queueTag).toBe(0);
  });
});
