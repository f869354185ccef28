const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The ids in a payload, for log lines. Anything else in it is left out: it is not checked yet. */
export function readSubject(payload: unknown): Readonly<Record<string, string>> {
  if (typeof payload !== "object" || payload === null) return {};
  const fields = Object.entries(payload).filter(
    (field): field is [string, string] => typeof field[1] === "string" && UUID.test(field[1]),
  );
  return Object.fromEntries(fields);
}
