import { randomUUID } from "node:crypto";
import { createGuardedFetch } from "../../../src/adapters/net/guarded-fetch.js";
import { createReplicateClient } from "../../../src/adapters/replicate/replicate-client.js";
import { createReplicateProvider } from "../../../src/adapters/replicate/replicate-provider.js";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import type { AttemptId } from "../../../src/core/ids.js";
import type { ImageRequest, RunKey } from "../../../src/core/ports/image-provider.js";
import { createReplicateApi } from "../../../src/sandbox/replicate-api/replicate-api.js";
import { REPLICATE_TOKEN } from "../../../src/sandbox/replicate-api/token.js";
import { aRequest } from "../../fixtures/image-request.js";

/** The real client against the sandbox's Replicate. */
export async function openReplicateWorld(options: { apiToken?: string; canLink?: boolean } = {}) {
  const api = createReplicateApi();
  const { apiUrl, origin } = await api.listen();
  api.control.setPaceMs(0);
  const client = createReplicateClient({ apiToken: options.apiToken ?? REPLICATE_TOKEN, apiUrl });
  const provider = createReplicateProvider({
    client,
    fetchOutput: createGuardedFetch({ hosts: [], origins: [origin] }),
    clock: systemClock,
    canLink: options.canLink ?? false,
  });
  return { api, control: api.control, apiUrl, origin, client, provider, close: () => api.close() };
}

export function aSubmission(change: Partial<ImageRequest> = {}) {
  return {
    attemptId: randomUUID() as AttemptId,
    request: aRequest(change),
    startedAt: new Date(),
    isTaken: async (_providerRunId: string) => false,
    webhookUrl: null as string | null,
    timeoutMs: 15_000,
  };
}

export const keyOf = (
  providerRunId: string,
  count = 1,
  change: Partial<ImageRequest> = {},
): RunKey => ({ providerRunId, request: aRequest({ count, ...change }) });
