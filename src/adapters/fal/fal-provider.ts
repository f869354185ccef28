import { AppError } from "../../core/errors.js";
import type {
  ImageProvider,
  ImageRequest,
  ProviderRun,
  RunKey,
} from "../../core/ports/image-provider.js";
import type { GuardedFetch } from "../net/guarded-fetch.js";
import { isBlackPicture } from "./black-picture.js";
import type { FalAnswer, FalClient } from "./fal-client.js";
import {
  type CallKind,
  isOfRun,
  toAnswerError,
  toRunFailure,
  toSilenceError,
} from "./fal-errors.js";
import { costOf, findApp, servesModel, toEndpoint } from "./find-endpoint.js";
import { toInput } from "./input.js";
import type { InputAddresses } from "./input-addresses.js";
import {
  type FetchOutput,
  hasWorked,
  MadeRunSchema,
  type RunStatus,
  StatusSchema,
  toSuccess,
  unreadable,
} from "./response.js";

const OUTPUT_LIMITS = { maxBytes: 100 * 1024 * 1024, timeoutMs: 60_000 };
/** Longer than this nobody waits for a machine; the queue then gives the run back, unpaid. */
const START_WITHIN_S = "180";
/** FAL re-runs what its machines drop, up to ten times, unless told not to: whether to try again is ours to say. */
const ONCE = { "x-fal-no-retry": "1", "x-fal-request-timeout": START_WITHIN_S };
/**
 * With retention `none`: files go after an hour, words and answers are not stored. An hour is also what FAL keeps an
 * answer for then, and time enough for a process to come back and fetch what it has paid for.
 */
const FORGETFUL = {
  "x-fal-object-lifecycle-preference": JSON.stringify({ expiration_duration_seconds: 3_600 }),
  "x-fal-store-io": "0",
};

/** A path of its own would lead elsewhere; FAL's ids are UUIDs. */
const RUN_ID = /^[A-Za-z0-9_-]{1,100}$/;

/**
 * FAL's queue. It cannot be searched: a run whose answer was lost is known again only by its webhook. That a run is
 * COMPLETED says nothing about how it went; its result does.
 */
export function createFalProvider(deps: {
  client: FalClient;
  fetchOutput: GuardedFetch;
  inputs: InputAddresses;
}): ImageProvider {
  const { client, inputs } = deps;

  const fetchOutput: FetchOutput = async (url, signal) => {
    const bytes = await deps.fetchOutput(url, { ...OUTPUT_LIMITS, signal });
    if (await isBlackPicture(bytes)) throw refused();
    return bytes;
  };

  async function create(request: ImageRequest, options: { path: string; timeoutMs: number }) {
    const endpoint = toEndpoint(request);
    const addresses = await inputs.of(request, endpoint);
    return call("create", () =>
      client.queue({
        method: "POST",
        path: `/${endpoint.path}${options.path}`,
        body: toInput(endpoint.parts, request, addresses),
        headers: { ...ONCE, ...(request.retention === "none" && FORGETFUL) },
        timeoutMs: options.timeoutMs,
      }),
    );
  }

  function read(run: RunKey, part: "" | "/status" | "/cancel"): Promise<FalAnswer> {
    const method = part === "/cancel" ? "PUT" : "GET";
    return call("read", () => client.queue({ method, path: `${toRunPath(run)}${part}` }));
  }

  async function readEnd(run: RunKey, status: RunStatus): Promise<ProviderRun> {
    const answer = await read(run, "");
    if (answer.status < 300) {
      if (answer.body === undefined) throw unreadable();
      return toSuccess(answer.body, run.request, fetchOutput);
    }
    // Something in front of the queue, or the queue itself, may fail as well, and the run be all right.
    const isFailed = answer.status === 422 || Boolean(status.error) || isOfRun(answer);
    if (!isFailed) throw toAnswerError(answer, "read");
    // fal.ai/docs: 5xx are never billed; a refusal may be, once a machine has worked on it.
    const isBilled = answer.status < 500 && hasWorked(status);
    const costMicroUsd = isBilled ? costOf(run.request) : 0;
    return { state: "failed", code: toRunFailure(answer), costMicroUsd };
  }

  return {
    name: "fal",
    serves: servesModel,
    canTake: (given) => inputs.canTake(given),
    costMicroUsd: (request) => costOf(request),

    async submit({ request, webhookUrl, timeoutMs }) {
      const query =
        webhookUrl === null ? "" : `?${new URLSearchParams({ fal_webhook: webhookUrl })}`;
      const answer = await create(request, { path: query, timeoutMs });
      if (answer.status >= 300) throw toCreateError(answer);
      const made = MadeRunSchema.safeParse(answer.body).data;
      if (made) return { providerRunId: made.request_id };
      const message = "fal: the answer cannot be read";
      throw new AppError({ code: "outcome_unknown", message, retryable: true });
    },

    find: async () => ({ kind: "unknown" }),

    async poll(run) {
      const answer = await read(run, "/status");
      if (answer.status >= 300) throw toAnswerError(answer, "read");
      const status = StatusSchema.safeParse(answer.body).data;
      if (!status) throw unreadable();
      if (status.status === "IN_QUEUE") return { state: "waiting" };
      if (status.status === "IN_PROGRESS") return { state: "running" };
      return readEnd(run, status);
    },

    async cancel(run) {
      const answer = await read(run, "/cancel");
      // 400, 404, 409: it has ended, or is long forgotten.
      const isOver = [400, 404, 409, 422].includes(answer.status);
      if (answer.status >= 300 && !isOver) throw toAnswerError(answer, "read");
    },
  };
}

/** Runs are addressed by the first two parts of where they were sent to; returned addresses need not be believed. */
function toRunPath({ providerRunId, request }: RunKey): string {
  const app = findApp(request.modelId);
  if (app && RUN_ID.test(providerRunId)) return `/${app}/requests/${providerRunId}`;
  throw new AppError({ code: "not_found", message: "fal: no run of ours", retryable: false });
}

async function call(kind: CallKind, send: () => Promise<FalAnswer>): Promise<FalAnswer> {
  try {
    return await send();
  } catch (error) {
    throw toSilenceError(error, kind);
  }
}

/** A model that is not there is nothing to look for: it is refused like anything else that cannot be made. */
function toCreateError(answer: FalAnswer): AppError {
  const failure = toAnswerError(answer, "create");
  if (failure.code !== "not_found") return failure;
  const { message } = failure;
  return new AppError({ code: "provider_rejected", message, retryable: false });
}

function refused(): AppError {
  const message = "output: painted over by a safety check";
  return new AppError({ code: "content_refused", message, retryable: false });
}
