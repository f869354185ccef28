/** What Stripe answers instead of a result, in its own words. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly type: "invalid_request_error" | "idempotency_error" | "api_error";
  readonly code: string | undefined;
  readonly param: string | undefined;

  constructor(options: {
    status: number;
    message: string;
    type?: ApiError["type"];
    code?: string;
    param?: string;
  }) {
    super(options.message);
    this.status = options.status;
    this.type = options.type ?? "invalid_request_error";
    this.code = options.code;
    this.param = options.param;
  }

  toJSON() {
    const { type, message, code, param } = this;
    return { error: { type, message, ...(code && { code }), ...(param && { param }) } };
  }
}

export function invalid(message: string, about: { code?: string; param?: string } = {}): ApiError {
  return new ApiError({ status: 400, message, ...about });
}

/** @param what As Stripe names it, such as `checkout.session`. */
export function noSuch(what: string, id: string): ApiError {
  return new ApiError({
    status: 404,
    message: `No such ${what}: '${id}'`,
    code: "resource_missing",
    param: what === "checkout.session" ? "session" : "id",
  });
}
