/** What FAL answered: a status, and JSON or undefined. */
export interface FalAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface FalCall {
  readonly method: "GET" | "POST" | "PUT";
  /** With its slash, and its query. */
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export interface FalClient {
  /** The queue: makes, reads and cancels runs. */
  queue(call: FalCall): Promise<FalAnswer>;
  /** Everything else: storage and public keys. */
  rest(call: FalCall): Promise<FalAnswer>;
}

const USUAL_TIMEOUT_MS = 10_000;

/**
 * Each call is one request at most. FAL's own client repeats a POST up to three times, whatever it is told, and FAL
 * knows no idempotency key: each one that is accepted is paid for.
 *
 * @throws what fetch throws when there is no answer
 */
export function createFalClient(options: {
  key: string;
  /** e.g. `https://queue.fal.run`. */
  queueUrl: string;
  /** e.g. `https://rest.fal.ai`. */
  restUrl: string;
}): FalClient {
  async function send(baseUrl: string, call: FalCall): Promise<FalAnswer> {
    const { method, path, body, headers, timeoutMs = USUAL_TIMEOUT_MS } = call;
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        authorization: `Key ${options.key}`,
        ...(body && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const { status } = response;
    return { status, headers: response.headers, body: parseJson(await response.text()) };
  }

  return {
    queue: (call) => send(options.queueUrl, call),
    rest: (call) => send(options.restUrl, call),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
