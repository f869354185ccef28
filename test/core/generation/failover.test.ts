import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppErrorCode } from "../../../src/core/errors.js";
import type { GenerationId } from "../../../src/core/ids.js";
import type { ImageProvider } from "../../../src/core/ports/image-provider.js";
import { MoodyProvider } from "../../fixtures/moody-provider.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";
import { pause } from "../../jobs/until.js";

/** About as long as a few statements take. */
const LOOK_EVERY_MS = 10;
const WORKERS = 6;

/** Two providers of the same models; each test has its own pair. */
describe("failover between providers", () => {
  let workshop: Workshop;
  let first = new MoodyProvider("first");
  let second = new MoodyProvider("second");
  const standIn = (name: string, current: () => MoodyProvider): ImageProvider => ({
    name,
    serves: () => true,
    canTake: () => true,
    costMicroUsd: () => current().costMicroUsd(),
    submit: (input) => current().submit(input),
    find: (trace) => current().find(trace),
    poll: (run) => current().poll(run),
    cancel: (run) => current().cancel(run),
  });
  beforeAll(async () => {
    const providers = [standIn("first", () => first), standIn("second", () => second)];
    workshop = await openWorkshop(
      "pglite",
      { TRIAL_CREDITS: "10" },
      { providers, runTimeoutMs: 10 * 60_000 },
    );
  });
  beforeEach(async () => {
    first = new MoodyProvider("first");
    second = new MoodyProvider("second");
    await workshop.database.prisma.providerHealth.deleteMany();
  });
  afterAll(() => workshop.close());

  async function ask(): Promise<GenerationId> {
    const { accountId, target } = await workshop.aPerson();
    const requested = await workshop.useCases.requestGeneration({
      requestKey: `failover:${accountId}`,
      accountId,
      target,
      options: { prompt: "a red fox" },
    });
    if (!requested.ok) throw new Error(requested.refusal.kind);
    return requested.value.generationId;
  }

  async function outcomeOf(id: GenerationId) {
    const { generations, attempts } = workshop.pieces.database.stores;
    const generation = await generations.read(id);
    if (!generation) throw new Error("no such generation");
    const { balance, held } = await workshop.useCases.readWallet(generation.accountId);
    return {
      state: generation.state,
      errorCode: generation.errorCode,
      tries: (await attempts.list(id)).map(({ provider, state }) => `${provider} ${state}`),
      servedBy: (await workshop.useCases.reportGeneration(id))?.providers,
      balance,
      held,
    };
  }

  async function play() {
    const id = await ask();
    await workshop.drain();
    return outcomeOf(id);
  }

  it("asks no second provider for workers that come by while the first run ends", async () => {
    for (let round = 0; round < 5; round += 1) {
      first = new MoodyProvider("first");
      const id = await ask();
      await workshop.intake(id);
      await manyAtWork(id);
      workshop.queued.length = 0;
      expect(await outcomeOf(id)).toMatchObject({ state: "succeeded", tries: ["first succeeded"] });
    }
    expect(second.submits).toBe(0);
  });

  /** Some come by again and again, each at another moment, until one of them has come to the end. */
  async function manyAtWork(id: GenerationId): Promise<void> {
    let isDone = false;
    const comeBy = async (_: unknown, index: number) => {
      await pause(index * LOOK_EVERY_MS);
      while (!isDone) isDone = (await workshop.runGeneration(id)).kind === "done" || isDone;
    };
    await Promise.all(Array.from({ length: WORKERS }, comeBy));
  }

  const BACK = { state: "failed", balance: 10, held: 0 };

  it.each<AppErrorCode>([
    "provider_unavailable",
    "provider_throttled",
    "configuration",
    "provider_rejected",
  ])("goes to the other provider at once after %s, and says who served", async (code) => {
    first.submitErrors.push({ code });
    expect(await play()).toEqual({
      state: "succeeded",
      errorCode: null,
      tries: ["first failed", "second succeeded"],
      servedBy: ["second"],
      balance: 9,
      held: 0,
    });
    expect(second.requests[0]?.modelId).toBe("flux-schnell");
  });

  it.each<AppErrorCode>(["content_refused", "input_rejected"])(
    "asks nobody else after %s: it is not the provider's fault",
    async (code) => {
      first.submitErrors.push({ code });

      expect(await play()).toMatchObject({ ...BACK, errorCode: code });
      expect(second.submits).toBe(0);
    },
  );

  it("never begins anew after an answer that was lost", async () => {
    first.submitErrors.push({ code: "outcome_unknown", hasRun: true });

    expect(await play()).toMatchObject({ state: "succeeded", tries: ["first succeeded"] });
    expect([first.submits, second.submits]).toEqual([1, 0]);
  });

  it("takes a run that failed at work to the other provider, once", async () => {
    first.run = { state: "failed", code: "provider_unavailable", costMicroUsd: 1_000 };
    second.run = { state: "failed", code: "provider_unavailable", costMicroUsd: 0 };

    expect(await play()).toMatchObject({
      ...BACK,
      errorCode: "provider_unavailable",
      tries: ["first failed", "second failed"],
    });
    expect([first.submits, second.submits]).toEqual([1, 1]);
  });

  it("takes a run that is not begun for long to the other provider, and stops it where it waits", async () => {
    first.run = { state: "waiting" };
    const generationId = await ask();
    await workshop.intake(generationId);
    await workshop.runGeneration(generationId, AbortSignal.timeout(100));
    await workshop.database.prisma.attempt.updateMany({
      where: { generationId },
      data: { startedAt: new Date(Date.now() - 61_000) },
    });
    await workshop.drain();

    expect(first.cancelled).toHaveLength(1);
    expect(await outcomeOf(generationId)).toMatchObject({
      state: "succeeded",
      tries: ["first failed", "second succeeded"],
    });
  });

  it("leaves a provider alone that fails again and again, and tries it again later", async () => {
    const down = () => first.submitErrors.push({ code: "provider_unavailable" });
    for (let times = 0; times < 4; times += 1) {
      down();
      await play();
    }
    expect(first.submits).toBe(4);

    expect(await play()).toMatchObject({ tries: ["second succeeded"] });
    expect(first.submits).toBe(4);

    const past = new Date(Date.now() - 1_000);
    await workshop.database.prisma.providerHealth.updateMany({ data: { retryAt: past } });
    expect(await play()).toMatchObject({ tries: ["first succeeded"] });
    expect(await workshop.database.prisma.providerHealth.count()).toBe(0);
  });

  it("sends one request at a time to find out whether it works again", async () => {
    const health = { provider: "first", modelId: "flux-schnell" };
    const { providerHealth } = workshop.pieces.database.stores;
    for (let times = 0; times < 4; times += 1) {
      await providerHealth.countFailure(health, new Date());
    }
    const [now, until] = [new Date(), new Date(Date.now() + 60_000)];
    const probes = await Promise.all(
      Array.from({ length: 5 }, () => providerHealth.takeProbe(health, { now, until })),
    );
    expect(probes.filter(Boolean)).toHaveLength(1);
  });

  it("obeys Retry-After: nobody asks that provider before", async () => {
    first.submitErrors.push({ code: "provider_throttled", retryAfterMs: 30_000 });
    await play();

    expect(await play()).toMatchObject({ tries: ["second succeeded"] });
    expect(first.submits).toBe(1);
  });

  it("books what each attempt cost, also those that failed", async () => {
    const before = await booked();
    first.run = { state: "failed", code: "provider_unavailable", costMicroUsd: 1_000 };
    await play();

    expect((await booked()) - before).toBe(4_000);
  });

  async function booked(): Promise<number> {
    const { _sum } = await workshop.database.prisma.providerSpend.aggregate({
      _sum: { costMicroUsd: true },
    });
    return Number(_sum.costMicroUsd ?? 0n);
  }
});
