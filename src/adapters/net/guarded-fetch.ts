import { lookup as lookUpName } from "node:dns";
import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { AppError } from "../../core/errors.js";
import { isPublicAddress } from "./public-address.js";

const MAX_REDIRECTS = 3;
const PICTURES_AND_CLIPS = /^(image|video)\//i;

export interface FetchLimits {
  readonly maxBytes: number;
  /** For everything together, redirects and body included. */
  readonly timeoutMs: number;
  /** Ends it before that. */
  readonly signal: AbortSignal;
}

/** More bytes than we take. */
export class TooLargeError extends AppError {
  constructor() {
    super({ code: "output_unusable", message: "file: too large", retryable: false });
  }
}

/**
 * The picture or clip that lies at an address somebody else gave us.
 *
 * @throws AppError `output_unusable` (final): an address we do not go to, no picture, 4xx; a TooLargeError for more bytes
 *   than `maxBytes`.
 * @throws AppError `provider_unavailable` (retryable): network, 429, 5xx, too slow, or `signal` aborted.
 */
export type GuardedFetch = (url: string, limits: FetchLimits) => Promise<Uint8Array>;

/**
 * Goes only to `https` addresses of the allowed hosts, by name (`*.` in front allows what lies under it), on the usual
 * port, and only when the name leads to the public internet: what is checked is the very address that is connected to.
 * Redirects are followed under the same rules.
 *
 * @param options.origins Exact origins that may be anywhere, `http` included: stand-ins the operator has set.
 * @param options.accepts Content types; left out, pictures and clips.
 */
export function createGuardedFetch(options: {
  hosts: readonly string[];
  origins: readonly string[];
  accepts?: RegExp;
  resolve?: typeof lookUpName;
}): GuardedFetch {
  const origins = new Set(options.origins);
  const lookup = createCheckedLookup(options.resolve ?? lookUpName);
  const accepts = options.accepts ?? PICTURES_AND_CLIPS;

  function assertAllowed(url: URL): void {
    if (origins.has(url.origin)) return;
    const isUsual = url.protocol === "https:" && url.port === "" && isIP(unbracket(url)) === 0;
    if (!isUsual || !options.hosts.some((host) => matches(url.hostname, host))) {
      throw unusable("an address we do not fetch from");
    }
  }

  function open(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    assertAllowed(url);
    const request = url.protocol === "https:" ? requestSecure : requestPlain;
    const headers = { accept: "image/*, video/*, */*;q=0.1", "accept-encoding": "identity" };
    const guard = origins.has(url.origin) ? {} : { lookup };
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { headers, signal, agent: false, ...guard });
      outgoing.once("response", resolve);
      outgoing.on("error", reject); // Stays: aborting a body that nobody reads is an error, too.
      outgoing.end();
    });
  }

  return async function guardedFetch(address, { maxBytes, ...limits }) {
    const { signal, release } = limitTime(limits);
    try {
      let url = parseUrl(address);
      for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
        const answer = await open(url, signal);
        const target = redirectOf(answer);
        if (target === null) return await readFile(answer, { maxBytes, accepts });
        answer.destroy();
        url = parseUrl(target, url);
      }
      throw unusable("too many redirects");
    } catch (error) {
      throw error instanceof AppError ? error : unavailable("the file cannot be fetched", error);
    } finally {
      release();
    }
  };
}

/** A signal that aborts with the caller's or when the time is over, whichever is first. */
function limitTime(limits: Pick<FetchLimits, "signal" | "timeoutMs">) {
  const limited = new AbortController();
  const end = () => limited.abort();
  const timer = setTimeout(end, limits.timeoutMs);
  limits.signal.addEventListener("abort", end);
  if (limits.signal.aborted) end();
  return {
    signal: limited.signal,
    release() {
      clearTimeout(timer);
      limits.signal.removeEventListener("abort", end);
    },
  };
}

/** Resolves a name and lets nothing but public addresses through, so that the connection is made to what was checked. */
function createCheckedLookup(resolve: typeof lookUpName): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "");
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
        return callback(unusable("a name that leads into a private network"), "");
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function redirectOf(answer: IncomingMessage): string | null {
  const status = answer.statusCode ?? 0;
  return status >= 300 && status < 400 ? (answer.headers.location ?? null) : null;
}

interface Wanted {
  readonly maxBytes: number;
  readonly accepts: RegExp;
}

async function readFile(answer: IncomingMessage, wanted: Wanted): Promise<Uint8Array> {
  const { maxBytes } = wanted;
  try {
    assertWanted(answer, wanted);
    const parts: Buffer[] = [];
    let sizeBytes = 0;
    for await (const part of answer) {
      sizeBytes += part.length;
      if (sizeBytes > maxBytes) throw new TooLargeError();
      parts.push(part);
    }
    return Buffer.concat(parts);
  } finally {
    answer.destroy();
  }
}

function assertWanted({ statusCode: status = 0, headers }: IncomingMessage, wanted: Wanted) {
  if (status === 429 || status >= 500) throw unavailable(`status ${status}`);
  if (status !== 200) throw unusable(`status ${status}`);
  const type = headers["content-type"] ?? "";
  if (!wanted.accepts.test(type)) throw unusable("no picture by its content type");
  if (Number(headers["content-length"] ?? 0) > wanted.maxBytes) throw new TooLargeError();
}

function matches(hostname: string, allowed: string): boolean {
  const name = allowed.toLowerCase();
  return name.startsWith("*.") ? hostname.endsWith(name.slice(1)) : hostname === name;
}

function unbracket(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

function parseUrl(address: string, base?: URL): URL {
  if (!URL.canParse(address, base?.href)) throw unusable("no address");
  return new URL(address, base);
}

/** The address itself stays out of the message: it may be signed. */
function unusable(reason: string): AppError {
  return new AppError({ code: "output_unusable", message: `file: ${reason}`, retryable: false });
}

function unavailable(reason: string, cause?: unknown): AppError {
  const message = `file: ${reason}`;
  return new AppError({ code: "provider_unavailable", message, retryable: true, cause });
}
