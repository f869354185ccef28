import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReplyTarget } from "../../../src/core/chat/reply-target.js";
import type { AccountId } from "../../../src/core/ids.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

const DEAR = { prompt: "a red fox in the snow", model: "flux-2-max", resolution: "4mp", count: 4 };
const PRICE = 4 * 32;

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop("pglite", { TRIAL_CREDITS: "300" });
});
afterAll(() => workshop.close());

interface Asked {
  readonly accountId: AccountId;
  readonly target: ReplyTarget;
  readonly requestKey: string;
  readonly confirmationId: string;
}

/** Somebody who asked for something dear, and was asked back. */
async function anAsker(): Promise<Asked> {
  const { accountId, target } = await workshop.aPerson();
  const requestKey = `test:${randomUUID()}`;
  const { useCases } = workshop;
  const refused = await useCases.requestGeneration({
    requestKey,
    accountId,
    target,
    options: DEAR,
  });
  expect(refused).toMatchObject({
    ok: false,
    refusal: { kind: "confirmation_needed", costCredits: PRICE, availableCredits: 300 },
  });
  const draft = { options: DEAR, inputs: [], agreedCredits: PRICE };
  const asked = await useCases.askToConfirm({ requestKey, accountId, target, draft });
  return { accountId, target, requestKey, ...asked };
}

function confirm({ accountId, confirmationId }: Pick<Asked, "accountId" | "confirmationId">) {
  return workshop.useCases.confirmGeneration({ accountId, confirmationId, grant: null });
}

const wallet = ({ accountId }: Asked) => workshop.useCases.readWallet(accountId);

async function expire(confirmationId: string): Promise<void> {
  await workshop.database.prisma.pendingRequest.update({
    where: { id: confirmationId },
    data: { expiresAt: new Date(Date.now() - 1_000) },
  });
}

describe("a request that costs much", () => {
  it("is asked about before anything is set aside", async () => {
    const asker = await anAsker();
    expect(await wallet(asker)).toMatchObject({ available: 300, held: 0 });
    expect(await workshop.useCases.listGenerations(asker.accountId, { limit: 5 })).toEqual([]);
  });

  it("is not asked about up to 40 credits", async () => {
    const { accountId, target } = await workshop.aPerson();
    const options = { ...DEAR, count: 1 };
    const requestKey = `test:${randomUUID()}`;
    const requested = await workshop.useCases.requestGeneration({
      requestKey,
      accountId,
      target,
      options,
    });
    expect(requested.ok).toBe(true);
  });

  it("is refused at once, and not asked about, when it cannot be paid", async () => {
    const { accountId, target } = await workshop.aPerson();
    const options = { prompt: "a clip", model: "kling-turbo", seconds: 10 };
    const lots = Array.from({ length: 2 }, () =>
      workshop.useCases.requestGeneration({
        requestKey: `test:${randomUUID()}`,
        accountId,
        target,
        options,
        agreedCredits: 140,
      }),
    );
    await Promise.all(lots);
    const requestKey = `test:${randomUUID()}`;
    const third = await workshop.useCases.requestGeneration({
      requestKey,
      accountId,
      target,
      options,
    });
    expect(third).toMatchObject({ ok: false, refusal: { kind: "insufficient_credits" } });
  });

  it("runs once, however often and at once its asker says yes", async () => {
    const asker = await anAsker();
    const presses = await Promise.all([confirm(asker), confirm(asker), confirm(asker)]);
    const later = await confirm(asker);

    const ids = [...presses, later].map(({ result }) =>
      result.ok ? result.value.generationId : "refused",
    );
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).not.toBe("refused");
    expect(await wallet(asker)).toMatchObject({ available: 300 - PRICE, held: PRICE });
  });

  it("is the same request to a repeat of the message that asked for it", async () => {
    const asker = await anAsker();
    const { result } = await confirm(asker);
    const { accountId, target, requestKey } = asker;
    const repeat = await workshop.useCases.requestGeneration({
      requestKey,
      accountId,
      target,
      options: DEAR,
    });
    expect(repeat.ok && result.ok && repeat.value.generationId).toBe(
      result.ok && result.value.generationId,
    );
  });

  it("is nobody else's to confirm or to drop", async () => {
    const asker = await anAsker();
    const { accountId } = await workshop.aPerson();
    const { confirmationId } = asker;
    const other = { accountId, confirmationId };

    expect((await confirm(other)).result).toMatchObject({ refusal: { kind: "not_yours" } });
    expect(await workshop.useCases.declineGeneration(other)).toMatchObject({
      refusal: { kind: "not_yours" },
    });
    expect((await confirm(asker)).result.ok).toBe(true);
  });

  it("cannot be confirmed after a no; a no after a yes is told that it has begun", async () => {
    const asker = await anAsker();
    expect((await workshop.useCases.declineGeneration(asker)).ok).toBe(true);
    expect((await workshop.useCases.declineGeneration(asker)).ok).toBe(true);
    expect((await confirm(asker)).result).toMatchObject({ refusal: { kind: "confirmation_over" } });
    expect(await wallet(asker)).toMatchObject({ available: 300, held: 0 });

    const other = await anAsker();
    await confirm(other);
    expect(await workshop.useCases.declineGeneration(other)).toMatchObject({
      refusal: { kind: "already_begun" },
    });
  });

  it("never both runs and is dropped when both are pressed at once", async () => {
    const asker = await anAsker();
    const [{ result }, declined] = await Promise.all([
      confirm(asker),
      workshop.useCases.declineGeneration(asker),
    ]);
    expect(result.ok).toBe(!declined.ok);
  });

  it("is over after 15 minutes, and is swept away", async () => {
    const asker = await anAsker();
    const where = { id: asker.confirmationId };
    const row = await workshop.database.prisma.pendingRequest.findUniqueOrThrow({ where });
    expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(15 * 60_000);
    await expire(asker.confirmationId);

    expect((await confirm(asker)).result).toMatchObject({ refusal: { kind: "confirmation_over" } });
    expect(await wallet(asker)).toMatchObject({ held: 0 });
    await workshop.sweep();
    expect(await workshop.database.prisma.pendingRequest.findUnique({ where })).toBeNull();
  });

  it("is asked about anew when it has become dearer", async () => {
    const { accountId, target } = await workshop.aPerson();
    const requestKey = `test:${randomUUID()}`;
    const draft = { options: DEAR, inputs: [], agreedCredits: PRICE - 1 };
    const asked = { requestKey, accountId, target, draft };
    const { confirmationId } = await workshop.useCases.askToConfirm(asked);
    const { result } = await confirm({ accountId, confirmationId });
    expect(result).toMatchObject({ refusal: { kind: "confirmation_needed", costCredits: PRICE } });
  });

  it("stands beside the question for a prompt in the same chat", async () => {
    const asker = await anAsker();
    const { accountId, target } = asker;
    const chat = `${target.platform}:${target.chatId}`;
    const { pending } = workshop.pieces.database.stores;
    const expiresAt = new Date(Date.now() + 60_000);
    const draft = { options: {}, inputs: [] };
    await pending.put({ id: randomUUID(), accountId, chat, waitsFor: "prompt", draft, expiresAt });
    expect((await confirm(asker)).result.ok).toBe(true);
  });
});
