/** What an estimate of waiting and running goes by. */
export interface LineSituation {
  /** 1 for the next to start. */
  readonly place: number;
  readonly running: number;
  /** How many run at once in this lane. */
  readonly concurrency: number;
  readonly runSeconds: number;
}

/** The middle of what recent runs took; `fallback` while there are none. Robust against the odd stuck run. */
export function medianSeconds(recent: readonly number[], fallback: number): number {
  const sorted = [...recent].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? fallback;
}

/** Seconds until the picture, from a place in line: full rounds ahead, half of the one under way, and the run itself. */
export function estimateWaitSeconds(line: LineSituation): number {
  const roundsAhead = Math.floor((line.place - 1) / line.concurrency);
  const underWay = line.running >= line.concurrency ? 0.5 : 0;
  return (roundsAhead + underWay + 1) * line.runSeconds;
}

/** Seconds left of a run under way; never less than one, because nobody believes zero. */
export function estimateLeftSeconds(input: { runSeconds: number; elapsedSeconds: number }): number {
  return Math.max(1, input.runSeconds - input.elapsedSeconds);
}
