import { z } from "zod";

/** What a rule that looks at several fields has found. */
export interface Fault {
  path?: (string | number)[];
  code: string;
  message: string;
}

/** Adds rules over several fields to a schema; the faults carry the platform's codes. */
export function withRules<S extends z.ZodType>(
  schema: S,
  rules: (value: z.output<S>) => readonly Fault[],
): S {
  return schema.check((context) => {
    for (const { path, code, message } of rules(context.value as z.output<S>)) {
      context.issues.push({
        code: "custom",
        message,
        params: { code },
        input: context.value,
        ...(path === undefined ? {} : { path }),
      });
    }
  });
}

/** Text of `min` to `max` characters, counted in code points as the platform does. */
export function text(min: number, max: number) {
  return withRules(z.string(), (value) => {
    const length = [...value].length;
    return length < min || length > max ? [badLength(min, max)] : [];
  });
}

/** A list of `min` to `max` entries. */
export function list<S extends z.ZodType>(entry: S, min: number, max: number) {
  return withRules(z.array(entry), (value) =>
    value.length < min || value.length > max ? [badLength(min, max)] : [],
  );
}

function badLength(min: number, max: number): Fault {
  return min === 0
    ? { code: "BASE_TYPE_MAX_LENGTH", message: `Must be ${max} or fewer in length.` }
    : { code: "BASE_TYPE_BAD_LENGTH", message: `Must be between ${min} and ${max} in length.` };
}

export function whole(min: number, max: number) {
  return withRules(z.int(), (value) => {
    if (value < min) {
      return [
        {
          code: "NUMBER_TYPE_MIN",
          message: `int value should be greater than or equal to ${min}.`,
        },
      ];
    }
    if (value > max) {
      return [
        { code: "NUMBER_TYPE_MAX", message: `int value should be less than or equal to ${max}.` },
      ];
    }
    return [];
  });
}

/** A web address with one of the schemes; the platform also refuses hosts without a dot, such as `localhost`. */
export function webAddress(maxLength: number, schemes: readonly string[] = ["http", "https"]) {
  return withRules(text(1, maxLength), (value) => {
    if (!URL.canParse(value))
      return [{ code: "URL_TYPE_INVALID_URL", message: "Not a well formed URL." }];
    const url = new URL(value);
    const scheme = url.protocol.slice(0, -1);
    if (!schemes.includes(scheme)) {
      const message = `Scheme "${scheme}" is not supported. Scheme must be one of (${schemes.map((name) => `'${name}'`).join(", ")}).`;
      return [{ code: "URL_TYPE_INVALID_SCHEME", message }];
    }
    const isWeb = scheme === "http" || scheme === "https";
    return isWeb && !url.hostname.includes(".") && !url.hostname.startsWith("[")
      ? [{ code: "URL_TYPE_INVALID_URL", message: "Not a well formed URL." }]
      : [];
  });
}

/** A file of the same message (`attachment://name`) or a web address. */
export const mediaAddress = webAddress(2048, ["http", "https", "attachment"]);

export const snowflake = withRules(z.string(), (value) =>
  /^\d{1,20}$/.test(value)
    ? []
    : [{ code: "NUMBER_TYPE_COERCE", message: `Value "${value}" is not snowflake.` }],
);
