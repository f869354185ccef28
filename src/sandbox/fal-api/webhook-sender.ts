import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { SeenWebhook, WebhookFault } from "./control.js";

const DELAY_MS = 1_500;
/** FAL's ten tries within two hours, hurried and cut short. */
const RETRY_PAUSES_MS = [200, 500, 1_000, 2_000];
const ANSWER_TIMEOUT_MS = 15_000;

export interface SigningKey {
  readonly privateKey: KeyObject;
  /** As it stands in the key set. */
  readonly jwk: object;
}

export function makeSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return { privateKey, jwk: { ...publicKey.export({ format: "jwk" }), kid: randomUUID() } };
}

/** The four headers of a webhook, as FAL signs them. */
export function signWebhook(
  key: SigningKey,
  webhook: { requestId: string; userId: string; timestamp: string; body: string },
): Record<string, string> {
  const { requestId, userId, timestamp, body } = webhook;
  const hash = createHash("sha256").update(body).digest("hex");
  const message = Buffer.from([requestId, userId, timestamp, hash].join("\n"));
  return {
    "x-fal-webhook-request-id": requestId,
    "x-fal-webhook-user-id": userId,
    "x-fal-webhook-timestamp": timestamp,
    "x-fal-webhook-signature": sign(null, message, key.privateKey).toString("hex"),
  };
}

export interface WebhookSender {
  readonly seen: SeenWebhook[];
  send(
    webhook: { url: string; requestId: string; body: string },
    fault: WebhookFault | undefined,
  ): Promise<void>;
  /** Nothing is sent any more. */
  stop(): void;
}

/** Sends signed webhooks as FAL does, again when nobody takes them. */
export function createWebhookSender(options: {
  key: () => SigningKey;
  nowMs: () => number;
}): WebhookSender {
  const stopping = new AbortController();
  const seen: SeenWebhook[] = [];

  async function post(
    { url, requestId, body }: { url: string; requestId: string; body: string },
    isForged: boolean,
  ): Promise<number | null> {
    const key = isForged ? makeSigningKey() : options.key();
    const timestamp = String(Math.floor(options.nowMs() / 1_000));
    const headers = signWebhook(key, { requestId, userId: "sandbox", timestamp, body });
    try {
      const answer = await fetch(url, {
        method: "POST",
        body,
        redirect: "manual",
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
        headers: { "content-type": "application/json", ...headers },
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return null;
    }
  }

  async function deliver(webhook: { url: string; requestId: string; body: string }) {
    for (const pauseMs of [0, ...RETRY_PAUSES_MS]) {
      await setTimeout(pauseMs, undefined, { signal: stopping.signal });
      const status = await post(webhook, false);
      seen.push({ url: webhook.url, isForged: false, status });
      if (status !== null && status < 300) return;
    }
  }

  return {
    seen,

    async send(webhook, fault) {
      try {
        if (fault === "dropped") return;
        if (fault === "forged") {
          const status = await post(webhook, true);
          seen.push({ url: webhook.url, isForged: true, status });
          return;
        }
        if (fault === "delayed") await setTimeout(DELAY_MS, undefined, { signal: stopping.signal });
        await deliver(webhook);
        if (fault === "duplicated") await deliver(webhook);
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
    },

    stop: () => stopping.abort(),
  };
}
