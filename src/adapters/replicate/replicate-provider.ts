import Replicate from "replicate";
import { AppError } from "../../core/errors.js";
import type { Clock } from "../../core/ports/clock.js";
import type { AttemptTrace, ImageProvider } from "../../core/ports/image-provider.js";
import type { GuardedFetch } from "../net/guarded-fetch.js";
import { findReplicateModel, toReplicateModel } from "./models.js";
import { createOnceFetch } from "./once-fetch.js";
import {
  type FetchOutput,
  MadePredictionSchema,
  PredictionSchema,
  toProviderRun,
} from "./prediction.js";
import { isServerError, toAppError } from "./replicate-errors.js";
import { type SearchResult, searchPredictions } from "./search-predictions.js";

const READ_TIMEOUT_MS = 10_000;
const OUTPUT_LIMITS = { maxBytes: 40 * 1024 * 1024, timeoutMs: 60_000 };
/** Longer than we wait ourselves: a run that we have lost sight of does not go on at our cost. */
const CANCEL_AFTER = "6m";
/** By then a prediction that was made in spite of an error stands in the list. */
const SETTLING_MS = 1_000;

/** A path of its own would lead elsewhere; Replicate's ids are letters and digits. */
const RUN_ID = /^[A-Za-z0-9_-]{1,100}$/;

export interface ReplicateClient {
  get(path: string): Promise<unknown>;
  post(
    path: string,
    options: { body?: object; headers?: Record<string, string>; timeoutMs?: number },
  ): Promise<unknown>;
}

/** The `replicate` package, each of whose calls becomes one request at most. @throws its ApiError, or what fetch throws. */
export function createReplicateClient(options: {
  apiToken: string;
  /** e.g. `https://api.replicate.com/v1`. */
  apiUrl: string;
}): ReplicateClient {
  const client = new Replicate({
    auth: options.apiToken,
    baseUrl: options.apiUrl,
    fetch: createOnceFetch(),
  });
  return {
    async get(path) {
      const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
      return (await client.request(path, { method: "GET", signal })).json();
    },

    async post(path, { body, headers = {}, timeoutMs = READ_TIMEOUT_MS }) {
      const signal = AbortSignal.timeout(timeoutMs);
      const data = body && { data: body };
      return (await client.request(path, { method: "POST", headers, signal, ...data })).json();
    },
  };
}

/**
 * Replicate's official models. A prediction knows no idempotency key, so its POST is made once and never again: left
 * to itself the client repeats it on 429 and on every network error, which may be paid for each time (see `once-fetch`).
 * When Replicate answers with an error of its own, its list tells whether it has made the prediction all the same.
 */
export function createReplicateProvider(deps: {
  client: ReplicateClient;
  fetchOutput: GuardedFetch;
  clock: Clock;
}): ImageProvider {
  const { client, clock } = deps;
  const fetchOutput: FetchOutput = (url, signal) =>
    deps.fetchOutput(url, { ...OUTPUT_LIMITS, signal });

  async function read<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toAppError(error, "read");
    }
  }

  function search(trace: AttemptTrace): Promise<SearchResult> {
    return read(() => searchPredictions(trace, (query) => client.get(`/predictions${query}`)));
  }

  /** @throws AppError `outcome_unknown` when the list tells nothing, `provider_unavailable` when nothing was made. */
  async function findAfterServerError(trace: AttemptTrace, error: AppError): Promise<string> {
    await clock.pause(SETTLING_MS, new AbortController().signal);
    const found = await search(trace).catch(() => null);
    if (found?.kind === "found") return found.providerRunId;
    if (!found?.isComplete) throw error;
    const { message, retryAfterMs } = error;
    throw new AppError({ code: "provider_unavailable", message, retryable: true, retryAfterMs });
  }

  return {
    name: "replicate",
    serves: (modelId) => findReplicateModel(modelId) !== undefined,
    costMicroUsd: ({ modelId, count }) => (findReplicateModel(modelId)?.unitMicroUsd ?? 0) * count,

    async submit({ webhookUrl, timeoutMs, ...trace }) {
      const { slug, toInput } = toReplicateModel(trace.request);
      const webhook = webhookUrl && { webhook: webhookUrl, webhook_events_filter: ["completed"] };
      const body = { input: toInput(trace.request), ...webhook };
      const headers = { "Cancel-After": CANCEL_AFTER };
      try {
        const made = await client.post(`/models/${slug}/predictions`, { body, headers, timeoutMs });
        return { providerRunId: MadePredictionSchema.parse(made).id };
      } catch (error) {
        const failure = toCreateError(error);
        if (!isServerError(error)) throw failure;
        return { providerRunId: await findAfterServerError(trace, failure) };
      }
    },

    async find(trace) {
      const found = await search(trace);
      // What is not in the list may still come: the request may be under way somewhere.
      return found.kind === "found" ? found : { kind: "unknown" };
    },

    async poll(run) {
      assertRunId(run.providerRunId);
      const answer = await read(() => client.get(`/predictions/${run.providerRunId}`));
      return toProviderRun(
        await read(async () => PredictionSchema.parse(answer)),
        run,
        fetchOutput,
      );
    },

    async cancel({ providerRunId }) {
      assertRunId(providerRunId);
      try {
        await client.post(`/predictions/${providerRunId}/cancel`, {});
      } catch (error) {
        const failure = toAppError(error, "read");
        // Refused because it has ended, or is long forgotten.
        if (failure.code !== "provider_rejected" && failure.code !== "not_found") throw failure;
      }
    },
  };
}

/** A model that is not there is nothing to look for: it is refused like anything else that cannot be made. */
function toCreateError(error: unknown): AppError {
  const failure = toAppError(error, "create");
  if (failure.code !== "not_found") return failure;
  return new AppError({
    code: "provider_rejected",
    message: failure.message,
    retryable: false,
  });
}

function assertRunId(providerRunId: string): void {
  if (RUN_ID.test(providerRunId)) return;
  throw new AppError({ code: "not_found", message: "replicate: no run id", retryable: false });
}
