import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../core/errors.js";
import type { Clock } from "../../core/ports/clock.js";

/** Older or from further ahead: somebody may be sending again what they overheard. */
const MAX_AGE_MS = 5 * 60_000;
/** A secret that could not be read is not asked for again sooner. */
const RETRY_SECRET_MS = 5_000;

const BodySchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
  webhook: z.string().nullish().catch(null),
});
const SecretSchema = z.object({ key: z.string().startsWith("whsec_") });

/** `unverifiable`: the secret is not known yet; the sender may try again. */
export type WebhookReading =
  | {
      readonly kind: "accepted";
      readonly providerRunId: string;
      /** Where the prediction says it is to be told of, when it says so. */
      readonly webhookUrl: string | null;
    }
  | { readonly kind: "forged" | "stale" | "malformed" | "unverifiable" };

export type ReadWebhook = (webhook: { headers: Headers; body: string }) => Promise<WebhookReading>;

/**
 * Reads what Replicate sends: who signed it, when, and of which prediction it speaks. The client's own check compares
 * byte by byte and takes a signature of any age, so this one is ours.
 */
export function createReadWebhook(deps: {
  secret: () => Promise<string>;
  clock: Pick<Clock, "now">;
}): ReadWebhook {
  return async function readWebhook({ headers, body }) {
    const id = headers.get("webhook-id");
    const timestamp = headers.get("webhook-timestamp");
    const signatures = headers.get("webhook-signature");
    if (!id || !timestamp || !signatures) return { kind: "forged" };
    let secret: string;
    try {
      secret = await deps.secret();
    } catch (error) {
      if (error instanceof AppError) return { kind: "unverifiable" };
      throw error;
    }
    const expected = sign(secret, `${id}.${timestamp}.${body}`);
    if (!signatures.split(" ").some((given) => isSame(given, expected))) return { kind: "forged" };
    const ageMs = Math.abs(deps.clock.now().getTime() - Number(timestamp) * 1_000);
    if (!(ageMs <= MAX_AGE_MS)) return { kind: "stale" };
    const prediction = BodySchema.safeParse(parseJson(body));
    if (!prediction.success) return { kind: "malformed" };
    const { id: providerRunId, webhook } = prediction.data;
    return { kind: "accepted", providerRunId, webhookUrl: webhook ?? null };
  };
}

/** The account's webhook secret, asked for when first needed and then kept. @throws AppError `provider_unavailable`. */
export function createSecretReader(deps: {
  fetchSecret: () => Promise<unknown>;
  clock: Pick<Clock, "now">;
}): () => Promise<string> {
  let reading: Promise<string> | undefined;
  let failedAtMs = Number.NEGATIVE_INFINITY;

  async function read(): Promise<string> {
    try {
      return SecretSchema.parse(await deps.fetchSecret()).key;
    } catch (cause) {
      reading = undefined;
      failedAtMs = deps.clock.now().getTime();
      throw unreadable(cause);
    }
  }

  return async function readSecret() {
    if (!reading && deps.clock.now().getTime() - failedAtMs < RETRY_SECRET_MS) throw unreadable();
    reading ??= read();
    return reading;
  };
}

function unreadable(cause?: unknown): AppError {
  const message = "replicate: the webhook secret cannot be read";
  return new AppError({ code: "provider_unavailable", message, retryable: true, cause });
}

/** HMAC-SHA256 with the key that stands in base64 after `whsec_`. */
function sign(secret: string, content: string): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return createHmac("sha256", key).update(content).digest();
}

function isSame(given: string, expected: Buffer): boolean {
  const [version, value = ""] = given.split(",");
  const bytes = Buffer.from(value, "base64");
  return version === "v1" && bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
