import type { JobLog } from "../../src/jobs/job-log.js";

export interface RecordingLog extends JobLog {
  /** Level and message of every line, with the message of its error if it has one. */
  readonly lines: string[];
}

export function createRecordingLog(): RecordingLog {
  const lines: string[] = [];
  const record = (level: string) => (fields: object, message: string) => {
    const error = "err" in fields && fields.err instanceof Error ? `: ${fields.err.message}` : "";
    lines.push(`${level} ${message}${error}`);
  };
  return { lines, info: record("info"), warn: record("warn"), error: record("error") };
}
