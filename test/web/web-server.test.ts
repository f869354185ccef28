import { afterEach, describe, expect, it } from "vitest";
import { createWebServer, type WebServer } from "../../src/web/web-server.js";

describe("web server", () => {
  const opened: WebServer[] = [];
  afterEach(async () => {
    for (const server of opened.splice(0)) await server.close();
  });

  async function open(options: { host?: string; port?: number } = {}) {
    const server = createWebServer({ host: "127.0.0.1", port: 0, ...options });
    opened.push(server);
    const { port } = await server.listen();
    return { server, port, ask: (path: string) => fetch(`http://127.0.0.1:${port}${path}`) };
  }

  it("asks whoever comes early to wait, and says that it lives", async () => {
    const { ask } = await open();
    const early = await ask("/");
    expect([early.status, early.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await early.text()).toContain("starting");
    expect((await ask("/readyz")).status).toBe(503);
    expect((await ask("/healthz")).status).toBe(200);
  });

  it("answers with its handler from then on", async () => {
    const { ask, server } = await open();
    server.serve((request) => new Response(new URL(request.url).pathname));
    expect(await (await ask("/a/b")).text()).toBe("/a/b");
  });

  it("frees its port even while somebody hangs on the line", async () => {
    const { server, port, ask } = await open();
    server.serve(() => new Promise(() => undefined));
    const hanging = ask("/").catch(() => "cut off");
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.close();
    expect(await hanging).toBe("cut off");
    expect((await open({ port })).port).toBe(port);
  });

  it("tells the operator what to change when it cannot listen", async () => {
    const { port } = await open();
    const operator = (words: RegExp) =>
      expect.objectContaining({ code: "configuration", message: expect.stringMatching(words) });
    await expect(open({ port })).rejects.toThrow(operator(/already in use.*PORT/));
    await expect(open({ host: "203.0.113.7" })).rejects.toThrow(operator(/cannot be used.*HOST/));
    await expect(open({ host: "no.invalid" })).rejects.toThrow(operator(/cannot be used.*HOST/));
  });
});
