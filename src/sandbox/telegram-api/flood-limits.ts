import { tooManyRequests } from "./refusal.js";

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

interface Rate {
  perSecond: number;
  burst: number;
}

// Telegram publishes no hard numbers; its FAQ names about 1 message a second in one chat,
// 20 a minute in one group and 30 a second overall. Short bursts pass, as they do there.
const privateRate: Rate = { perSecond: 1, burst: 5 };
const groupRate: Rate = { perSecond: 20 / 60, burst: 20 };
const overallRate: Rate = { perSecond: 30, burst: 30 };

export interface FloodLimits {
  /**
   * Counts messages sent or edited in a chat. Does nothing while switched off.
   *
   * @throws TelegramRefusal 429 with the seconds until it would pass; nothing is counted then.
   */
  take(chatId: number, messageCount: number): void;
  setOn(isOn: boolean): void;
  clear(): void;
}

export function createFloodLimits(options: { isOn: boolean }): FloodLimits {
  let isOn = options.isOn;
  const buckets = new Map<number | "overall", Bucket>();

  function refill(key: number | "overall", rate: Rate): Bucket {
    const nowMs = Date.now();
    const bucket = buckets.get(key) ?? { tokens: rate.burst, filledAtMs: nowMs };
    const gained = ((nowMs - bucket.filledAtMs) / 1_000) * rate.perSecond;
    bucket.tokens = Math.min(rate.burst, bucket.tokens + gained);
    bucket.filledAtMs = nowMs;
    buckets.set(key, bucket);
    return bucket;
  }

  return {
    take(chatId, messageCount) {
      if (!isOn) return;
      const chatRate = chatId < 0 ? groupRate : privateRate;
      const chat = refill(chatId, chatRate);
      const overall = refill("overall", overallRate);
      const waitSeconds = Math.max(
        (messageCount - chat.tokens) / chatRate.perSecond,
        (messageCount - overall.tokens) / overallRate.perSecond,
      );
      if (waitSeconds > 0) throw tooManyRequests(Math.max(1, Math.ceil(waitSeconds)));
      chat.tokens -= messageCount;
      overall.tokens -= messageCount;
    },
    setOn(value) {
      isOn = value;
      buckets.clear();
    },
    clear: () => buckets.clear(),
  };
}
