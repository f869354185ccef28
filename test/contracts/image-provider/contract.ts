import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ImageModel } from "../../../src/core/catalog/model.js";
import { findModel, IMAGE_MODELS } from "../../../src/core/catalog/models.js";
import { quote } from "../../../src/core/catalog/quote.js";
import type { AttemptId } from "../../../src/core/ids.js";
import type {
  ImageProvider,
  ImageRequest,
  ProviderOutput,
  ProviderRun,
} from "../../../src/core/ports/image-provider.js";
import type { ProviderHarness, ProviderProfile, RunFate, SubmitFault } from "./harness.js";
import { casesOf, plainRequest } from "./requests.js";

const FORMATS: Readonly<Record<string, string>> = { png: "png", jpg: "jpeg", webp: "webp" };

export const anAttempt = () => randomUUID() as AttemptId;

export function succeeded(run: ProviderRun) {
  if (run.state !== "succeeded") throw new Error(`the run is ${JSON.stringify(run)}`);
  return run;
}

export function fetchMade(output: ProviderOutput | undefined): Promise<Uint8Array> {
  if (output?.kind !== "made") throw new Error("a picture is missing");
  return output.fetch(new AbortController().signal);
}

/** A harness per test, and the calls of the port with what they need besides. */
export function useProvider(profile: ProviderProfile) {
  const used = {} as { harness: ProviderHarness; provider: ImageProvider };
  beforeEach(async () => {
    used.harness = await profile.create();
    used.provider = used.harness.provider;
  });
  afterEach(() => used.harness.dispose());

  const traceOf = (request: ImageRequest, attemptId = anAttempt()) => ({
    attemptId,
    request,
    startedAt: used.harness.now(),
    isTaken: async (_providerRunId: string) => false,
  });
  return Object.assign(used, {
    traceOf,

    /** The request, submitted. */
    async submit(request: ImageRequest, attemptId = anAttempt()) {
      const webhookUrl = profile.webhookUrlOf?.(attemptId) ?? null;
      const trace = traceOf(request, attemptId);
      const made = await used.provider.submit({ ...trace, webhookUrl, timeoutMs: 2_000 });
      return { ...made, request };
    },
  });
}

/** Every promise of the port that holds for every provider. */
export function describeImageProvider(profile: ProviderProfile): void {
  const served = IMAGE_MODELS.filter(({ providers }) => providers.includes(profile.name));
  describe(`image provider: ${profile.name}`, () => {
    describeModels(profile, served);
    describeRuns(profile);
    describeRefusals(profile, served);
    if (profile.fates.length > 1) describeFates(profile);
    if (profile.faults.length > 0) describeFaults(profile);
  });
}

function describeModels(profile: ProviderProfile, served: readonly ImageModel[]): void {
  const used = useProvider(profile);

  it("serves exactly the models that name it", () => {
    const claimed = IMAGE_MODELS.filter(({ id }) => used.provider.serves(id));
    const isAll = profile.name === "sketch"; // Stands in for every other one.
    expect(claimed).toEqual(isAll ? IMAGE_MODELS : served);
    expect(used.provider.serves("constructor")).toBe(false);
  });

  it.each(profile.name === "sketch" ? IMAGE_MODELS : served)(
    "makes whatever the catalog promises of $id",
    async (model) => {
      for (const { ability, request, isLookedAt } of await casesOf(model)) {
        const run = await used.submit(request).catch((error) => {
          throw new Error(`${model.id}, ${ability}: ${error.message}`, { cause: error });
        });
        const { outputs, costMicroUsd } = succeeded(await used.provider.poll(run));

        expect([ability, outputs.map(({ kind }) => kind)]).toEqual([
          ability,
          Array.from({ length: request.count }, () => "made"),
        ]);
        expect([ability, costMicroUsd]).toEqual([ability, used.provider.costMicroUsd(request)]);
        expect(costMicroUsd).toBeLessThanOrEqual(mostMicroUsd(model, request));
        if (isLookedAt) await lookAt(model, request, outputs);
      }
      if (profile.isPaid) expect(used.harness.books()?.paidMicroUsd).toBeGreaterThan(0);
    },
    120_000,
  );
}

