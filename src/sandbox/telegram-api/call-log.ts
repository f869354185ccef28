import type { LoggedCall } from "./control-types.js";
import type { EventBus } from "./event-bus.js";

const keptCalls = 5_000;
const summaryLength = 120;

export interface CallLog {
  add(call: Omit<LoggedCall, "id">): void;
  addUnknownMethod(method: string): void;
  all(): LoggedCall[];
  unknownMethods(): string[];
  clear(): void;
}

/** Remembers what the bot asked for. The token is masked wherever it turns up. */
export function createCallLog(deps: { events: EventBus; token: string }): CallLog {
  let calls: LoggedCall[] = [];
  let unknown: string[] = [];
  let lastId = 0;
  const mask = (text: string): string => text.replaceAll(deps.token, "<token>");

  return {
    add(call) {
      lastId += 1;
      const logged: LoggedCall = { ...call, id: lastId, summary: mask(call.summary) };
      if (call.description !== undefined) logged.description = mask(call.description);
      calls.push(logged);
      if (calls.length > keptCalls) calls.shift();
      deps.events.emit({ kind: "call", call: logged });
    },
    addUnknownMethod: (method) => void unknown.push(method),
    all: () => [...calls],
    unknownMethods: () => [...unknown],
    clear() {
      calls = [];
      unknown = [];
    },
  };
}

/** One line about a call's parameters: enough to recognise it, never a whole prompt or file. */
export function summariseParams(params: Record<string, unknown>, uploadCount: number): string {
  const parts: string[] = [];
  for (const name of ["text", "caption", "action", "message_id", "file_id", "commands", "media"]) {
    const value = params[name];
    if (value === undefined) continue;
    parts.push(typeof value === "string" ? value : `${name} ${JSON.stringify(value)}`);
  }
  if (uploadCount > 0) parts.push(`${uploadCount} uploaded`);
  const line = parts.join(" · ");
  return line.length > summaryLength ? `${line.slice(0, summaryLength)}…` : line;
}
