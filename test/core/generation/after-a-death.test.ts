import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createResumeWork } from "../../../src/core/generation/sweep.js";
import type { AccountId, GenerationId } from "../../../src/core/ids.js";
import { FIRST_SEND } from "../../../src/core/ports/delivery-store.js";
import { databaseKinds } from "../../fixtures/database.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

describe.each(databaseKinds())("what a dead process leaves behind, on %s", (kind) => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop(kind);
  });
  afterAll(() => workshop.close());

  async function ask() {
    const person = await workshop.aPerson();
    const requested = await workshop.useCases.requestGeneration({
      ...person,
      requestKey: `t:${person.accountId}`,
      options: { prompt: "a red fox" },
    });
    if (!requested.ok) throw new Error(requested.refusal.kind);
    // Whoever asked was about to show it, and died: their lease has run out.
    await workshop.pieces.database.stores.deliveries.releaseLease(requested.value.deliveryId);
    return { ...person, ...requested.value };
  }

  /** A worker that dies after it has stored the picture and before it has written that down. */
  async function dieWithPictureStored(generationId: GenerationId): Promise<string> {
    await workshop.intake(generationId);
    const dying = new Error("dead");
    const put = workshop.pieces.objects.put;
    const keys: string[] = [];
    Object.assign(workshop.pieces.objects, {
      async put(key: string, bytes: Uint8Array, contentType: string) {
        await put(key, bytes, contentType);
        keys.push(key);
        throw dying;
      },
    });
    await expect(workshop.runGeneration(generationId)).rejects.toBe(dying);
    Object.assign(workshop.pieces.objects, { put });
    return keys[0] ?? "";
  }

  async function cancel(work: { accountId: AccountId; generationId: GenerationId }) {
    return workshop.useCases.cancelGeneration(work);
  }

  it("hands over at once what was committed and never queued", async () => {
    const work = await ask();
    workshop.queued.length = 0;
    await createResumeWork({ ...workshop.pieces, maxAgeMs: 60_000 })();

    expect(workshop.queued).toContainEqual({ kind: "intake", generationId: work.generationId });
    await workshop.drain();
    expect(workshop.sent.at(-1)?.report.phase).toMatchObject({ kind: "succeeded" });
  });

  it("hands over at once a result whose delivery was never queued", async () => {
    const work = await ask();
    await workshop.intake(work.generationId);
    await workshop.runGeneration(work.generationId);
    workshop.queued.length = 0;
    await createResumeWork({ ...workshop.pieces, maxAgeMs: 60_000 })();

    expect(workshop.queued).toEqual([{ kind: "deliver", deliveryId: work.deliveryId }]);
    await workshop.drain();
  });

  it("ends the attempt and keeps no picture of what was cancelled meanwhile", async () => {
    const work = await ask();
    const key = await dieWithPictureStored(work.generationId);
    expect(await workshop.pieces.objects.head(key)).not.toBeNull();
    await cancel(work);

    await workshop.drain();
    await workshop.runGeneration(work.generationId);

    const { attempts } = workshop.pieces.database.stores;
    expect(await attempts.list(work.generationId)).toMatchObject([{ state: "cancelled" }]);
    expect(await workshop.pieces.objects.head(key)).toBeNull();
  });

  it("takes a cancel that is replayed for the same one", async () => {
    const work = await ask();
    const first = await cancel(work);

    expect(await cancel(work)).toEqual(first);
    expect(first).toEqual({ ok: true, value: { releasedCredits: 1 } });
    await workshop.drain();
  });

  it("sends no second first message when it is not known whether the first one came", async () => {
    const work = await ask();
    const { deliveries } = workshop.pieces.database.stores;
    await deliveries.noteFirstSend({ id: work.deliveryId, shown: FIRST_SEND });
    workshop.sent.length = 0;

    await workshop.useCases.showProgress(work.deliveryId);
    expect(workshop.sent).toEqual([]);
    await workshop.drain();
    expect(workshop.sent).toMatchObject([{ report: { phase: { kind: "succeeded" } } }]);
  });

  it("shows progress all the same when the chat only asked to wait", async () => {
    const work = await ask();
    workshop.sent.length = 0;
    workshop.receipts.push({ kind: "busy", retryAfterMs: 1_000 });

    await workshop.useCases.showProgress(work.deliveryId);
    await workshop.useCases.showProgress(work.deliveryId);

    expect(workshop.sent).toHaveLength(2);
    await workshop.drain();
  });
});
