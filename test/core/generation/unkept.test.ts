import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import { purgeGeneration } from "../../../src/core/generation/purge-generation.js";
import { type GenerationId, shortId } from "../../../src/core/ids.js";
import type { FaultPoint } from "../../../src/core/ports/fault-points.js";
import type { SendReceipt } from "../../../src/core/ports/reply-sender.js";
import { databaseKinds } from "../../fixtures/database.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

const HOUR_MS = 60 * 60_000;
const DEAD: SendReceipt = { kind: "dead", reason: "chat_closed" };

describe.each(databaseKinds())("what is not to be kept, on %s", (kind) => {
  let workshop: Workshop;
  let laterMs = 0;
  const clock = { ...systemClock, now: () => new Date(Date.now() + laterMs) };
  beforeAll(async () => {
    workshop = await openWorkshop(kind, { TRIAL_CREDITS: "20" }, { clock });
  });
  afterAll(() => workshop.close());

  type Person = Awaited<ReturnType<Workshop["aPerson"]>>;
  let requests = 0;

  async function ask({ accountId, target }: Person, prompt = "a secret fox") {
    const requestKey = `unkept:${requests++}`;
    const terms = { requestKey, accountId, target, retention: "none" as const };
    const asked = await workshop.useCases.requestGeneration({ ...terms, options: { prompt } });
    if (!asked.ok) throw new Error(asked.refusal.kind);
    const { deliveryId, report, generationId } = asked.value;
    await workshop.useCases.showProgress(deliveryId, report);
    return generationId;
  }

  async function walletOf({ accountId }: Person) {
    const { balance, held } = await workshop.useCases.readWallet(accountId);
    return { balance, held };
  }

  async function objectKeys(id: GenerationId): Promise<string[]> {
    const rows = await workshop.database.prisma.generationOutput.findMany({
      where: { generationId: id },
      select: { asset: { select: { key: true } } },
    });
    return rows.flatMap(({ asset }) => asset?.key ?? []);
  }

  /** Every trace of it beside the books. */
  async function traces(id: GenerationId, keys: readonly string[] = []) {
    const { prisma } = workshop.database;
    const where = { generationId: id };
    const found = await Promise.all(keys.map((key) => workshop.pieces.objects.head(key)));
    return {
      words: await prisma.generationContents.count({ where }),
      outputs: await prisma.generationOutput.count({ where }),
      inputs: await prisma.generationInput.count({ where }),
      assets: await prisma.asset.count({ where: { key: { contains: id } } }),
      objects: found.filter((object) => object !== null).length,
    };
  }
  const NOTHING = { words: 0, outputs: 0, inputs: 0, assets: 0, objects: 0 };
  const PICTURE = { words: 1, outputs: 1, inputs: 0, assets: 1, objects: 1 };

  const read = (id: GenerationId) => workshop.pieces.database.stores.generations.read(id);

  /** Made, and told to nobody: every rung is dead. */
  async function strand(person: Person) {
    const id = await ask(person);
    workshop.receipts.push(DEAD, DEAD, DEAD);
    await workshop.drain();
    workshop.receipts.length = 0;
    return { id, keys: await objectKeys(id) };
  }

  it("waits in a line of its own, for its asker alone, and is paid for and gone once delivered", async () => {
    const person = await workshop.aPerson();
    const id = await ask(person);
    expect(await read(id)).toMatchObject({
      lane: "private",
      retention: "none",
      visibility: "only_me",
    });
    const before = workshop.sent.length;

    await workshop.drain();

    const [shown] = workshop.sent.slice(before);
    expect(shown?.report).toMatchObject({ retention: "none", isPurged: false });
    expect(await walletOf(person)).toEqual({ balance: 19, held: 0 });
    const phase = shown?.report.phase;
    const keys = phase?.kind === "succeeded" ? phase.pictures.map((one) => one.objectKey) : [];
    expect(keys).toHaveLength(1);
    expect(await traces(id, keys)).toEqual(NOTHING);
    expect(await read(id)).toMatchObject({ state: "succeeded", capturedCredits: 1 });
    expect(await workshop.useCases.reportGeneration(id)).toMatchObject({
      isPurged: true,
      prompt: null,
    });
  });

  it("can be neither repeated nor worked on", async () => {
    const person = await workshop.aPerson();
    const { accountId, target } = person;
    const { id } = await strand(person);
    const refused = { refusal: { kind: "not_kept" } };
    const asked = { accountId, generationId: id, outputIndex: 0 };
    expect(await workshop.useCases.draftAgain(asked)).toMatchObject(refused);
    expect(await workshop.useCases.draftRemake({ ...asked, remake: "vary" })).toMatchObject(
      refused,
    );
    expect(await workshop.useCases.showPicture(asked)).toMatchObject(refused);
    const edit = await workshop.useCases.requestGeneration({
      requestKey: "edit",
      accountId,
      target,
      options: { prompt: "in winter" },
      inputs: [{ kind: "output", generationId: id, index: 0 }],
    });
    expect(edit).toMatchObject({ refusal: { kind: "not_kept" } });
    expect(await workshop.useCases.shareGeneration({ accountId, generationId: id })).toMatchObject({
      refusal: { kind: "cannot_share" },
    });
  });

  it("is kept for a day while it cannot be delivered, then gone, and the credits are back", async () => {
    const person = await workshop.aPerson();
    const { id, keys } = await strand(person);
    expect(await walletOf(person)).toEqual({ balance: 20, held: 1 });
    laterMs = 23 * HOUR_MS;
    await workshop.sweep();
    expect(await traces(id, keys)).toEqual(PICTURE);
    expect(await walletOf(person)).toEqual({ balance: 20, held: 1 });

    laterMs = 24 * HOUR_MS + 60_000;
    await workshop.sweep();

    expect(await traces(id, keys)).toEqual(NOTHING);
    expect(await walletOf(person)).toEqual({ balance: 20, held: 0 });
    expect(await read(id)).toMatchObject({ state: "succeeded", capturedCredits: 0 });
    const { accountId, target } = person;
    expect(await workshop.useCases.listStranded("telegram", target.userId)).toEqual([]);
    const found = await workshop.useCases.showGeneration({ accountId, shortId: shortId(id) });
    expect(found).toMatchObject({ value: { isPurged: true, phase: { capturedCredits: 0 } } });
    laterMs = 48 * HOUR_MS;
    await workshop.sweep();
    expect(await walletOf(person)).toEqual({ balance: 20, held: 0 });
    laterMs = 0;
  });

  it("is paid for when its asker comes for it, and goes when they have seen it", async () => {
    const person = await workshop.aPerson();
    const { id, keys } = await strand(person);
    const looked = { accountId: person.accountId, shortId: shortId(id) };
    expect(await workshop.useCases.showGeneration(looked)).toMatchObject({ ok: true });
    expect(await walletOf(person)).toEqual({ balance: 19, held: 0 });
    expect(await traces(id, keys)).toEqual(PICTURE);
    laterMs = 3 * 60_000;
    await workshop.sweep();
    laterMs = 0;
    expect(await traces(id, keys)).toEqual(NOTHING);
    expect(await walletOf(person)).toEqual({ balance: 19, held: 0 });
  });

  it("leaves nothing of what has failed or was cancelled either", async () => {
    const person = await workshop.aPerson();
    workshop.conditions.push("fail");
    const failed = await ask(person);
    await workshop.drain();
    expect(await read(failed)).toMatchObject({ state: "failed" });
    const cancelled = await ask(person);
    const { accountId } = person;
    await workshop.useCases.cancelGeneration({ accountId, generationId: cancelled });
    await workshop.drain();
    for (const id of [failed, cancelled]) expect(await traces(id)).toEqual(NOTHING);
    expect(await walletOf(person)).toEqual({ balance: 20, held: 0 });
  });

  it("leaves what belongs to something that is kept", async () => {
    const person = await workshop.aPerson();
    const { accountId, target } = person;
    const kept = await workshop.useCases.requestGeneration({
      requestKey: "kept",
      accountId,
      target,
      options: { prompt: "a fox" },
    });
    if (!kept.ok) throw new Error(kept.refusal.kind);
    await workshop.drain();
    const { generationId } = kept.value;
    const keys = await objectKeys(generationId);
    await workshop.useCases.requestGeneration({
      requestKey: "unkept edit",
      accountId,
      target,
      options: { prompt: "in winter" },
      inputs: [{ kind: "output", generationId, index: 0 }],
      retention: "none",
    });
    await workshop.drain();
    expect(await traces(generationId, keys)).toEqual(PICTURE);
  });

  const points: FaultPoint[] = ["unkept_settled", "unkept_files_removed", "unkept_purged"];
  it.each(points)("ends once, wherever the purge dies: %s", async (point) => {
    const person = await workshop.aPerson();
    const { id, keys } = await strand(person);
    laterMs = 25 * HOUR_MS;
    const faults = {
      reach(reached: FaultPoint) {
        if (reached === point) throw new Error("killed");
      },
    };
    await expect(purgeGeneration({ ...workshop.pieces, faults }, id)).rejects.toThrow("killed");
    laterMs = 26 * HOUR_MS;
    await workshop.sweep();
    laterMs = 0;
    expect(await traces(id, keys)).toEqual(NOTHING);
    expect(await walletOf(person)).toEqual({ balance: 20, held: 0 });
  });

  it("is forgotten by its provider, too, when the worker died before it could ask for that", async () => {
    const person = await workshop.aPerson();
    const words = `a fox named ${crypto.randomUUID()}`;
    await ask(person, words);
    const { faults } = workshop.pieces;
    const died = vi.spyOn(faults, "reach").mockImplementation((point) => {
      if (point === "generation_finished") throw new Error("killed");
    });
    await expect(workshop.drain()).rejects.toThrow("killed");
    died.mockRestore();
    expect(await runsWith(words)).toBe(1);

    laterMs = 60_000;
    await workshop.sweep();
    await workshop.drain();
    laterMs = 0;

    expect(await runsWith(words)).toBe(0);
  });

  it("stays with a provider on this machine no longer than its time, also when nobody asks again", async () => {
    const person = await workshop.aPerson();
    const { accountId, target } = person;
    const words = `a fox named ${crypto.randomUUID()}`;
    const requestKey = "kept for an hour";
    const options = { prompt: words };
    await workshop.useCases.requestGeneration({ requestKey, accountId, target, options });
    await workshop.drain();
    expect(await runsWith(words)).toBe(1);
    laterMs = 100 * HOUR_MS;
    await workshop.sweep();
    laterMs = 0;
    expect(await runsWith(words)).toBe(0);
  });

  /** What the provider still knows of these words. */
  async function runsWith(words: string): Promise<number> {
    const folder = join(workshop.config.dataDir, "runs");
    const files = await readdir(folder);
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "latin1")));
    return texts.filter((text) => text.includes(words)).length;
  }

  it("is not taken away from somebody who is being sent it", async () => {
    const person = await workshop.aPerson();
    const { id, keys } = await strand(person);
    laterMs = 25 * HOUR_MS;
    const { deliveries } = workshop.pieces.database.stores;
    const delivery = await deliveries.findByGeneration(id);
    const now = clock.now();
    const until = new Date(now.getTime() + 60_000);
    if (delivery) await deliveries.takeLease({ id: delivery.id, state: "stranded", now, until });
    await workshop.sweep();
    expect(await traces(id, keys)).toEqual(PICTURE);
    laterMs = 26 * HOUR_MS;
    await workshop.sweep();
    laterMs = 0;
    expect(await traces(id, keys)).toEqual(NOTHING);
  });
});
