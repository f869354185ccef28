import { createGuardedFetch } from "../../../src/adapters/net/guarded-fetch.js";
import { createReplicateClient } from "../../../src/adapters/replicate/replicate-client.js";
import { createReplicateProvider } from "../../../src/adapters/replicate/replicate-provider.js";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import type {
  PostFault,
  RunFate as ReplicateFate,
} from "../../../src/sandbox/replicate-api/control.js";
import { createReplicateApi } from "../../../src/sandbox/replicate-api/replicate-api.js";
import { REPLICATE_TOKEN } from "../../../src/sandbox/replicate-api/token.js";
import { SMALL_PICTURE } from "../../fixtures/small-picture.js";
import { describeImageProvider } from "./contract.js";
import type { ProviderProfile, RunFate, SubmitFault } from "./harness.js";

const FATES: Readonly<Record<RunFate, ReplicateFate>> = {
  ok: "ok",
  fail: "fail",
  refuse: "refuse",
  partial: "partial",
  html: "html_output",
  wrong_type: "wrong_type_output",
  oversized: "huge_output",
  expired: "data_removed",
  stuck: "stuck",
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

const replicate: ProviderProfile = {
  name: "replicate",
  fates: Object.keys(FATES) as RunFate[],
  faults: Object.keys(FAULTS) as SubmitFault[],
  findsLostRuns: true,
  knowsAfterBreakdown: true,
  ofUnknownAttempt: "unknown",
  isPaid: true,
  hasSteadySeeds: true,
  webhookUrlOf: null,
  async create() {
    let now = new Date("2026-05-01T12:00:00Z");
    let paceMs = 0;
    const conditions = { ...SMALL_PICTURE, paceMs: () => paceMs, next: () => "ok" as const };
    const api = createReplicateApi({ nowMs: () => now.getTime(), conditions });
    const { apiUrl, origin } = await api.listen();
    const { control } = api;
    const restart = () =>
      createReplicateProvider({
        client: createReplicateClient({ apiToken: REPLICATE_TOKEN, apiUrl }),
        fetchOutput: createGuardedFetch({ hosts: [], origins: [origin] }),
        clock: systemClock,
        canLink: false,
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
        made: control.posts().filter(({ predictionId }) => predictionId !== null).length,
        paidMicroUsd: control.paidMicroUsd(),
      }),
      dispose: () => api.close(),
    };
  },
};

describeImageProvider(replicate);
