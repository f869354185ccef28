import { createHash, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../core/errors.js";
import type { Clock } from "../../core/ports/clock.js";
import type { PublicKeys } from "./public-keys.js";

/** Older or from further ahead: somebody may be sending again what they overheard. */
const MAX_AGE_MS = 5 * 60_000;

/** By the id of the queue. The `gateway_request_id` is another one as soon as FAL has run it again. */
const BodySchema = z.object({ request_id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/) });

/** `unverifiable`: the keys are not known yet; the sender may try again. */
export type WebhookReading =
  | { readonly kind: "accepted"; readonly providerRunId: string }
  | { readonly kind: "forged" | "stale" | "malformed" | "unverifiable" };

export type ReadWebhook = (webhook: { headers: Headers; body: string }) => Promise<WebhookReading>;

/** Reads what FAL sends: who signed it, when, and of which run it speaks. */
export function createReadWebhook(deps: {
  keys: PublicKeys;
  clock: Pick<Clock, "now">;
}): ReadWebhook {
  return async function readWebhook({ headers, body }) {
    const signed = readSigned(headers, body);
    if (!signed) return { kind: "forged" };
    const isTimely = Math.abs(deps.clock.now().getTime() - signed.atMs) <= MAX_AGE_MS;
    try {
      if (!(await isGenuine(deps.keys, signed, isTimely))) return { kind: "forged" };
    } catch (error) {
      if (error instanceof AppError) return { kind: "unverifiable" };
      throw error;
    }
    if (!isTimely) return { kind: "stale" };
    const run = BodySchema.safeParse(parseJson(body)).data;
    return run ? { kind: "accepted", providerRunId: run.request_id } : { kind: "malformed" };
  };
}

interface SignedMessage {
  readonly message: Buffer;
  readonly signature: Buffer;
  readonly atMs: number;
}

/** docs.fal.ai: three headers and the hash of the body, line by line. */
function readSigned(headers: Headers, body: string): SignedMessage | null {
  const [requestId, userId, timestamp, signature] = [
    "request-id",
    "user-id",
    "timestamp",
    "signature",
  ].map((name) => headers.get(`x-fal-webhook-${name}`));
  if (!requestId || !userId || !timestamp || !/^[0-9a-f]{128}$/i.test(signature ?? "")) return null;
  const hash = createHash("sha256").update(body).digest("hex");
  return {
    message: Buffer.from([requestId, userId, timestamp, hash].join("\n")),
    signature: Buffer.from(signature ?? "", "hex"),
    atMs: Number(timestamp) * 1_000,
  };
}

/** Any of the keys will do. An unknown one may be new, unless the message is an old one. */
async function isGenuine(
  keys: PublicKeys,
  signed: SignedMessage,
  isTimely: boolean,
): Promise<boolean> {
  const isBy = (key: KeyObject) => verify(null, signed.message, key, signed.signature);
  if ((await keys.read()).some(isBy)) return true;
  const renewed = isTimely ? await keys.readAnew() : null;
  return renewed?.some(isBy) ?? false;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
