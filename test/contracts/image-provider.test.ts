import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createSketchProvider,
  type SketchCondition,
} from "../../src/adapters/sketch/sketch-provider.js";
import type { AttemptId } from "../../src/core/ids.js";
import type {
  ImageProvider,
  ImageRequest,
  ProviderRun,
} from "../../src/core/ports/image-provider.js";

interface Setting {
  condition?: SketchCondition;
  paceMs?: number;
}
interface Harness {
  readonly provider: ImageProvider;
  /** What happens to the runs submitted from now on. */
  set(setting: Setting): void;
  passTime(ms: number): void;
  /** The same provider as seen by a process started later. */
  restart(): ImageProvider;
  dispose(): Promise<void>;
}

const adapters: { name: string; create(): Promise<Harness> }[] = [
  {
    name: "sketch",
    async create() {
      const folder = await mkdtemp(join(tmpdir(), "image-provider-"));
      let now = new Date("2026-05-01T12:00:00Z");
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
        passTime(ms) {
          now = new Date(now.getTime() + ms);
        },
        dispose: () => rm(folder, { recursive: true }),
      };
    },
  },
];

const anAttempt = () => randomUUID() as AttemptId;
const aRequest = (change: Partial<ImageRequest> = {}): ImageRequest => ({
  modelId: "flux-schnell",
  prompt: "a red fox in the snow",
  aspectRatio: "16:9",
  count: 1,
  seed: 7,
  ...change,
});

function succeeded(run: ProviderRun) {
  if (run.state !== "succeeded") throw new Error(`the run is ${run.state}`);
  return run;
}

describe.each(adapters)("image provider: $name", ({ create }) => {
  let harness: Harness;
  let provider: ImageProvider;
  beforeEach(async () => {
    harness = await create();
    provider = harness.provider;
  });
  afterEach(() => harness.dispose());

  const submit = (change: Partial<ImageRequest> = {}, attemptId = anAttempt()) =>
    provider.submit({ attemptId, request: aRequest(change), timeoutMs: 5_000 });

  async function pictures(providerRunId: string): Promise<Uint8Array[]> {
    const { outputs } = succeeded(await provider.poll(providerRunId));
    return Promise.all(
      outputs.map((output) => {
        if (output.kind !== "image") throw new Error("a picture is missing");
        return output.fetch();
      }),
    );
  }

  it("makes the picture that was asked for", async () => {
    const { providerRunId } = await submit({ aspectRatio: "16:9" });

    const [picture] = await pictures(providerRunId);
    const { width, height, format } = await sharp(picture).metadata();

    expect(["jpeg", "png", "webp"]).toContain(format);
    expect(width / height).toBeCloseTo(16 / 9, 1);
    expect(width * height).toBeGreaterThan(900_000);
    expect(width * height).toBeLessThan(1_150_000);
  });

  it("makes one run of an attempt, however often and at once it is submitted", async () => {
    const attemptId = anAttempt();
    const runs = await Promise.all([1, 2, 3].map(() => submit({}, attemptId)));
    runs.push(await submit({}, attemptId));

    expect(new Set(runs.map(({ providerRunId }) => providerRunId)).size).toBe(1);
  });

  it("finds a run after a restart, and knows what it never had", async () => {
    const attemptId = anAttempt();
    const { providerRunId } = await submit({}, attemptId);
    const later = harness.restart();

    expect(await later.find(attemptId)).toEqual({ kind: "found", providerRunId });
    expect(await later.find(anAttempt())).toEqual({ kind: "absent" });
    expect(succeeded(await later.poll(providerRunId)).outputs).toHaveLength(1);
  });

  it("waits, runs, and then answers the same for as long as it is asked", async () => {
    harness.set({ paceMs: 4_000 });
    const { providerRunId } = await submit();
    const states = [(await provider.poll(providerRunId)).state];
    for (const ms of [2_000, 1_999, 1, 60_000]) {
      harness.passTime(ms);
      states.push((await provider.poll(providerRunId)).state);
    }

    expect(states).toEqual(["waiting", "running", "running", "succeeded", "succeeded"]);
  });

  it("makes a batch with consecutive seeds", async () => {
    const batch = await pictures((await submit({ count: 2, seed: 40 })).providerRunId);
    const [second] = await pictures((await submit({ count: 1, seed: 41 })).providerRunId);

    expect(batch).toHaveLength(2);
    expect(Buffer.from(batch[0]!).equals(batch[1]!)).toBe(false);
    expect(Buffer.from(batch[1]!).equals(second!)).toBe(true);
  });

  it("stops a run that is cancelled, and takes a cancellation that comes late", async () => {
    harness.set({ paceMs: 5_000 });
    const early = (await submit()).providerRunId;
    harness.set({ paceMs: 0 });
    const late = (await submit()).providerRunId;

    await provider.cancel(early);
    await provider.cancel(early);
    await provider.cancel(late);
    harness.passTime(10_000);

    expect((await harness.restart().poll(early)).state).toBe("failed");
    expect((await provider.poll(late)).state).toBe("succeeded");
  });

  it("says not_found of a run it never had", async () => {
    await expect(provider.poll("sketch-nothing")).rejects.toMatchObject({ code: "not_found" });
    await expect(provider.poll("../../etc/passwd")).rejects.toMatchObject({ code: "not_found" });
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
      harness.set({ condition, paceMs: 1_000 });
      const { providerRunId } = await submit();

      expect((await provider.poll(providerRunId)).state).toBe("waiting");
      harness.passTime(1_000);
      expect(await provider.poll(providerRunId)).toEqual({
        state: "failed",
        code,
        costMicroUsd: 0,
      });
    });

    it("takes twelve seconds over a slow run", async () => {
      harness.set({ condition: "slow" });
      const { providerRunId } = await submit();

      harness.passTime(11_999);
      expect((await provider.poll(providerRunId)).state).toBe("running");
      harness.passTime(1);
      expect((await provider.poll(providerRunId)).state).toBe("succeeded");
    });

    it("sends something that is no picture", async () => {
      harness.set({ condition: "malformed" });
      const [bytes] = await pictures((await submit()).providerRunId);

      await expect(sharp(bytes).metadata()).rejects.toThrow();
    });

    it("keeps the last picture of a batch back, never the only one", async () => {
      harness.set({ condition: "partial" });
      const batch = succeeded(await provider.poll((await submit({ count: 3 })).providerRunId));
      const single = succeeded(await provider.poll((await submit({ count: 1 })).providerRunId));

      expect(batch.outputs.map(({ kind }) => kind)).toEqual(["image", "image", "missing"]);
      expect(batch.outputs[2]).toMatchObject({ index: 2, code: "content_refused" });
      expect(single.outputs.map(({ kind }) => kind)).toEqual(["image"]);
    });

    it("stays with what was decided when the run was submitted", async () => {
      harness.set({ condition: "fail" });
      const attemptId = anAttempt();
      const { providerRunId } = await submit({}, attemptId);
      harness.set({ condition: "ok" });
      await submit({}, attemptId);

      expect((await harness.restart().poll(providerRunId)).state).toBe("failed");
    });
  });

  it("forgets runs an hour old when others are submitted", async () => {
    const old = anAttempt();
    await submit({}, old);
    harness.passTime(3_000_000);
    const recent = anAttempt();
    await submit({}, recent);
    harness.passTime(700_000);
    await submit();

    expect((await provider.find(old)).kind).toBe("absent");
    expect((await provider.find(recent)).kind).toBe("found");
  });
});