function mostMicroUsd(model: ImageModel, request: ImageRequest): number {
  return quote(model, { ...request, inputCount: request.inputs.length }).costMicroUsd;
}

/** The picture is one, of the format and shape asked for. */
async function lookAt(
  model: ImageModel,
  request: ImageRequest,
  outputs: readonly ProviderOutput[],
): Promise<void> {
  const bytes = await fetchMade(outputs.at(-1));
  if (model.output === "clip") {
    expect(bytes.length).toBeGreaterThan(1_000);
    return;
  }
  const { format, width, height } = await sharp(bytes).metadata();
  if (request.format) expect([model.id, format]).toEqual([model.id, FORMATS[request.format]]);
  const [input] = request.inputs;
  const isAsInput =
    input && (request.aspectRatio === null || request.aspectRatio === "match_input");
  const [wide, high] = isAsInput
    ? [input.width, input.height]
    : (request.aspectRatio ?? "1:1").split(":").map(Number);
  if (model.task === "portraits" || model.task === "headshot") return;
  expect([
    model.id,
    request.aspectRatio,
    Math.abs(Math.log(width / height / (wide! / high!))) < 0.06,
  ]) //
    .toEqual([model.id, request.aspectRatio, true]);
}

function describeRuns(profile: ProviderProfile): void {
  const used = useProvider(profile);
  const schnell = () => plainRequest(theModel("flux-schnell"));

  it("finds a run after a restart, and none for an attempt it never had", async () => {
    const attemptId = anAttempt();
    const run = await used.submit(await schnell(), attemptId);
    const later = used.harness.restart();

    const found = await later.find(used.traceOf(run.request, attemptId));
    expect(found).toEqual(
      profile.findsLostRuns
        ? { kind: "found", providerRunId: run.providerRunId }
        : { kind: "unknown" },
    );
    const other = { ...run.request, prompt: "something else", seed: 8 };
    expect((await later.find(used.traceOf(other))).kind).toBe(profile.ofUnknownAttempt);
    expect(succeeded(await later.poll(run)).outputs).toHaveLength(1);
  });

  it("waits, runs, and then answers the same for as long as it is asked", async () => {
    used.harness.set({ paceMs: 4_000 });
    const run = await used.submit(await schnell());
    const states = [(await used.provider.poll(run)).state];
    for (const ms of [2_000, 1_999, 1, 60_000]) {
      used.harness.passTime(ms);
      states.push((await used.provider.poll(run)).state);
    }

    expect(states).toEqual(["waiting", "running", "running", "succeeded", "succeeded"]);
  });

  it("makes a batch of pictures that differ", async () => {
    const request = { ...(await schnell()), count: 2, seed: 40 };
    const { outputs } = succeeded(await used.provider.poll(await used.submit(request)));
    const [first, second] = await Promise.all(outputs.map(fetchMade));
    expect(Buffer.from(first!).equals(second!)).toBe(false);
    if (!profile.hasSteadySeeds) return;

    const single = await used.submit({ ...request, count: 1, seed: 41 });
    const [same] = succeeded(await used.provider.poll(single)).outputs;
    expect(Buffer.from(second!).equals(await fetchMade(same))).toBe(true);
  });

  it("does not begin to fetch what nobody waits for", async () => {
    const run = await used.submit(await schnell());
    const [output] = succeeded(await used.provider.poll(run)).outputs;
    if (output?.kind !== "made") throw new Error("a picture is missing");

    await expect(output.fetch(AbortSignal.abort())).rejects.toMatchObject({
      code: "provider_unavailable",
      retryable: true,
    });
  });

  it("stops a run that is cancelled, and takes a cancellation that comes late", async () => {
    used.harness.set({ paceMs: 5_000 });
    const early = await used.submit(await schnell());
    used.harness.set({ paceMs: 0 });
    const late = await used.submit(await schnell());

    await used.provider.cancel(early);
    await used.provider.cancel(early);
    await used.provider.cancel(late);
    used.harness.passTime(10_000);

    expect((await used.harness.restart().poll(early)).state).toBe("failed");
    expect((await used.provider.poll(late)).state).toBe("succeeded");
  });

  it.each(["nothing", "../../etc/passwd"])("says not_found of %s", async (providerRunId) => {
    const asked = used.provider.poll({ providerRunId, request: await schnell() });
    await expect(asked).rejects.toMatchObject({ code: "not_found", retryable: false });
  });
}

