import type { Config } from "../settings/config.js";

/** `off`: not wanted by the settings, and nothing is wrong with that. */
export type Mark = "ok" | "off" | "warning" | "fault";

/** One thing that was looked at. Never holds a secret, nor what a vendor said word for word. */
export interface Finding {
  readonly mark: Mark;
  readonly text: string;
  /** What to do or to set next. */
  readonly next?: string;
}

/** Looks at one piece and whether it really answers. */
export interface DoctorCheck {
  readonly name: string;
  /** Longer than the usual 5 s, in milliseconds. */
  readonly timeoutMs?: number;
  /**
   * @param signal Aborts when the time is over.
   * @throws anything: counts as a fault of this piece, told by its code alone.
   */
  run(config: Config, signal: AbortSignal): Promise<readonly Finding[]>;
}

export function ok(text: string, next?: string): Finding {
  return finding("ok", text, next);
}

export function off(text: string, next?: string): Finding {
  return finding("off", text, next);
}

export function warning(text: string, next?: string): Finding {
  return finding("warning", text, next);
}

export function fault(text: string, next?: string): Finding {
  return finding("fault", text, next);
}

function finding(mark: Mark, text: string, next: string | undefined): Finding {
  return { mark, text, ...(next !== undefined && { next }) };
}
