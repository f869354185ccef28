import type { Platform } from "../platform.js";
import type { FormFields } from "./form.js";

export interface ApiCall {
  readonly platform: Platform;
  /** What the `:names` in the route's path stand for. */
  readonly ids: Readonly<Record<string, string>>;
  readonly params: FormFields;
}

/** One call of the API. */
export interface Route {
  readonly method: "GET" | "POST";
  /** As in `/v1/refunds/:id`. */
  readonly path: string;
  /** @throws ApiError for what Stripe refuses. */
  run(call: ApiCall): object;
}

/** The route for a request, and what its `:names` stand for. */
export function matchRoute(
  routes: readonly Route[],
  request: { method: string; path: string },
): { route: Route; ids: Record<string, string> } | undefined {
  for (const route of routes) {
    const ids = route.method === request.method ? matchPath(route.path, request.path) : undefined;
    if (ids) return { route, ids };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const ids: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? "";
    if (part.startsWith(":")) ids[part.slice(1)] = decodeURIComponent(actual);
    else if (part !== actual) return undefined;
  }
  return ids;
}