function describeRefusals(profile: ProviderProfile, served: readonly ImageModel[]): void {
  const used = useProvider(profile);

  it.each([
    { modelId: "nothing" },
    { aspectRatio: "wide" },
    { aspectRatio: "99:1" },
    { aspectRatio: "match_input" },
    { count: 0 },
    { count: 5 },
    { seed: -1 },
    { seed: 2 ** 31 },
    { resolution: "8k" },
  ])("rejects %o for good, and asks nobody", async (change) => {
    const request = { ...(await plainRequest(theModel("flux-schnell"))), ...change };
    await expect(used.submit(request)).rejects.toMatchObject({
      code: "provider_rejected",
      retryable: false,
    });
    expect(used.harness.books()?.asked ?? 0).toBe(0);
  });

  it("rejects too many and too few pictures", async () => {
    const two = theModel("flux-kontext-multi-pro");
    if (!served.includes(two)) return;
    for (const inputCount of [1, 3]) {
      await expect(used.submit(await plainRequest(two, { inputCount }))).rejects.toMatchObject({
        code: "provider_rejected",
      });
    }
  });

  it("takes pictures that are kept, and no pictures at all, from anybody", () => {
    for (const retention of ["keep", "none"] as const) {
      expect(used.provider.canTake({ count: 0, retention })).toBe(true);
    }
    expect(used.provider.canTake({ count: 2, retention: "keep" })).toBe(true);
  });
}

/** What a run of each fate comes to, where it fails as a whole. */
const FAILED: Partial<Record<RunFate, string>> = {
  fail: "provider_unavailable",
  refuse: "content_refused",
};

