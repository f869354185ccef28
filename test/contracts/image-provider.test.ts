import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGuardedFetch } from "../../src/adapters/net/guarded-fetch.js";
import {
  createReplicateClient,
  createReplicateProvider,
} from "../../src/adapters/replicate/replicate-provider.js";
import {
  createSketchProvider,
  type SketchCondition,
} from "../../src/adapters/sketch/sketch-provider.js";
import { systemClock } from "../../src/adapters/system/system-clock.js";
import type { AttemptId } from "../../src/core/ids.js";
import type {
  ImageProvider,
  ImageRequest,
  ProviderRun,
} from "../../src/core/ports/image-provider.js";
import { createReplicateApi } from "../../src/sandbox/replicate-api/replicate-api.js";
import { REPLICATE_TOKEN } from "../../src/sandbox/replicate-api/token.js";

interface Setting {
  condition?: SketchCondition;
  paceMs?: number;
}
interface Harness {
  readonly provider: ImageProvider;
  /** What happens to the runs submitted from now on. */
  set(setting: Setting): void;
  now(): Date;
  passTime(ms: number): void;
  /** The same provider as seen by a process started later. */
  restart(): ImageProvider;
  dispose(): Promise<void>;
}

const noon = new Date("2026-05-01T12:00:00Z");

const adapters: { name: string; create(): Promise<Harness> }[] = [
  {
    name: "sketch",
    async create() {
      const folder = await mkdtemp(join(tmpdir(), "image-provider-"));
      let now = noon;
      let setting: Setting = {};
      const restart = () =>
        createSketchProvider({
          folder: join(folder, "runs"),
          clock: { now: () => now },
          conditions: {
            paceMs: () => setting.paceMs ?? 0,
            next: () => setting.condition ?? "ok",
          },
        });
      return {
        provider: restart(),
        restart,
        set(next) {
          setting = next;
        },
        now: () => now,
        passTime(ms) {
          now = new Date(now.getTime() + ms);
        },
        dispose: () => rm(folder, { recursive: true }),
      };
    },
  },
  {
    name: "replicate",
    async create() {
      let now = noon;
      let setting: Setting = {};
      const api = createReplicateApi({
        nowMs: () => now.getTime(),
        conditions: {
          paceMs: () => setting.paceMs ?? 0,
          next: () => setting.condition ?? "ok",
        },
      });
      const { apiUrl, origin } = await api.listen();
      const restart = () =>
        createReplicateProvider({
          client: createReplicateClient({ apiToken: REPLICATE_TOKEN, apiUrl }),
          fetchOutput: createGuardedFetch({ hosts: [], origins: [origin] }),
          clock: systemClock,
        });
      return {
        provider: restart(),
        restart,
        set(next) {
          setting = next;
        },
        now: () => now,
        passTime(ms) {
          now = new Date(now.getTime() + ms);
        },
        dispose: () => api.close(),
      };
    },
  },
];
const [sketch] = adapters;

const anAttempt = () => randomUUID() as AttemptId;
const aRequest = (change: Partial<ImageRequest> = {}): ImageRequest => ({
  modelId: "flux-schnell",
  prompt: "a red fox in the snow",
  aspectRatio: "16:9",
  count: 1,
  seed: 7,
  ...change,
});

const keyOf = (providerRunId: string, count = 1) => ({
  providerRunId,
  modelId: "flux-schnell",
  count,
});

function succeeded(run: ProviderRun) {
  if (run.state !== "succeeded") throw new Error(`the run is ${run.state}`);
  return run;
}

function use(create: () => Promise<Harness>) {
  const used = {} as { harness: Harness; provider: ImageProvider };
  beforeEach(async () => {
    used.harness = await create();
    used.provider = used.harness.provider;
  });
  afterEach(() => used.harness.dispose());

  const trace = (attemptId: AttemptId, change: Partial<ImageRequest> = {}) => ({
    attemptId,
    request: aRequest(change),
    startedAt: used.harness.now(),
    isTaken: async () => false,
  });
  return Object.assign(used, {
    trace,

    submit: (change: Partial<ImageRequest> = {}, attemptId = anAttempt()) =>
      used.provider.submit({ ...trace(attemptId, change), webhookUrl: null, timeoutMs: 5_000 }),

    poll: (providerRunId: string, count = 1) => used.provider.poll(keyOf(providerRunId, count)),

    async pictures(providerRunId: string, count = 1): Promise<Uint8Array[]> {
      const { outputs } = succeeded(await used.provider.poll(keyOf(providerRunId, count)));
      return Promise.all(
        outputs.map((output) => {
          if (output.kind !== "image") throw new Error("a picture is missing");
          return output.fetch(new AbortController().signal);
        }),
      );
    },
  });
}

