import type { DiscordEvent } from "../control.js";
import type { PlatformCall } from "../seen.js";

const KEPT = 1000;
const SECRET_KEYS = new Set(["token", "access_token", "refresh_token"]);

/** What the bot sent, for people to look at: secrets are masked before anything is kept. */
export interface CallLog {
  record(call: Omit<PlatformCall, "id">): void;
  /** A call to a route this server does not know. */
  recordUnknown(route: string): void;
  all(): readonly PlatformCall[];
  unknown(): readonly string[];
  clear(): void;
}

export function createCallLog(emit: (event: DiscordEvent) => void): CallLog {
  let calls: PlatformCall[] = [];
  let unknown: string[] = [];
  let lastId = 0;
  return {
    record(fields) {
      lastId += 1;
      const call = { ...fields, id: lastId, path: maskPath(fields.path), body: mask(fields.body) };
      calls = [...calls, call].slice(-KEPT);
      emit({ type: "call", call });
    },
    recordUnknown: (route) => void unknown.push(maskPath(route)),
    all: () => calls,
    unknown: () => unknown,
    clear() {
      calls = [];
      unknown = [];
    },
  };
}

/** Interaction tokens stand in the path: behind the id, in `/interactions/…` and `/webhooks/…`. */
function maskPath(path: string): string {
  return path.replace(/(\/(?:interactions|webhooks)\/[^/]+\/)[^/?]+/, "$1***");
}

function mask(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, SECRET_KEYS.has(key) ? "***" : mask(entry)]),
  );
}