function describeFates(profile: ProviderProfile): void {
  const used = useProvider(profile);
  const has = (fate: RunFate) => profile.fates.includes(fate);
  const schnell = (count = 1) => plainRequest(theModel("flux-schnell"), { count });

  it.each(Object.entries(FAILED).filter(([fate]) => has(fate as RunFate)))(
    "ends a run that is to %s as %s",
    async (fate, code) => {
      used.harness.set({ fate: fate as RunFate, paceMs: 1_000 });
      const run = await used.submit(await schnell());

      expect((await used.provider.poll(run)).state).toBe("waiting");
      used.harness.passTime(1_000);
      expect(await used.provider.poll(run)).toEqual({ state: "failed", code, costMicroUsd: 0 });
      if (profile.isPaid) expect(used.harness.books()?.paidMicroUsd).toBe(0);
    },
  );

  it.runIf(has("partial"))("keeps the last of a batch back, never the only one", async () => {
    used.harness.set({ fate: "partial" });
    const batch = succeeded(await used.provider.poll(await used.submit(await schnell(3))));
    const single = succeeded(await used.provider.poll(await used.submit(await schnell())));

    expect(batch.outputs.map(({ kind }) => kind)).toEqual(["made", "made", "missing"]);
    expect(batch.outputs[2]).toMatchObject({ index: 2, code: "content_refused" });
    expect(single.outputs.map(({ kind }) => kind)).toEqual(["made"]);
    if (profile.isPaid) {
      expect(used.harness.books()?.paidMicroUsd).toBe(batch.costMicroUsd + single.costMicroUsd);
    }
  });

  it.each((["html", "wrong_type", "oversized"] as const).filter(has))(
    "hands out nothing for a picture that is %s",
    async (fate) => {
      used.harness.set({ fate });
      const run = await used.submit(await schnell());
      const [output] = succeeded(await used.provider.poll(run)).outputs;
      if (profile.isPaid) {
        await expect(fetchMade(output)).rejects.toMatchObject({
          code: "output_unusable",
          retryable: false,
        });
      } else {
        await expect(fetchMade(output).then((bytes) => sharp(bytes).metadata())).rejects.toThrow();
      }
    },
  );

  it.runIf(has("expired"))(
    "says that nothing is left of a run the vendor has removed",
    async () => {
      used.harness.set({ fate: "expired" });
      const run = await used.submit(await schnell(2));
      const answer = await used.provider.poll(run).catch((error) => error);
      if (answer instanceof Error) expect(answer).toMatchObject({ code: "not_found" });
      else await expectNothing(succeeded(answer).outputs);
    },
  );

  it.runIf(has("stuck"))("waits for a run that does not begin, and can stop it", async () => {
    used.harness.set({ fate: "stuck" });
    const run = await used.submit(await schnell());
    used.harness.passTime(60_000);
    expect((await used.provider.poll(run)).state).toBe("waiting");

    await used.provider.cancel(run);
    expect(await used.provider.poll(run)).toMatchObject({ state: "failed", costMicroUsd: 0 });
    if (profile.isPaid) expect(used.harness.books()?.paidMicroUsd).toBe(0);
  });
}

/** Either they are known to be missing, or there is nothing at their addresses. */
async function expectNothing(outputs: readonly ProviderOutput[]): Promise<void> {
  for (const output of outputs) {
    if (output.kind === "missing") expect(output.code).toBe("output_unusable");
    else await expect(fetchMade(output)).rejects.toMatchObject({ code: "output_unusable" });
  }
}

/** How `submit` ends, and how many runs there are then. */
const FAULTS: Readonly<Record<SubmitFault, { code: string; made: number }>> = {
  unavailable: { code: "provider_unavailable", made: 0 },
  broken: { code: "outcome_unknown", made: 0 },
  broken_after_accept: { code: "outcome_unknown", made: 1 },
  throttled: { code: "provider_throttled", made: 0 },
  hang: { code: "outcome_unknown", made: 0 },
  cut: { code: "outcome_unknown", made: 0 },
  cut_after_accept: { code: "outcome_unknown", made: 1 },
};

function describeFaults(profile: ProviderProfile): void {
  const used = useProvider(profile);

  it.each(profile.faults)("makes one request when it is met with %s", async (fault) => {
    const request = await plainRequest(theModel("flux-dev"), { inputCount: 1 });
    const attemptId = anAttempt();
    used.harness.failNextSubmit(fault);
    const outcome = await used.submit(request, attemptId).catch((error) => error);
    const { code, made } = FAULTS[fault];
    expect(used.harness.books()).toMatchObject({ asked: 1, made });

    const isKnown = profile.knowsAfterBreakdown && fault.startsWith("broken");
    if (isKnown && made === 1) expect(outcome).toMatchObject({ request });
    else expect(outcome).toMatchObject({ code: isKnown ? "provider_unavailable" : code });
    if (fault === "throttled") expect(outcome.retryAfterMs).toBe(30_000);
    if (code !== "outcome_unknown" || isKnown) return;

    const found = await used.provider.find(used.traceOf(request, attemptId));
    const isFound = made === 1 && profile.findsLostRuns;
    expect(found.kind).toBe(isFound ? "found" : profile.ofUnknownAttempt);
    expect(used.harness.books()).toMatchObject({ asked: 1, made });
  });
}

function theModel(id: string): ImageModel {
  const model = findModel(id);
  if (!model) throw new Error(`the catalog has no ${id}`);
  return model;
}
