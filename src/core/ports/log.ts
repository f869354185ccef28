/** Ids, codes, counts and durations. Never a prompt, a token, a signed link or an image. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** `error` is written as name, code, message and stack, with secrets taken out. */
  error(event: string, error: unknown, fields?: LogFields): void;
}
