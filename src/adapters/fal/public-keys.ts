import { createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../core/errors.js";
import type { Clock } from "../../core/ports/clock.js";

/** FAL asks for no longer. */
const MAX_AGE_MS = 24 * 60 * 60_000;
/** Keys are not asked for again sooner, whoever sends us what signatures. */
const PAUSE_MS = 5_000;

const KeySetSchema = z.object({ keys: z.array(z.unknown()) });
const KeySchema = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string().regex(/^[\w-]{43}$/),
});

/** The keys FAL signs its webhooks with. Asked for when first needed, and again after a day. */
export interface PublicKeys {
  /** @throws AppError `provider_unavailable` when they cannot be read. */
  read(): Promise<readonly KeyObject[]>;
  /** Those of now, for there may be a new one; null when they have been asked for a moment ago. @throws as `read`. */
  readAnew(): Promise<readonly KeyObject[] | null>;
}

export function createPublicKeys(deps: {
  /** The body of `/.well-known/jwks.json`. */
  fetchKeySet: () => Promise<unknown>;
  clock: Pick<Clock, "now">;
}): PublicKeys {
  let known: { readonly keys: readonly KeyObject[]; readonly atMs: number } | undefined;
  let reading: Promise<readonly KeyObject[]> | undefined;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const nowMs = () => deps.clock.now().getTime();

  async function fetchKeys(): Promise<readonly KeyObject[]> {
    askedAtMs = nowMs();
    try {
      const keys = parseKeys(await deps.fetchKeySet());
      known = { keys, atMs: nowMs() };
      return keys;
    } catch (cause) {
      throw unreadable(cause);
    } finally {
      reading = undefined;
    }
  }

  function readTogether(): Promise<readonly KeyObject[]> {
    reading ??= fetchKeys();
    return reading;
  }

  const wasJustAsked = () => nowMs() - askedAtMs < PAUSE_MS;

  return {
    async read() {
      if (known && nowMs() - known.atMs < MAX_AGE_MS) return known.keys;
      if (!reading && wasJustAsked()) throw unreadable();
      return readTogether();
    },

    async readAnew() {
      if (!reading && wasJustAsked()) return null;
      return readTogether();
    },
  };
}

function parseKeys(body: unknown): readonly KeyObject[] {
  const keys = KeySetSchema.parse(body).keys.flatMap((item) => {
    const key = KeySchema.safeParse(item).data;
    return key ? [createPublicKey({ key, format: "jwk" })] : [];
  });
  if (keys.length === 0) throw new Error("no key of the kind FAL signs with");
  return keys;
}

function unreadable(cause?: unknown): AppError {
  const message = "fal: the keys of its webhooks cannot be read";
  return new AppError({ code: "provider_unavailable", message, retryable: true, cause });
}