describe.each(adapters)("image provider: $name", ({ create }) => {
  const used = use(create);
  const { submit, poll, pictures, trace } = used;

  it("makes the picture that was asked for", async () => {
    const { providerRunId } = await submit({ aspectRatio: "16:9" });

    const [picture] = await pictures(providerRunId);
    const { width, height, format } = await sharp(picture).metadata();

    expect(["jpeg", "png", "webp"]).toContain(format);
    expect(width / height).toBeCloseTo(16 / 9, 1);
    expect(width * height).toBeGreaterThan(900_000);
    expect(width * height).toBeLessThan(1_150_000);
  });

  it("finds a run after a restart, and none for an attempt it never had", async () => {
    const attemptId = anAttempt();
    const { providerRunId } = await submit({}, attemptId);
    const later = used.harness.restart();

    expect(await later.find(trace(attemptId))).toEqual({ kind: "found", providerRunId });
    const other = await later.find(trace(anAttempt(), { prompt: "something else" }));
    expect(other.kind).not.toBe("found");
    expect(succeeded(await later.poll(keyOf(providerRunId))).outputs).toHaveLength(1);
  });

  it("waits, runs, and then answers the same for as long as it is asked", async () => {
    used.harness.set({ paceMs: 4_000 });
    const { providerRunId } = await submit();
    const states = [(await poll(providerRunId)).state];
    for (const ms of [2_000, 1_999, 1, 60_000]) {
      used.harness.passTime(ms);
      states.push((await poll(providerRunId)).state);
    }

    expect(states).toEqual(["waiting", "running", "running", "succeeded", "succeeded"]);
  });

  it("makes a batch with consecutive seeds", async () => {
    const batch = await pictures((await submit({ count: 2, seed: 40 })).providerRunId, 2);
    const [second] = await pictures((await submit({ count: 1, seed: 41 })).providerRunId);

    expect(batch).toHaveLength(2);
    expect(Buffer.from(batch[0]!).equals(batch[1]!)).toBe(false);
    expect(Buffer.from(batch[1]!).equals(second!)).toBe(true);
  });

  it("does not begin to fetch what nobody waits for", async () => {
    const { outputs } = succeeded(await poll((await submit()).providerRunId));
    const [output] = outputs;
    if (output?.kind !== "image") throw new Error("a picture is missing");

    await expect(output.fetch(AbortSignal.abort())).rejects.toMatchObject({
      code: "provider_unavailable",
      retryable: true,
    });
  });

  it("stops a run that is cancelled, and takes a cancellation that comes late", async () => {
    used.harness.set({ paceMs: 5_000 });
    const early = keyOf((await submit()).providerRunId);
    used.harness.set({ paceMs: 0 });
    const late = keyOf((await submit()).providerRunId);

    await used.provider.cancel(early);
    await used.provider.cancel(early);
    await used.provider.cancel(late);
    used.harness.passTime(10_000);

    expect((await used.harness.restart().poll(early)).state).toBe("failed");
    expect((await used.provider.poll(late)).state).toBe("succeeded");
  });

  it.each(["sketch-nothing", "nothing", "../../etc/passwd"])("says not_found of %s", async (id) => {
    await expect(poll(id)).rejects.toMatchObject({ code: "not_found", retryable: false });
  });

  it.each([
    { aspectRatio: "wide" },
    { aspectRatio: "99:1" },
    { count: 0 },
    { count: 5 },
    { seed: -1 },
    { seed: 2 ** 31 },
  ])("rejects %o for good", async (change) => {
    await expect(submit(change)).rejects.toMatchObject({
      code: "provider_rejected",
      retryable: false,
    });
  });

  describe("when things go wrong", () => {
    it.each([
      ["fail", "provider_unavailable"],
      ["refuse", "content_refused"],
    ] as const)("ends a run that is to %s as %s", async (condition, code) => {
      used.harness.set({ condition, paceMs: 1_000 });
      const { providerRunId } = await submit();

      expect((await poll(providerRunId)).state).toBe("waiting");
      used.harness.passTime(1_000);
      expect(await poll(providerRunId)).toEqual({ state: "failed", code, costMicroUsd: 0 });
    });

    it("takes twelve seconds over a slow run", async () => {
      used.harness.set({ condition: "slow" });
      const { providerRunId } = await submit();

      used.harness.passTime(11_999);
      expect((await poll(providerRunId)).state).toBe("running");
      used.harness.passTime(1);
      expect((await poll(providerRunId)).state).toBe("succeeded");
    });

    it("hands out no page of HTML for a picture", async () => {
      used.harness.set({ condition: "malformed" });
      const { providerRunId } = await submit();
      const isPicture = await pictures(providerRunId)
        .then(([bytes]) => sharp(bytes).metadata())
        .then(
          () => true,
          (error) =>
            error.code === "output_unusable" ? false : !/unsupported/.test(error.message),
        );

      expect(isPicture).toBe(false);
    });

    it("keeps the last picture of a batch back, never the only one", async () => {
      used.harness.set({ condition: "partial" });
      const batch = succeeded(await poll((await submit({ count: 3 })).providerRunId, 3));
      const single = succeeded(await poll((await submit({ count: 1 })).providerRunId));

      expect(batch.outputs.map(({ kind }) => kind)).toEqual(["image", "image", "missing"]);
      expect(batch.outputs[2]).toMatchObject({ index: 2, code: "content_refused" });
      expect(single.outputs.map(({ kind }) => kind)).toEqual(["image"]);
    });
  });
});

describe("sketch, which knows our attempts by name", () => {
  const used = use(() => sketch!.create());
  const { submit, trace } = used;

  it("makes one run of an attempt, however often and at once it is submitted", async () => {
    const attemptId = anAttempt();
    const runs = await Promise.all([1, 2, 3].map(() => submit({}, attemptId)));
    runs.push(await submit({}, attemptId));

    expect(new Set(runs.map(({ providerRunId }) => providerRunId)).size).toBe(1);
  });

  it("stays with what was decided when the run was submitted", async () => {
    used.harness.set({ condition: "fail" });
    const attemptId = anAttempt();
    const { providerRunId } = await submit({}, attemptId);
    used.harness.set({ condition: "ok" });
    await submit({}, attemptId);

    expect((await used.harness.restart().poll(keyOf(providerRunId))).state).toBe("failed");
  });

  it("forgets runs an hour old when others are submitted, and is sure of what it does not have", async () => {
    const old = anAttempt();
    await submit({}, old);
    used.harness.passTime(3_000_000);
    const recent = anAttempt();
    await submit({}, recent);
    used.harness.passTime(700_000);
    await submit();

    expect((await used.provider.find(trace(old))).kind).toBe("absent");
    expect((await used.provider.find(trace(recent))).kind).toBe("found");
  });
});
