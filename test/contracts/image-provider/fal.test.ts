import { createFalClient } from "../../../src/adapters/fal/fal-client.js";
import { createFalProvider } from "../../../src/adapters/fal/fal-provider.js";
import { createInputAddresses } from "../../../src/adapters/fal/input-addresses.js";
import { createGuardedFetch } from "../../../src/adapters/net/guarded-fetch.js";
import type { RunFate as FalFate, PostFault } from "../../../src/sandbox/fal-api/control.js";
import { createFalApi } from "../../../src/sandbox/fal-api/fal-api.js";
import { FAL_KEY } from "../../../src/sandbox/fal-api/key.js";
import { SMALL_PICTURE } from "../../fixtures/small-picture.js";
import { describeImageProvider } from "./contract.js";
import type { ProviderProfile, RunFate, SubmitFault } from "./harness.js";

const FATES: Readonly<Record<RunFate, FalFate>> = {
  ok: "ok",
  fail: "fail",
  refuse: "refuse",
  partial: "partial",
  html: "html_output",
  wrong_type: "text_output",
  oversized: "huge_output",
  expired: "expired_output",
  stuck: "slow_start",
};

const FAULTS: Readonly<Record<SubmitFault, PostFault>> = {
  unavailable: { kind: "status", status: 503 },
  broken: { kind: "status", status: 500 },
  broken_after_accept: { kind: "status", status: 502, isAccepted: true },
  throttled: { kind: "throttled", seconds: 30, hasHeader: true },
  hang: { kind: "hang" },
  cut: { kind: "cut" },
  cut_after_accept: { kind: "answer_lost" },
};

const fal: ProviderProfile = {
  name: "fal",
  fates: Object.keys(FATES) as RunFate[],
  faults: Object.keys(FAULTS) as SubmitFault[],
  findsLostRuns: false,
  knowsAfterBreakdown: false,
  ofUnknownAttempt: "unknown",
  isPaid: true,
  hasSteadySeeds: true,
  webhookUrlOf: null,
  async create() {
    let now = new Date("2026-05-01T12:00:00Z");
    let paceMs = 0;
    const conditions = { ...SMALL_PICTURE, paceMs: () => paceMs, next: () => "ok" as const };
    const api = createFalApi({ nowMs: () => now.getTime(), conditions });
    const { origin, ...urls } = await api.listen();
    const { control } = api;
    const client = createFalClient({ key: FAL_KEY, ...urls });
    const restart = () =>
      createFalProvider({
        client,
        fetchOutput: createGuardedFetch({ hosts: [], origins: [origin] }),
        inputs: createInputAddresses({ client, hasLinks: false, origins: [origin] }),
      });
    return {
      provider: restart(),
      restart,
      set(setting) {
        control.setFate(FATES[setting.fate ?? "ok"]);
        paceMs = setting.paceMs ?? 0;
      },
      failNextSubmit: (fault) => control.nextFaults(FAULTS[fault]),
      now: () => now,
      passTime(ms) {
        now = new Date(now.getTime() + ms);
      },
      books: () => ({
        asked: control.posts().length,
        made: control.posts().filter(({ requestId }) => requestId !== null).length,
        paidMicroUsd: control.paidMicroUsd(),
      }),
      dispose: () => api.close(),
    };
  },
};

describeImageProvider(fal);
