/** What S3's signatures allow at most. */
const LONGEST_SECONDS = 7 * 24 * 3_600;

/** @throws RangeError unless it is a whole number of seconds from 1 to 7 days. */
export function parseLinkSeconds(seconds: number): number {
  if (!Number.isSafeInteger(seconds) || seconds <= 0 || seconds > LONGEST_SECONDS) {
    throw new RangeError(`a link lasts 1 s … 7 days, not ${seconds} s`);
  }
  return seconds;
}
