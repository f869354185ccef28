import { findModel } from "../../core/catalog/models.js";
import { AppError } from "../../core/errors.js";
import type { Clock } from "../../core/ports/clock.js";
import type { AttemptTrace, ImageProvider, ImageRequest } from "../../core/ports/image-provider.js";
import type { GuardedFetch } from "../net/guarded-fetch.js";
import { toAddresses } from "./input-addresses.js";
import { findReplicateModel, requestMicroUsd, toReplicateModel } from "./models.js";
import {
  type FetchOutput,
  MadePredictionSchema,
  PredictionSchema,
  toProviderRun,
} from "./prediction.js";
import type { ReplicateClient } from "./replicate-client.js";
import { isServerError, toAppError } from "./replicate-errors.js";
import { type SearchResult, searchPredictions } from "./search-predictions.js";

const OUTPUT_LIMITS = {
  picture: { maxBytes: 40 * 1024 * 1024, timeoutMs: 60_000 },
  clip: { maxBytes: 100 * 1024 * 1024, timeoutMs: 80_000 },
};
/** Longer than we wait ourselves: a run that we have lost sight of does not go on at our cost. */
const CANCEL_AFTER = { picture: "6m", clip: "16m" };
/** By then a prediction that was made in spite of an error stands in the list. */
const SETTLING_MS = 1_000;

/** A path of its own would lead elsewhere; Replicate's ids are letters and digits. */
const RUN_ID = /^[A-Za-z0-9_-]{1,100}$/;

/**
 * The catalog's models at Replicate. A prediction knows no idempotency key, so its POST is made once and never again: left
 * to itself the client repeats it on 429 and on every network error, which may be paid for each time (see `once-fetch`).
 * When Replicate answers with an error of its own, its list tells whether it has made the prediction all the same.
 *
 * There is no `forget`: the API cannot delete a prediction (its OpenAPI of 2026-04 has no such call). Input, output and
 * logs of every prediction leave by themselves an hour after its end. No model tells what it has made of a prompt.
 */
export function createReplicateProvider(deps: {
  client: ReplicateClient;
  fetchOutput: GuardedFetch;
  clock: Clock;
  /** True when the world can fetch pictures from us, by the links of our store. */
  canLink: boolean;
}): ImageProvider {
  const { client, clock } = deps;

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
    costMicroUsd: (request) => requestMicroUsd(request),

    // Without links a picture travels as data only when it is small, which cannot be told from their number.
    canTake: ({ count, retention }) => count === 0 || retention === "keep" || deps.canLink,

    async submit({ webhookUrl, timeoutMs, ...trace }) {
      const { request } = trace;
      const { slug, version, toInput } = toReplicateModel(request);
      const webhook = webhookUrl && { webhook: webhookUrl, webhook_events_filter: ["completed"] };
      const input = toInput(request, await toAddresses(request, client));
      const path = version ? "/predictions" : `/models/${slug}/predictions`;
      const body = { ...(version && { version }), input, ...webhook };
      const headers = { "Cancel-After": CANCEL_AFTER[outputKindOf(request)] };
      try {
        const made = await client.post(path, { body, headers, timeoutMs });
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
      const limits = OUTPUT_LIMITS[outputKindOf(run.request)];
      const fetchOutput: FetchOutput = (url, signal) =>
        deps.fetchOutput(url, { ...limits, signal });
      const prediction = await read(async () =>
        PredictionSchema.parse(await client.get(`/predictions/${run.providerRunId}`)),
      );
      return toProviderRun(prediction, run.request, fetchOutput);
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

function outputKindOf({ modelId }: ImageRequest): "picture" | "clip" {
  return findModel(modelId)?.output ?? "picture";
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
