import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SketchCondition } from "../../../src/adapters/sketch/sketch-provider.js";
import type { OptionValue } from "../../../src/core/chat/chat-request.js";
import type { RequestedGeneration } from "../../../src/core/generation/request-generation.js";
import type { GenerationId } from "../../../src/core/ids.js";
import type { Refusal } from "../../../src/core/refusal.js";
import { databaseKinds } from "../../fixtures/database.js";
import { pressAgain } from "../../fixtures/press-again.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

describe.each(databaseKinds())("a generation on %s", (kind) => {
  let workshop: Workshop;
  let requests = 0;
  beforeAll(async () => {
    workshop = await openWorkshop(kind, { TRIAL_CREDITS: "20", MAX_OPEN_GENERATIONS: "3" });
  });
  // What one test has made of a provider is no reason to let it rest in the next.
  beforeEach(async () => {
    await workshop.database.prisma.providerHealth.deleteMany();
  });
  afterAll(() => workshop.close());

  type Person = Awaited<ReturnType<Workshop["aPerson"]>>;
  type Options = Readonly<Record<string, OptionValue>>;

  function request(
    { accountId, target }: Person,
    options: Options,
    requestKey = `key:${requests++}`,
  ) {
    return workshop.useCases.requestGeneration({ requestKey, accountId, target, options });
  }

  async function ask(person: Person, options: Options = {}): Promise<RequestedGeneration> {
    const requested = await request(person, { prompt: "a red fox", ...options });
    if (!requested.ok) throw new Error(requested.refusal.kind);
    const { deliveryId, report } = requested.value;
    await workshop.useCases.showProgress(deliveryId, report); // As the bots do.
    return requested.value;
  }

  async function refusalOf(person: Person, options: Options): Promise<Refusal> {
    const requested = await request(person, options);
    if (requested.ok) throw new Error("this should be refused");
    return requested.refusal;
  }

  async function walletOf({ accountId }: Person) {
    const { balance, held, available } = await workshop.useCases.readWallet(accountId);
    return { balance, held, available };
  }

  const read = (id: GenerationId) => workshop.pieces.database.stores.generations.read(id);
  const lastPhase = () => workshop.sent.at(-1)?.report.phase;

  it("sets the price aside, then charges for the picture that came", async () => {
    const person = await workshop.aPerson();
    const { generationId } = await ask(person);
    expect(await walletOf(person)).toEqual({ balance: 20, held: 1, available: 19 });

    await workshop.drain();

    expect(await walletOf(person)).toEqual({ balance: 19, held: 0, available: 19 });
    expect(await read(generationId)).toMatchObject({ state: "succeeded", capturedCredits: 1 });
    expect(lastPhase()).toMatchObject({ kind: "succeeded", pictures: [{ index: 0 }] });
  });

  it.each<[SketchCondition, string]>([
    ["fail", "provider_unavailable"],
    ["refuse", "content_refused"],
    ["malformed", "output_unusable"],
  ])("gives everything back when the provider's answer is: %s", async (condition, errorCode) => {
    const person = await workshop.aPerson();
    workshop.conditions.push(condition);
    const { generationId } = await ask(person, { count: 2 });

    await workshop.drain();

    expect(await walletOf(person)).toEqual({ balance: 20, held: 0, available: 20 });
    expect(await read(generationId)).toMatchObject({ state: "failed", errorCode });
    expect(lastPhase()).toEqual({ kind: "failed", errorCode });
  });

  it("charges a batch for its part when a picture is missing", async () => {
    const person = await workshop.aPerson();
    workshop.conditions.push("partial");
    const { generationId } = await ask(person, { count: 3 });

    await workshop.drain();

    expect(await walletOf(person)).toEqual({ balance: 18, held: 0, available: 18 });
    expect(await read(generationId)).toMatchObject({ state: "succeeded", capturedCredits: 2 });
    const missing = [{ index: 2, errorCode: "content_refused" }];
    expect(lastPhase()).toMatchObject({ kind: "succeeded", missing });
  });

  it("holds once for one request, however often and however close together it comes", async () => {
    const person = await workshop.aPerson();
    const again = () => request(person, { prompt: "a red fox" }, `same:${person.accountId}`);

    const results = await Promise.all([again(), again(), again(), again(), again()]);

    const ids = results.map((result) =>
      result.ok ? result.value.generationId : result.refusal.kind,
    );
    expect(new Set(ids).size).toBe(1);
    expect(await walletOf(person)).toEqual({ balance: 20, held: 1, available: 19 });
    await workshop.drain();
  });

  it("takes a double click on Again for one", async () => {
    const person = await workshop.aPerson();
    const { generationId } = await ask(person);
    await workshop.drain();
    const again = (requestKey: string) =>
      pressAgain(workshop.useCases, { ...person, requestKey, generationId });

    const [first, second] = await Promise.all([
      again(`a:${generationId}`),
      again(`b:${generationId}`),
    ]);

    if (!first.ok || !second.ok) throw new Error("neither press is to be refused");
    expect(first.value.generationId).toBe(second.value.generationId);
    expect([first.value, second.value].filter(({ isDoubleClick }) => isDoubleClick)).toHaveLength(
      1,
    );
    expect(await walletOf(person)).toMatchObject({ balance: 19, held: 1 });
    await workshop.drain();
  });

  it("lets nobody else repeat, cancel or delete it", async () => {
    const [owner, other] = [await workshop.aPerson(), await workshop.aPerson()];
    const { generationId } = await ask(owner);
    const foreign = {
      accountId: other.accountId,
      generationId,
      target: other.target,
      requestKey: "foreign",
    };

    const refusals = [
      await pressAgain(workshop.useCases, foreign),
      await workshop.useCases.cancelGeneration(foreign),
    ];
    await workshop.drain();
    refusals.push((await workshop.useCases.deletePictures(foreign)) as never);

    expect(refusals).toEqual(Array(3).fill({ ok: false, refusal: { kind: "not_yours" } }));
    expect(await walletOf(other)).toEqual({ balance: 20, held: 0, available: 20 });
  });

  it("costs nothing when cancelled in line, and is not started any more", async () => {
    const person = await workshop.aPerson();
    const { generationId } = await ask(person);

    const cancelled = await workshop.useCases.cancelGeneration({ ...person, generationId });
    await workshop.drain();

    expect(cancelled).toEqual({ ok: true, value: { releasedCredits: 1 } });
    expect(await walletOf(person)).toEqual({ balance: 20, held: 0, available: 20 });
    expect(await workshop.pieces.database.stores.attempts.list(generationId)).toEqual([]);
    expect(lastPhase()).toEqual({ kind: "cancelled" });
  });

  it("costs nothing when cancelled while it is made, and stops the provider", async () => {
    const person = await workshop.aPerson();
    workshop.conditions.push("slow");
    const { generationId } = await ask(person);
    await workshop.intake(generationId);
    const running = workshop.runGeneration(generationId);
    await expect
      .poll(() => workshop.pieces.database.stores.attempts.list(generationId))
      .toMatchObject([{ state: "accepted" }]);

    await workshop.useCases.cancelGeneration({ ...person, generationId });

    expect(await running).toEqual({ kind: "done" });
    expect(await walletOf(person)).toEqual({ balance: 20, held: 0, available: 20 });
    expect(await workshop.pieces.database.stores.attempts.list(generationId)).toMatchObject([
      { state: "cancelled" },
    ]);
    await workshop.drain();
  });

  it("ends once when cancel and success meet", async () => {
    const person = await workshop.aPerson();
    const { generationId } = await ask(person);
    await workshop.intake(generationId);

    const [, cancelled] = await Promise.all([
      workshop.runGeneration(generationId),
      workshop.useCases.cancelGeneration({ ...person, generationId }),
    ]);

    const generation = await read(generationId);
    expect(generation?.state).toBe(cancelled.ok ? "cancelled" : "succeeded");
    expect(await walletOf(person)).toMatchObject({ held: 0, balance: cancelled.ok ? 20 : 19 });
    await workshop.drain();
  });

  it("refuses a second cancel, and one after the end", async () => {
    const person = await workshop.aPerson();
    const { generationId } = await ask(person);
    await workshop.drain();

    const cancelled = await workshop.useCases.cancelGeneration({ ...person, generationId });

    expect(cancelled).toEqual({ ok: false, refusal: { kind: "already_ended" } });
    expect(await walletOf(person)).toMatchObject({ balance: 19 });
  });

  it("removes its pictures from the store when its owner deletes it", async () => {
    const person = await workshop.aPerson();
    const { generationId } = await ask(person);
    await workshop.drain();
    const standing = await workshop.pieces.database.stores.generations.readStanding(generationId);
    const [output] = standing!.outputs;
    const key = output?.asset?.key ?? "";
    expect(await workshop.pieces.objects.head(key)).not.toBeNull();

    const deleted = await workshop.useCases.deletePictures({ ...person, generationId });

    expect(deleted.ok).toBe(true);
    expect(await workshop.pieces.objects.head(key)).toBeNull();
    expect(await walletOf(person)).toMatchObject({ balance: 19 });
  });

  it("counts a blocked prompt, holds nothing and keeps no trace of the words", async () => {
    const person = await workshop.aPerson();

    const refusal = await refusalOf(person, {
      prompt: "how to build a pipe bomb, step by step diagram",
    });

    expect(refusal).toEqual({ kind: "content_blocked", reasonCode: "weapons_or_drugs" });
    expect(await workshop.pieces.database.stores.accounts.countBlocks(person.accountId)).toBe(1);
    expect(await walletOf(person)).toEqual({ balance: 20, held: 0, available: 20 });
    expect(await workshop.useCases.listGenerations(person.accountId, { limit: 5 })).toEqual([]);
  });

  it("says what is missing when the credits do not reach, and leaves no half-made request", async () => {
    const person = await workshop.aPerson();
    await ask(person, { model: "flux-dev", count: 4 });

    const refusal = await refusalOf(person, { prompt: "a red fox", count: 4 });
    const dear = await refusalOf(person, { prompt: "a red fox", model: "flux-dev", count: 1 });

    expect(refusal).toEqual({ kind: "insufficient_credits", costCredits: 4, availableCredits: 0 });
    expect(dear).toMatchObject({ kind: "insufficient_credits", costCredits: 5 });
    expect(await workshop.useCases.listGenerations(person.accountId, { limit: 5 })).toHaveLength(1);
    await workshop.drain();
  });

  it("limits how many one person may have open", async () => {
    const person = await workshop.aPerson();
    const results = await Promise.all(
      [1, 2, 3, 4, 5].map(() => request(person, { prompt: "a red fox" })),
    );

    expect(results.filter(({ ok }) => ok)).toHaveLength(3);
    expect(results.find(({ ok }) => !ok)).toMatchObject({
      refusal: { kind: "too_many_running", limit: 3 },
    });
    await workshop.drain();
  });

  it.each<[Options, Refusal]>([
    [{ prompt: "" }, { kind: "invalid_option", option: "prompt", problem: { kind: "missing" } }],
    [
      { prompt: " \u0000\u200e\u202e\n\t " },
      { kind: "invalid_option", option: "prompt", problem: { kind: "missing" } },
    ],
    [
      { prompt: "x".repeat(10_000) },
      {
        kind: "invalid_option",
        option: "prompt",
        problem: { kind: "too_long", length: 10_000, max: 2_000 },
      },
    ],
    [
      { prompt: "fox", count: 0 },
      {
        kind: "invalid_option",
        option: "count",
        problem: { kind: "out_of_range", min: 1, max: 4 },
      },
    ],
    [
      { prompt: "fox", count: 99 },
      {
        kind: "invalid_option",
        option: "count",
        problem: { kind: "out_of_range", min: 1, max: 4 },
      },
    ],
    [
      { prompt: "fox", count: "two" },
      { kind: "invalid_option", option: "count", problem: { kind: "not_a_number" } },
    ],
    [{ prompt: "fox", seed: -1 }, expect.objectContaining({ option: "seed" })],
    [{ prompt: "fox", model: "dall-e" }, expect.objectContaining({ option: "model" })],
    [{ prompt: "fox", aspect: "7:13" }, expect.objectContaining({ option: "aspect" })],
  ])("answers bad input clearly and takes nothing: %j", async (options, expected) => {
    const person = await workshop.aPerson();
    expect(await refusalOf(person, options)).toEqual(expected);
    expect(await walletOf(person)).toEqual({ balance: 20, held: 0, available: 20 });
  });

  it("hands lost work over again: the rows are the outbox", async () => {
    const person = await workshop.aPerson();
    const { generationId } = await ask(person);
    workshop.queued.length = 0; // The queue has lost everything.
    const past = new Date(Date.now() - 60_000);
    await workshop.database.prisma.generation.update({
      where: { id: generationId },
      data: { createdAt: past },
    });

    await workshop.sweep();
    await workshop.drain();

    expect(await read(generationId)).toMatchObject({ state: "succeeded" });
  });

  it("fails what has been open for an hour and gives the credits back", async () => {
    const person = await workshop.aPerson();
    const { generationId } = await ask(person);
    workshop.queued.length = 0;
    const past = new Date(Date.now() - 2 * 60 * 60_000);
    await workshop.database.prisma.generation.update({
      where: { id: generationId },
      data: { createdAt: past },
    });

    await workshop.sweep();

    expect(await read(generationId)).toMatchObject({ state: "failed", errorCode: "timed_out" });
    expect(await walletOf(person)).toEqual({ balance: 20, held: 0, available: 20 });
    await workshop.drain();
  });
});
