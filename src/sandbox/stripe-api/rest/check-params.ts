import { z } from "zod";
import type { ApiError } from "./api-error.js";
import { invalid } from "./api-error.js";

/** A whole number, as a form spells it. */
export const integer = z
  .string()
  .regex(/^-?\d+$/, "Invalid integer")
  .transform(Number)
  .pipe(z.int("Invalid integer"));

/** At most 50 keys of 40 characters with values of 500. An empty value unsets a key. */
export const metadata = z
  .record(
    z.string().max(40, "Metadata keys can be at most 40 characters"),
    z.string().max(500, "Metadata values can be at most 500 characters"),
  )
  .refine(
    (entries) => Object.keys(entries).length <= 50,
    "You can set at most 50 metadata keys on an object",
  );

/**
 * Parameters of one call, checked as Stripe checks them.
 *
 * @throws ApiError 400 that names the parameter.
 */
export function checkParams<Schema extends z.ZodType>(
  schema: Schema,
  params: unknown,
): z.output<Schema> {
  const checked = schema.safeParse(params);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw issue === undefined ? invalid("Invalid request") : toRefusal(issue);
}

function toRefusal(issue: z.core.$ZodIssue): ApiError {
  const param = toName(issue.path);
  if (issue.code === "unrecognized_keys") {
    const name = toName([...issue.path, issue.keys[0] ?? ""]);
    return invalid(`Received unknown parameter: ${name}`, {
      code: "parameter_unknown",
      param: name,
    });
  }
  if (issue.code === "invalid_type" && issue.input === undefined) {
    return invalid(`Missing required param: ${param}.`, { code: "parameter_missing", param });
  }
  const code = issue.message === "Invalid integer" ? "parameter_invalid_integer" : "";
  return invalid(`${issue.message}: ${param}`, { param, ...(code && { code }) });
}

function toName([first, ...rest]: readonly PropertyKey[]): string {
  return [String(first ?? ""), ...rest.map((part) => `[${String(part)}]`)].join("");
}
