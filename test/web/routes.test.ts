import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Check } from "../../src/web/health-routes.js";
import type { SignedObject } from "../../src/web/object-routes.js";
import { objectRoutes } from "../../src/web/object-routes.js";
import { createRoutes } from "../../src/web/routes.js";
import { createRecordingLog } from "../fixtures/recording-log.js";
import { serveParts } from "./serve-parts.js";

const fine: Check = async () => undefined;
const broken: Check = async () => {
  throw new Error("connect postgresql://atelier:hunter2@db refused");
};
const silent: Check = () => new Promise(() => undefined);

function open(
  options: {
    checks?: Readonly<Record<string, Check>>;
    read?: (pathAndQuery: string) => Promise<SignedObject | null>;
  } = {},
) {
  const log = createRecordingLog();
  const { checks = {}, read = async () => null } = options;
  const routes = createRoutes({ log, checks, parts: [objectRoutes(read)] });
  return { log, ask: (path: string, init?: RequestInit) => routes.request(path, init) };
}

describe("health", () => {
  it("lives whatever else is broken", async () => {
    const response = await open({ checks: { database: broken } }).ask("/healthz");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "alive" });
  });

  it("is ready when every piece answers", async () => {
    const response = await open({ checks: { database: fine, queue: fine } }).ask("/readyz");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: "ready",
      pieces: { database: "ok", queue: "ok" },
    });
  });

  it("names the piece that does not answer, or not in time, and nothing else of it", async () => {
    const checks = { database: broken, queue: fine, discord: silent };
    const askedAt = performance.now();
    const response = await open({ checks }).ask("/readyz");
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: "not ready",
      pieces: { database: "down", queue: "ok", discord: "down" },
    });
    expect(performance.now() - askedAt).toBeLessThan(5_000);
  });
});

describe("signed objects", () => {
  const bytes = new Uint8Array([1, 2, 3]);
  let isClosed = false;
  const picture: SignedObject = {
    sizeBytes: 3,
    contentType: "image/png",
    content: Readable.from([bytes.subarray(0, 2), bytes.subarray(2)]),
    async close() {
      isClosed = true;
    },
  };

  it("are handed out as the pictures they are, and as nothing else", async () => {
    const asked: string[] = [];
    const read = async (pathAndQuery: string) => {
      asked.push(pathAndQuery);
      return picture;
    };
    const response = await open({ read }).ask("/objects/a/b%20c.png?expires=9&signature=x%2By");
    expect(asked).toEqual(["/objects/a/b%20c.png?expires=9&signature=x%2By"]);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": "3",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": expect.stringContaining("private"),
    });
  });

  it("are let go of at once when only their head is asked for", async () => {
    const response = await open({ read: async () => picture }).ask("/objects/a.png", {
      method: "HEAD",
    });
    expect(response.headers.get("content-length")).toBe("3");
    expect(isClosed).toBe(true);
  });

  it("are not there for whoever has no valid link", async () => {
    const response = await open().ask("/objects/a.png");
    expect(response.status).toBe(404);
    expect(await response.text()).toBe("This link is not valid, or no longer.");
  });
});

describe("the HTTP side", () => {
  it("says that something broke without saying what, and logs it", async () => {
    const read = async () => {
      throw new Error("EIO /data/objects/secret");
    };
    const { ask, log } = open({ read });
    const response = await ask("/objects/a.png");
    expect([response.status, await response.text()]).toEqual([500, "Something broke on our side."]);
    expect(log.lines.join()).toContain("web_request_failed");
  });

  it("takes no bodies that nobody would send", async () => {
    const body = "x".repeat(1024 * 1024 + 1);
    const response = await open().ask("/anything", { method: "POST", body });
    expect(response.status).toBe(413);
  });

  it("takes bodies that do not tell their length, and counts them", async () => {
    const served = await serveParts((routes) => {
      routes.post("/length", async (context) =>
        context.text(String((await context.req.text()).length)),
      );
    });
    const send = async (sizeBytes: number) => {
      const body = new Blob(["x".repeat(sizeBytes)]).stream();
      const init = { method: "POST", body, duplex: "half" } as const;
      const response = await fetch(`${served.origin}/length`, init);
      return [response.status, await response.text()];
    };
    expect(await send(1024 * 1024)).toEqual([200, "1048576"]);
    expect(await send(1024 * 1024 + 1)).toEqual([413, "too large"]);
    const post = "POST /length HTTP/1.1\r\nhost: x\r\nconnection: close\r\n";
    expect(await served.sendRaw(`${post}transfer-encoding: chunked\r\n\r\n0\r\n\r\n`)).toBe(200);
    expect(await served.sendRaw(`${post}\r\n`)).toBe(200);
    await served.close();
  });
});
