/** What a form says, nested: every leaf a string. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue };
export interface FormFields {
  [key: string]: FormValue;
}

/** Reads `a[b][0][c]=d`, Stripe's way to nest in a form or a query. Lists are those whose keys are 0, 1, 2 … or empty. */
export function parseForm(params: URLSearchParams): FormFields {
  const root: FormFields = {};
  for (const [name, value] of params) {
    const [first = "", ...rest] = name
      .split(/[[\]]+/)
      .filter((part, at) => part !== "" || at === 0);
    const path = name.endsWith("[]") ? [first, ...rest, ""] : [first, ...rest];
    put(root, path, value);
  }
  return toLists(root);
}

function put(into: FormFields, [key = "", ...rest]: readonly string[], value: string): void {
  const name = key === "" ? String(Object.keys(into).length) : key;
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner = Object.hasOwn(into, name) ? into[name] : undefined;
  const next: FormFields = typeof inner === "object" && !Array.isArray(inner) ? inner : {};
  Object.defineProperty(into, name, {
    value: next,
    enumerable: true,
    writable: true,
    configurable: true,
  });
  put(next, rest, value);
}

function toLists(fields: FormFields): FormFields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, toList(value)]));
}

function toList(value: FormValue): FormValue {
  if (typeof value === "string" || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  const isList = keys.length > 0 && keys.every((key, index) => key === String(index));
  return isList ? keys.map((key) => toList(value[key] ?? "")) : toLists(value);
}
