import { createHmac, randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { SeenWebhook, WebhookFault } from "./control.js";

const DELAY_MS = 1_500;
/** "A few times", says Replicate. */
const RETRY_PAUSES_MS = [200, 500, 1_000];
const ANSWER_TIMEOUT_MS = 5_000;

export interface WebhookSender {
  readonly seen: SeenWebhook[];
  send(url: string, body: string, fault: WebhookFault | undefined): Promise<void>;
  /** Nothing is sent any more. */
  stop(): void;
}

/** Sends signed webhooks as Replicate does, again when nobody takes them. */
export function createWebhookSender(options: {
  secret: string;
  nowMs: () => number;
}): WebhookSender {
  const stopping = new AbortController();
  const seen: SeenWebhook[] = [];

  async function post(url: string, body: string, isForged: boolean): Promise<number | null> {
    const id = `msg_${randomBytes(12).toString("hex")}`;
    const timestamp = String(Math.floor(options.nowMs() / 1_000));
    const secret = isForged ? `whsec_${randomBytes(24).toString("base64")}` : options.secret;
    const signature = signWebhook(secret, `${id}.${timestamp}.${body}`);
    try {
      const answer = await fetch(url, {
        method: "POST",
        body,
        redirect: "manual",
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
        headers: {
          "content-type": "application/json",
          "webhook-id": id,
          "webhook-timestamp": timestamp,
          "webhook-signature": signature,
        },
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return null;
    }
  }

  async function deliver(url: string, body: string): Promise<void> {
    for (const pauseMs of [0, ...RETRY_PAUSES_MS]) {
      await setTimeout(pauseMs, undefined, { signal: stopping.signal });
      const status = await post(url, body, false);
      seen.push({ url, isForged: false, status });
      if (status !== null && status < 300) return;
    }
  }

  return {
    seen,

    async send(url, body, fault) {
      try {
        if (fault === "dropped") return;
        if (fault === "forged") {
          seen.push({ url, isForged: true, status: await post(url, body, true) });
          return;
        }
        if (fault === "delayed") await setTimeout(DELAY_MS, undefined, { signal: stopping.signal });
        await deliver(url, body);
        if (fault === "duplicated") await deliver(url, body);
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
    },

    stop: () => stopping.abort(),
  };
}

/** `v1,` and the base64 of HMAC-SHA256 with the key that stands in base64 after `whsec_`. */
export function signWebhook(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}
