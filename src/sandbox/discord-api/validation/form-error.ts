import type { z } from "zod";
import { ApiError, type FormError, type FormErrorTree } from "../rest/api-error.js";

export type FormPath = readonly PropertyKey[];

/** 400, code 50035, with each fault at its place. */
export function formError(faults: readonly (FormError & { path: FormPath })[]): ApiError {
  const errors: FormErrorTree = {};
  for (const { path, code, message } of faults) insert(errors, path, { code, message });
  return new ApiError({ status: 400, code: 50035, message: "Invalid Form Body", errors });
}

function insert(tree: FormErrorTree, path: FormPath, error: FormError): void {
  let node = tree;
  for (const key of path) {
    const next = node[String(key)];
    if (next !== undefined && !isList(next)) {
      node = next;
      continue;
    }
    const made: FormErrorTree = {};
    node[String(key)] = made;
    node = made;
  }
  const here = node._errors;
  node._errors = here !== undefined && isList(here) ? [...here, error] : [error];
}

function isList(node: FormErrorTree | readonly FormError[]): node is readonly FormError[] {
  return Array.isArray(node);
}

/**
 * Checks a body against a schema of this folder.
 *
 * @param prefix where the value sits in the request, such as `["data"]`
 * @throws ApiError 50035 that names every fault
 */
export function parseForm<S extends z.ZodType>(
  schema: S,
  value: unknown,
  prefix: FormPath = [],
): z.infer<S> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw formError(parsed.error.issues.map((issue) => toFormError(issue, prefix)));
}

function toFormError(issue: z.core.$ZodIssue, prefix: FormPath): FormError & { path: FormPath } {
  const path = [...prefix, ...issue.path];
  if (issue.code === "custom") {
    const code: unknown = issue.params?.code;
    return { path, code: typeof code === "string" ? code : "INVALID", message: issue.message };
  }
  // The platform reports an unknown component at the component, not at its type.
  if (issue.code === "invalid_union") {
    return { path: path.slice(0, -1), code: "UNION_TYPE_CHOICES", message: issue.message };
  }
  if (issue.code === "invalid_type" && (issue.input === undefined || issue.input === null)) {
    return { path, code: "BASE_TYPE_REQUIRED", message: "This field is required" };
  }
  if (issue.code === "invalid_type") {
    return { path, code: `${issue.expected.toUpperCase()}_TYPE_CONVERT`, message: issue.message };
  }
  return { path, code: "BASE_TYPE_CHOICES", message: issue.message };
}
