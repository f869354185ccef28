import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { GenerationId } from "../../../src/core/ids.js";
import type { ImageProvider } from "../../../src/core/ports/image-provider.js";
import { MoodyProvider } from "../../fixtures/moody-provider.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

/** A model whose runs make one picture each, asked for three. */
describe("several runs of one request", () => {
  let workshop: Workshop;
  const UNIT = 8;
  const limits: Record<string, number> = {};
  let provider = new MoodyProvider();
  const standIn: ImageProvider = {
    name: "moody",
    serves: () => true,
    canTake: () => true,
    costMicroUsd: () => provider.costMicroUsd(),
    submit: (input) => provider.submit(input),
    find: (trace) => provider.find(trace),
    poll: (run) => provider.poll(run),
    cancel: (run) => provider.cancel(run),
  };
  beforeAll(async () => {
    workshop = await openWorkshop(
      "pglite",
      { TRIAL_CREDITS: "100" },
      { provider: standIn, providerConcurrency: limits },
    );
  });
  beforeEach(async () => {
    provider = new MoodyProvider();
    await workshop.database.prisma.providerHealth.deleteMany();
  });
  afterAll(() => workshop.close());

  async function ask(options: Record<string, string | number> = {}): Promise<GenerationId> {
    const { accountId, target } = await workshop.aPerson();
    const requested = await workshop.useCases.requestGeneration({
      requestKey: `several:${accountId}`,
      accountId,
      target,
      options: { prompt: "a red fox", model: "flux-1.1-pro", count: 3, seed: 40, ...options },
    });
    if (!requested.ok) throw new Error(requested.refusal.kind);
    return requested.value.generationId;
  }

  async function outcomeOf(id: GenerationId) {
    const { generations } = workshop.pieces.database.stores;
    const generation = await generations.read(id);
    if (!generation) throw new Error("no such generation");
    const { balance, held } = await workshop.useCases.readWallet(generation.accountId);
    const outputs = await generations.listOutputs(id);
    return {
      state: generation.state,
      outputs: outputs.map(({ index, state, errorCode }) => `${index} ${errorCode ?? state}`),
      charged: generation.capturedCredits,
      spent: 100 - balance,
      held,
    };
  }

  const refuseSeed = (seed: number) => {
    provider.runOf = (request) =>
      request.seed === seed ? { state: "failed", code: "content_refused", costMicroUsd: 0 } : null;
  };

  it("makes each picture once, with the next seed", async () => {
    const id = await ask();
    await workshop.drain();

    expect(provider.requests.map(({ seed, count }) => [seed, count]).sort()).toEqual([
      [40, 1],
      [41, 1],
      [42, 1],
    ]);
    expect(await outcomeOf(id)).toEqual({
      state: "succeeded",
      outputs: ["0 kept", "1 kept", "2 kept"],
      charged: 3 * UNIT,
      spent: 3 * UNIT,
      held: 0,
    });
  });

  it("delivers and charges for those that came, and gives back the rest", async () => {
    refuseSeed(41);
    const id = await ask();
    await workshop.drain();

    expect(await outcomeOf(id)).toEqual({
      state: "succeeded",
      outputs: ["0 kept", "1 content_refused", "2 kept"],
      charged: 2 * UNIT,
      spent: 2 * UNIT,
      held: 0,
    });
    const report = await workshop.useCases.reportGeneration(id);
    const missing = [{ index: 1, errorCode: "content_refused" }];
    expect(report?.phase).toMatchObject({ kind: "succeeded", missing });
  });

  it("costs nothing when none came", async () => {
    provider.run = { state: "failed", code: "content_refused", costMicroUsd: 0 };
    const id = await ask();
    await workshop.drain();

    expect(await outcomeOf(id)).toMatchObject({ state: "failed", spent: 0, held: 0 });
  });

  it("runs only what is missing after a restart", async () => {
    provider.runOf = ({ seed }) => (seed === 42 ? { state: "running" } : null);
    const id = await ask();
    await workshop.intake(id);
    await workshop.runGeneration(id, AbortSignal.timeout(3_000));
    expect((await outcomeOf(id)).outputs).toEqual(["0 kept", "1 kept"]);

    provider.runOf = () => null;
    await workshop.drain();
    expect(provider.submits).toBe(3);
    expect(await outcomeOf(id)).toMatchObject({ state: "succeeded", spent: 3 * UNIT });
  });

  it("gives everything back when cancelled halfway, and keeps no picture", async () => {
    provider.runOf = ({ seed }) => (seed === 42 ? { state: "running" } : null);
    const id = await ask();
    await workshop.intake(id);
    const running = workshop.runGeneration(id);
    while ((await outcomeOf(id)).outputs.length < 2) await new Promise((r) => setTimeout(r, 20));
    const [kept] = await workshop.pieces.database.stores.generations.listOutputs(id);
    const generation = await workshop.pieces.database.stores.generations.read(id);
    const { accountId } = generation ?? {};
    if (!accountId || !kept?.asset) throw new Error("nothing is kept");

    await workshop.useCases.cancelGeneration({ accountId, generationId: id });
    await running;

    expect(await outcomeOf(id)).toMatchObject({ state: "cancelled", spent: 0, held: 0 });
    expect(await workshop.pieces.objects.head(kept.asset.key)).toBeNull();
    expect(provider.cancelled).toHaveLength(1);
  });

  it("loses no picture when the queue runs a job beside itself", async () => {
    provider.run = { state: "running", pollInMs: 20 };
    const id = await ask({ count: 1 });
    await workshop.intake(id);
    const twins = [workshop.runGeneration(id)];
    while (provider.submits === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 100));
    twins.push(workshop.runGeneration(id));
    await new Promise((resolve) => setTimeout(resolve, 100));
    provider.run = null;
    await Promise.all(twins);

    const [kept] = await workshop.pieces.database.stores.generations.listOutputs(id);
    expect(kept?.state).toBe("kept");
    expect(await workshop.pieces.objects.head(kept?.asset?.key ?? "none")).not.toBeNull();
    expect(provider.submits).toBe(1);
  });

  it("never has more runs open at a provider than it may, and ends them all", async () => {
    limits.moody = 2;
    const ids = await Promise.all([ask(), ask(), ask()]);
    for (const id of ids) await workshop.intake(id);
    await workshop.drain();

    expect(provider.mostOpen).toBeLessThanOrEqual(2);
    for (const id of ids) expect(await outcomeOf(id)).toMatchObject({ state: "succeeded" });
  });
});
