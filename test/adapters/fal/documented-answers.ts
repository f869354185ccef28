/**
 * What FAL answers when a run is not made or goes wrong, as its documentation shows it (fal.ai/docs: model errors, request
 * errors, webhooks; read 2026-11), and what we take it for.
 */
export interface DocumentedAnswer {
  readonly name: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Of a run that was made. */
  readonly asRun: string;
  /** Of a POST that was to make one. */
  readonly asSubmit: string;
}

const model = (type: string, msg: string, more: object = {}) => ({
  detail: [
    { loc: ["body", "prompt"], msg, type, url: `https://docs.fal.ai/errors#${type}`, ...more },
  ],
});

export const DOCUMENTED: readonly DocumentedAnswer[] = [
  {
    name: "refused content",
    status: 422,
    headers: { "x-fal-retryable": "false" },
    body: model("content_policy_violation", "The content was flagged by a content checker.", {
      input: "the flagged input",
      categories: ["sexual"],
    }),
    asRun: "content_refused",
    asSubmit: "content_refused",
  },
  {
    name: "a picture that cannot be opened",
    status: 422,
    body: model(
      "image_load_error",
      "Failed to load the image. Please ensure the image file is not corrupted and is in a supported format.",
    ),
    asRun: "input_rejected",
    asSubmit: "input_rejected",
  },
  {
    name: "a picture that cannot be fetched",
    status: 422,
    body: model(
      "file_download_error",
      "Failed to download the file. Please check if the URL is accessible and try again.",
    ),
    asRun: "input_rejected",
    asSubmit: "input_rejected",
  },
  {
    name: "a picture that is too large",
    status: 422,
    body: model(
      "image_too_large",
      "Image dimensions are too large. Maximum dimensions are 4000x4000 pixels.",
      {
        ctx: { max_height: 4_000, max_width: 4_000 },
      },
    ),
    asRun: "input_rejected",
    asSubmit: "input_rejected",
  },
  {
    name: "a field that is missing",
    status: 422,
    body: {
      detail: [{ loc: ["body", "prompt"], msg: "field required", type: "value_error.missing" }],
    },
    asRun: "provider_rejected",
    asSubmit: "provider_rejected",
  },
  {
    name: "a value that is out of range",
    status: 422,
    body: model("less_than_equal", "Input should be less than or equal to 50", { ctx: { le: 50 } }),
    asRun: "provider_rejected",
    asSubmit: "provider_rejected",
  },
  {
    name: "a 422 in one sentence",
    status: 422,
    body: { detail: "Unprocessable Entity" },
    asRun: "provider_rejected",
    asSubmit: "provider_rejected",
  },
  {
    name: "a service behind the model that is away",
    status: 400,
    body: model("downstream_service_error", "Downstream service error"),
    asRun: "provider_unavailable",
    asSubmit: "provider_rejected",
  },
  {
    name: "a model that breaks off",
    status: 500,
    headers: { "x-fal-retryable": "true" },
    body: model("internal_server_error", "Internal server error"),
    asRun: "provider_unavailable",
    asSubmit: "outcome_unknown",
  },
  {
    name: "a model that takes too long",
    status: 504,
    body: model("generation_timeout", "Generation timed out"),
    asRun: "timed_out",
    asSubmit: "outcome_unknown",
  },
  {
    name: "a request that takes too long",
    status: 504,
    headers: { "x-fal-error-type": "request_timeout" },
    body: { detail: "Request timed out", error_type: "request_timeout" },
    asRun: "timed_out",
    asSubmit: "outcome_unknown",
  },
  {
    name: "a request that did not start within our time",
    status: 504,
    headers: { "x-fal-error-type": "request_timeout", "x-fal-request-timeout-type": "user" },
    body: { detail: "Request timed out", error_type: "request_timeout" },
    asRun: "provider_unavailable",
    asSubmit: "outcome_unknown",
  },
  {
    name: "a machine that did not start",
    status: 504,
    headers: { "x-fal-error-type": "startup_timeout" },
    body: { detail: "Runner did not start in time", error_type: "startup_timeout" },
    asRun: "provider_unavailable",
    asSubmit: "outcome_unknown",
  },
  {
    name: "a machine that was lost",
    status: 503,
    headers: { "x-fal-error-type": "runner_disconnected" },
    body: { detail: "Runner disconnected", error_type: "runner_disconnected" },
    asRun: "provider_unavailable",
    asSubmit: "provider_unavailable",
  },
  {
    name: "a run that was called off",
    status: 499,
    headers: { "x-fal-error-type": "client_cancelled" },
    body: { detail: "Request was cancelled", error_type: "client_cancelled" },
    asRun: "provider_unavailable",
    asSubmit: "provider_rejected",
  },
  {
    name: "too many at once",
    status: 429,
    headers: { "retry-after": "12" },
    body: { detail: "Too many requests" },
    asRun: "provider_throttled",
    asSubmit: "provider_throttled",
  },
  {
    name: "a key that is refused",
    status: 401,
    body: { detail: "No user found for Key ID and Secret" },
    asRun: "provider_rejected",
    asSubmit: "configuration",
  },
  {
    name: "an account without money",
    status: 403,
    body: {
      detail:
        "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.",
    },
    asRun: "provider_rejected",
    asSubmit: "configuration",
  },
  {
    name: "a body that is too large",
    status: 413,
    body: "<html>413 Request Entity Too Large</html>",
    asRun: "provider_rejected",
    asSubmit: "input_rejected",
  },
  {
    name: "a gateway's page",
    status: 502,
    body: "<html>502 Bad Gateway</html>",
    asRun: "provider_unavailable",
    asSubmit: "outcome_unknown",
  },
];
