import type { FetchHandler } from "./web-server.js";

/** The end of a process as its HTTP side sees it: what has begun is ended, nothing new is begun. */
export interface Draining {
  readonly fetch: FetchHandler;
  /**
   * From now on `/readyz` says that it is stopping, so that balancers look elsewhere, and whoever else comes is asked to
   * come again: senders of webhooks do. Resolves when the requests under way are answered, or `withinMs` have passed.
   */
  drain(withinMs: number): Promise<void>;
}

/** What does no work, and is of use until the last moment. */
const STAYS_OPEN = /^\/(healthz|metrics|objects\/.*)$/;

export function createDraining(handler: FetchHandler): Draining {
  const underWay = new Set<Promise<unknown>>();
  let isDraining = false;

  const fetch: FetchHandler = (request, ...rest) => {
    const { pathname } = new URL(request.url);
    if (isDraining && pathname === "/readyz") {
      return Response.json({ status: "stopping" }, { status: 503 });
    }
    const isWork = !STAYS_OPEN.test(pathname);
    if (isDraining && isWork) {
      const headers = { "retry-after": "5" };
      return new Response("Stopping, please try again.", { status: 503, headers });
    }
    const answer = Promise.resolve(handler(request, ...rest));
    if (isWork) {
      const over: Promise<unknown> = answer
        .catch(() => undefined)
        .finally(() => underWay.delete(over));
      underWay.add(over);
    }
    return answer;
  };

  return {
    fetch,
    async drain(withinMs) {
      isDraining = true;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, withinMs);
      });
      await Promise.race([Promise.all(underWay), late]);
      clearTimeout(timer);
    },
  };
}
