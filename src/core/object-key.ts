const segmentsOfAllowedCharacters = /^[a-z0-9._-]+(?:\/[a-z0-9._-]+)*$/;

/**
 * The key itself, when it is one: `[a-z0-9/._-]+`, relative, at most 200 characters, no `.` or `..` segment.
 * @throws RangeError for anything else, so that no key can reach outside its store.
 */
export function parseObjectKey(key: string): string {
  const segments = key.split("/");
  const isKey =
    key.length <= 200 &&
    segmentsOfAllowedCharacters.test(key) &&
    !segments.includes(".") &&
    !segments.includes("..");
  if (!isKey) throw new RangeError(`not an object key: ${JSON.stringify(key.slice(0, 200))}`);
  return key;
}
