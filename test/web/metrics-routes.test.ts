import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { metricsRoutes } from "../../src/web/metrics-routes.js";
import { createRoutes } from "../../src/web/routes.js";
import { createWebServer, type WebServer } from "../../src/web/web-server.js";
import { createRecordingLog } from "../fixtures/recording-log.js";

const TOKEN = "a-token-of-some-length";

describe("/metrics", () => {
  const opened: WebServer[] = [];
  afterEach(async () => {
    for (const server of opened.splice(0)) await server.close();
  });

  /** Over real sockets, because it is the socket that says who asks. */
  async function open(options: { token?: string; trustedProxies?: number } = {}) {
    const part = metricsRoutes({
      token: options.token ?? null,
      trustedProxies: options.trustedProxies ?? 0,
      contentType: "text/plain; version=0.0.4",
      render: async () => "atelier_database_up 1\n",
    });
    const routes = createRoutes({ log: createRecordingLog(), checks: {}, parts: [part] });
    const server = createWebServer({ host: "0.0.0.0", port: 0 });
    opened.push(server);
    const { port } = await server.listen();
    server.serve(routes.fetch);
    return (headers: Record<string, string> = {}, from = "127.0.0.1") =>
      new Promise<number>((resolve, reject) => {
        const options = { host: "127.0.0.1", port, path: "/metrics", localAddress: from, headers };
        request(options, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on("error", reject)
          .end();
      });
  }

  it("answers whoever shows the token, and nobody else, this machine included", async () => {
    const ask = await open({ token: TOKEN });
    expect(await ask({ authorization: `Bearer ${TOKEN}` })).toBe(200);
    for (const authorization of [`Bearer ${TOKEN}x`, `bearer ${TOKEN}`, TOKEN, "Bearer ", ""]) {
      expect(await ask({ authorization })).toBe(401);
    }
    expect(await ask()).toBe(401);
  });

  it("answers this machine alone when there is no token", async () => {
    const ask = await open();
    expect(await ask()).toBe(200);
    expect(await ask({}, "127.0.0.2")).toBe(200);
  });

  it("takes nothing that a proxy hands on for local, unless it is told of the proxy", async () => {
    const ask = await open();
    expect(await ask({ "x-forwarded-for": "127.0.0.1" })).toBe(403);
    expect(await ask({ forwarded: "for=127.0.0.1" })).toBe(403);
    expect(await ask({ via: "1.1 proxy" })).toBe(403);
  });

  it("goes by the client that our own proxy saw, not by what a client claims", async () => {
    const ask = await open({ trustedProxies: 1 });
    expect(await ask({ "x-forwarded-for": "203.0.113.7" })).toBe(403);
    expect(await ask({ "x-forwarded-for": "127.0.0.1, 203.0.113.7" })).toBe(403);
    expect(await ask({ "x-forwarded-for": "203.0.113.7, 127.0.0.1" })).toBe(200);
    expect(await ask({ "x-forwarded-for": "::1" })).toBe(200);
    expect(await ask({ "x-real-ip": "127.0.0.1" })).toBe(403);
    expect(await ask({ "x-forwarded-for": "" })).toBe(403);
    expect(await ask()).toBe(200);
  });

  it("counts back over as many proxies as there are", async () => {
    const ask = await open({ trustedProxies: 2 });
    expect(await ask({ "x-forwarded-for": "127.0.0.1, 203.0.113.7, 10.0.0.1" })).toBe(403);
    expect(await ask({ "x-forwarded-for": "203.0.113.7, 127.0.0.1, 10.0.0.1" })).toBe(200);
  });
});
