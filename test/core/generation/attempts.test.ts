import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppErrorCode } from "../../../src/core/errors.js";
import type { GenerationId } from "../../../src/core/ids.js";
import type { ImageProvider } from "../../../src/core/ports/image-provider.js";
import { A_PICTURE, MoodyProvider } from "../../fixtures/moody-provider.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

describe("attempts at a provider", () => {
  let workshop: Workshop;
  let current = new MoodyProvider();
  const provider: ImageProvider = {
    name: "moody",
    serves: () => true,
    canTake: () => true,
    costMicroUsd: () => current.costMicroUsd(),
    submit: (input) => current.submit(input),
    find: (trace) => current.find(trace),
    poll: (run) => current.poll(run),
    cancel: (run) => current.cancel(run),
  };
  beforeAll(async () => {
    workshop = await openWorkshop(
      "pglite",
      { TRIAL_CREDITS: "10" },
      { provider, runTimeoutMs: 500 },
    );
  });
  afterAll(() => workshop.close());

  async function play(moody: MoodyProvider) {
    current = moody;
    // What an earlier test has done to it is no reason to let it rest.
    await workshop.database.prisma.providerHealth.deleteMany();
    const person = await workshop.aPerson();
    const requested = await workshop.useCases.requestGeneration({
      requestKey: `attempts:${person.accountId}`,
      accountId: person.accountId,
      target: person.target,
      options: { prompt: "a red fox" },
    });
    if (!requested.ok) throw new Error(requested.refusal.kind);
    await workshop.drain();
    const id: GenerationId = requested.value.generationId;
    const { generations, attempts } = workshop.pieces.database.stores;
    const generation = await generations.read(id);
    const { balance, held } = await workshop.useCases.readWallet(person.accountId);
    return {
      state: generation?.state,
      errorCode: generation?.errorCode,
      attempts: (await attempts.list(id)).map(({ state }) => state),
      balance,
      held,
    };
  }

  it("tries again when nothing was made, under a new attempt", async () => {
    const provider = new MoodyProvider();
    provider.submitErrors.push({ code: "provider_unavailable" }, { code: "provider_unavailable" });
    expect(await play(provider)).toEqual({
      state: "succeeded",
      errorCode: null,
      attempts: ["failed", "failed", "succeeded"],
      balance: 9,
      held: 0,
    });
  });

  it("gives the credits back after three tries", async () => {
    const provider = new MoodyProvider();
    provider.submitErrors.push(...Array(5).fill({ code: "provider_unavailable" }));
    const ended = await play(provider);
    expect(ended).toMatchObject({
      state: "failed",
      errorCode: "provider_unavailable",
      balance: 10,
      held: 0,
    });
    expect(provider.submits).toBe(3);
  });

  it.each<[AppErrorCode, string]>([
    ["provider_rejected", "provider_rejected"],
    ["content_refused", "content_refused"],
  ])("does not try again after %s", async (code, errorCode) => {
    const provider = new MoodyProvider();
    provider.submitErrors.push({ code });
    expect(await play(provider)).toMatchObject({
      state: "failed",
      errorCode,
      attempts: ["failed"],
      balance: 10,
    });
    expect(provider.submits).toBe(1);
  });

  it("finds the run whose answer was lost instead of paying for a second one", async () => {
    const provider = new MoodyProvider();
    provider.submitErrors.push({ code: "outcome_unknown", hasRun: true });
    expect(await play(provider)).toMatchObject({
      state: "succeeded",
      attempts: ["succeeded"],
      balance: 9,
    });
    expect(provider.submits).toBe(1);
  });

  it("begins anew only when the provider is sure it never had the attempt", async () => {
    const provider = new MoodyProvider();
    provider.submitErrors.push({ code: "outcome_unknown" });
    expect(await play(provider)).toMatchObject({
      state: "succeeded",
      attempts: ["absent", "succeeded"],
      balance: 9,
    });
  });

  it("never submits again what may exist: by the deadline the credits go back", async () => {
    const provider = new MoodyProvider();
    provider.found = "unknown";
    provider.submitErrors.push({ code: "outcome_unknown", hasRun: true });
    expect(await play(provider)).toMatchObject({
      state: "failed",
      errorCode: "outcome_unknown",
      attempts: ["unknown"],
      balance: 10,
      held: 0,
    });
    expect(provider.submits).toBe(1);
  });

  it("stops a run that takes far too long and gives the credits back", async () => {
    const provider = new MoodyProvider();
    provider.run = { state: "running", pollInMs: 20 };
    expect(await play(provider)).toMatchObject({
      state: "failed",
      errorCode: "timed_out",
      attempts: ["failed"],
      balance: 10,
    });
    expect(provider.cancelled).toHaveLength(1);
  });

  it("keeps no picture that is none", async () => {
    const provider = new MoodyProvider();
    const html = async () => new TextEncoder().encode("<html>Sorry</html>");
    const torn = async () => new Uint8Array(A_PICTURE.subarray(0, 40));
    provider.run = {
      state: "succeeded",
      outputs: [
        { kind: "made", index: 0, fetch: html },
        { kind: "made", index: 1, fetch: torn },
      ],
      costMicroUsd: 0,
    };
    expect(await play(provider)).toMatchObject({
      state: "failed",
      errorCode: "output_unusable",
      balance: 10,
    });
  });
});
