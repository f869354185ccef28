import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  createSketchProvider,
  type SketchCondition,
} from "../../../src/adapters/sketch/sketch-provider.js";
import { findModel } from "../../../src/core/catalog/models.js";
import { SMALL_PICTURE } from "../../fixtures/small-picture.js";
import { anAttempt, describeImageProvider, useProvider } from "./contract.js";
import type { ProviderProfile, RunFate } from "./harness.js";
import { plainRequest } from "./requests.js";

const CONDITIONS: Partial<Record<RunFate, SketchCondition>> = {
  ok: "ok",
  fail: "fail",
  refuse: "refuse",
  partial: "partial",
  html: "malformed",
};

const sketch: ProviderProfile = {
  name: "sketch",
  fates: ["ok", "fail", "refuse", "partial", "html"],
  faults: [],
  findsLostRuns: true,
  knowsAfterBreakdown: false,
  ofUnknownAttempt: "absent",
  isPaid: false,
  hasSteadySeeds: true,
  webhookUrlOf: null,
  async create() {
    const folder = await mkdtemp(join(tmpdir(), "image-provider-"));
    let now = new Date("2026-05-01T12:00:00Z");
    let setting: { fate?: RunFate; paceMs?: number } = {};
    const restart = () =>
      createSketchProvider({
        folder: join(folder, "runs"),
        clock: { now: () => now },
        conditions: {
          ...SMALL_PICTURE,
          paceMs: () => setting.paceMs ?? 0,
          next: () => CONDITIONS[setting.fate ?? "ok"] ?? "ok",
        },
      });
    return {
      provider: restart(),
      restart,
      set(next) {
        setting = next;
      },
      failNextSubmit(fault) {
        throw new Error(`sketch knows no ${fault}`);
      },
      now: () => now,
      passTime(ms) {
        now = new Date(now.getTime() + ms);
      },
      books: () => null,
      dispose: () => rm(folder, { recursive: true }),
    };
  },
};

describeImageProvider(sketch);

describe("sketch, which knows our attempts by name", () => {
  const used = useProvider(sketch);
  const schnell = () => plainRequest(findModel("flux-schnell")!);

  it("makes one run of an attempt, however often and at once it is submitted", async () => {
    const attemptId = anAttempt();
    const request = await schnell();
    const runs = await Promise.all([1, 2, 3].map(() => used.submit(request, attemptId)));
    runs.push(await used.submit(request, attemptId));

    expect(new Set(runs.map(({ providerRunId }) => providerRunId)).size).toBe(1);
  });

  it("stays with what was decided when the run was submitted", async () => {
    used.harness.set({ fate: "fail" });
    const attemptId = anAttempt();
    const run = await used.submit(await schnell(), attemptId);
    used.harness.set({ fate: "ok" });
    await used.submit(run.request, attemptId);

    expect((await used.harness.restart().poll(run)).state).toBe("failed");
  });

  it("forgets runs an hour old when others are submitted, and is sure of what it does not have", async () => {
    const request = await schnell();
    const old = anAttempt();
    await used.submit(request, old);
    used.harness.passTime(3_000_000);
    const recent = anAttempt();
    await used.submit(request, recent);
    used.harness.passTime(700_000);
    await used.submit(request);

    expect((await used.provider.find(used.traceOf(request, old))).kind).toBe("absent");
    expect((await used.provider.find(used.traceOf(request, recent))).kind).toBe("found");
  });
});
