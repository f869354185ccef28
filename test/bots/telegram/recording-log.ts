import type { Log } from "../../../src/core/ports/log.js";

export interface RecordingLog extends Log {
  /** Level, event and fields of every line; of an error all that can be seen of it. */
  readonly lines: string[];
}

export function createRecordingLog(): RecordingLog {
  const lines: string[] = [];
  const record = (level: string, event: string, fields?: object) =>
    void lines.push(`${level} ${event} ${JSON.stringify(fields ?? {})}`);
  return {
    lines,
    info: (event, fields) => record("info", event, fields),
    warn: (event, fields) => record("warn", event, fields),
    error: (event, error, fields) =>
      record("error", event, { ...fields, error: String(error), seen: JSON.stringify(error) }),
  };
}
