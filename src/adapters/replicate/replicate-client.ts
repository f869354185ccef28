import Replicate from "replicate";
import { createOnceFetch } from "./once-fetch.js";

const READ_TIMEOUT_MS = 10_000;
const UPLOAD_TIMEOUT_MS = 60_000;

export interface ReplicateClient {
  get(path: string): Promise<unknown>;
  post(
    path: string,
    options: { body?: object; headers?: Record<string, string>; timeoutMs?: number },
  ): Promise<unknown>;
  /** Puts a file into Replicate's own storage, for a day. */
  upload(file: { bytes: Uint8Array; contentType: string }): Promise<unknown>;
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

    async upload({ bytes, contentType }) {
      const data = new FormData();
      data.append("content", new Blob([Buffer.from(bytes)], { type: contentType }), "picture");
      const signal = AbortSignal.timeout(UPLOAD_TIMEOUT_MS);
      return (await client.request("/files", { method: "POST", data, signal })).json();
    },
  };
}
