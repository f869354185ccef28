const BEGINNING_MS = Date.UTC(2025, 0);

/** Since 2025 began. More than a server gives away in that time, so the next one goes on above it. */
export function secondsGoneBy(): number {
  return Math.floor((Date.now() - BEGINNING_MS) / 1_000);
}
