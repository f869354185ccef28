import type { Clock } from "../../../core/ports/clock.js";

const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/** Ids as the platform makes them: the time in the upper bits, always growing, never repeated. */
export function createSnowflakeSource(clock: Pick<Clock, "now">): () => string {
  let last = 0n;
  return () => {
    const now = (BigInt(clock.now().getTime()) - DISCORD_EPOCH_MS) << 22n;
    last = now > last ? now : last + 1n;
    return last.toString();
  };
}
