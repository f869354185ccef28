import type { LoggedCall } from "../control-types.js";
import type { EventBus } from "../event-bus.js";

const KEPT_CALLS = 2_000;

export interface CallLog {
  add(call: Omit<LoggedCall, "id">): void;
  addUnknownPath(path: string): void;
  all(): LoggedCall[];
  unknownPaths(): string[];
  clear(): void;
}

/** Remembers what the shop asked for. Keys are in a header that is not kept. */
export function createCallLog(events: EventBus): CallLog {
  let calls: LoggedCall[] = [];
  let unknown: string[] = [];
  let lastId = 0;
  return {
    add(call) {
      lastId += 1;
      const logged = { ...call, id: lastId };
      calls.push(logged);
      if (calls.length > KEPT_CALLS) calls.shift();
      events.emit({ kind: "call", call: logged });
    },
    addUnknownPath: (path) => void unknown.push(path),
    all: () => [...calls],
    unknownPaths: () => [...unknown],
    clear() {
      calls = [];
      unknown = [];
    },
  };
}
