// What a decoding process ends itself with when a picture has taken too much; nothing else sends these.
export const MEMORY_SIGNAL = "SIGUSR2";
export const TIME_SIGNAL = "SIGVTALRM";

/** What one picture may take of its process. */
export interface DecodingLimits {
  /** Resident, everything included that the process has loaded, which is 80 MB. */
  readonly memoryLimitBytes: number;
  /** Of all its threads together. */
  readonly cpuLimitMs: number;
}
