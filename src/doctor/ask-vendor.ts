import { type Finding, fault } from "./check.js";

/** What a vendor answered: a status, and JSON or null. */
export interface VendorAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * One request to a vendor, never repeated.
 *
 * @throws Error when there is no answer; its address, which may hold a token, is not part of it.
 */
export async function askVendor(
  url: string,
  options: { signal: AbortSignal; bearer?: string; headers?: Readonly<Record<string, string>> },
): Promise<VendorAnswer> {
  const { signal, bearer, headers } = options;
  const response = await fetch(url, {
    signal,
    redirect: "error",
    headers: { ...headers, ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) },
  });
  const text = await response.text();
  return { status: response.status, body: parseJson(text) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param settings Those by which it is reached. */
export function strangeAnswer(vendor: string, status: number, settings: string): Finding {
  const isBusy = status >= 500 || status === 429;
  return fault(`${vendor} answers ${status}.`, isBusy ? "Try again later." : `Check ${settings}.`);
}

/** Why something could not be reached: a code such as ECONNREFUSED, and never a message, which may quote a secret. */
export function toReason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.cause instanceof Error) return toReason(error.cause);
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.name === "Error" ? "no answer" : error.name;
}
