import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGuardedFetch } from "../../../src/adapters/net/guarded-fetch.js";
import { isPublicAddress } from "../../../src/adapters/net/public-address.js";

const limits = { maxBytes: 1_000_000, timeoutMs: 2_000, signal: new AbortController().signal };
const UNUSABLE = { code: "output_unusable", retryable: false };

describe("guarded fetch", () => {
  let server: Server;
  let origin: string;
  let answer: RequestListener;
  let requests = 0;
  beforeEach(async () => {
    requests = 0;
    server = createServer((request, response) => {
      requests += 1;
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const fromStandIn = () =>
    createGuardedFetch({ hosts: ["replicate.delivery"], origins: [origin] });
  const png =
    (size: number): RequestListener =>
    (_, response) => {
      response.setHeader("content-type", "image/png");
      response.end(Buffer.alloc(size, 1));
    };

  it("brings what lies there, up to the limit", async () => {
    answer = png(limits.maxBytes);
    expect((await fromStandIn()(`${origin}/a.png`, limits)).length).toBe(limits.maxBytes);
  });

  it("takes no more than the limit, announced or not", async () => {
    answer = png(limits.maxBytes + 1);
    await expect(fromStandIn()(`${origin}/a.png`, limits)).rejects.toMatchObject(UNUSABLE);

    let sentBytes = 0;
    answer = (_, response) => {
      response.setHeader("content-type", "image/png");
      const pour = () => {
        sentBytes += 65_536;
        if (!response.destroyed && response.write(Buffer.alloc(65_536))) setImmediate(pour);
      };
      response.on("drain", pour);
      pour();
    };
    await expect(fromStandIn()(`${origin}/a.png`, limits)).rejects.toMatchObject(UNUSABLE);
    expect(sentBytes).toBeLessThan(20_000_000);
  });

  it.each(["text/html", "application/json", ""])("takes nothing of type '%s'", async (type) => {
    answer = (_, response) => {
      if (type) response.setHeader("content-type", type);
      response.end("<html></html>");
    };
    await expect(fromStandIn()(`${origin}/a.png`, limits)).rejects.toMatchObject(UNUSABLE);
  });

  it.each([
    [404, UNUSABLE],
    [410, UNUSABLE],
    [429, { code: "provider_unavailable", retryable: true }],
    [503, { code: "provider_unavailable", retryable: true }],
  ])("knows what passes of status %i", async (status, expected) => {
    answer = (_, response) => {
      response.writeHead(status).end();
    };
    await expect(fromStandIn()(`${origin}/a.png`, limits)).rejects.toMatchObject(expected);
  });

  it("does not wait for ever, nor for a body that stops", async () => {
    answer = (_, response) => {
      response.writeHead(200, { "content-type": "image/png" }).write("x");
    };
    await expect(
      fromStandIn()(`${origin}/a.png`, { ...limits, timeoutMs: 200 }),
    ).rejects.toMatchObject({ code: "provider_unavailable" });
  });

  it.each([
    ["drips", 200],
    ["is silent", null],
  ])("ends at once when nobody waits any more for what %s", async (_, status) => {
    const leave = new AbortController();
    let isClosed = false;
    answer = (_request, response) => {
      if (status !== null) response.writeHead(status, { "content-type": "image/png" }).write("x");
      const dripping = setInterval(() => status !== null && response.write("x"), 50);
      response.on("close", () => {
        clearInterval(dripping);
        isClosed = true;
      });
      setTimeout(() => leave.abort(), 150);
    };
    const startedAt = performance.now();
    await expect(
      fromStandIn()(`${origin}/a.png`, { ...limits, timeoutMs: 30_000, signal: leave.signal }),
    ).rejects.toMatchObject({ code: "provider_unavailable", retryable: true });
    await expect.poll(() => isClosed).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it("does not begin what nobody waits for", async () => {
    answer = png(10);
    const signal = AbortSignal.abort();
    await expect(fromStandIn()(`${origin}/a.png`, { ...limits, signal })).rejects.toMatchObject({
      code: "provider_unavailable",
    });
    expect(requests).toBe(0);
  });

  it("follows a redirect on the way, and three at most", async () => {
    answer = (request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) png(10)(request, response);
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    };
    expect(await fromStandIn()(`${origin}/3`, limits)).toHaveLength(10);
    await expect(fromStandIn()(`${origin}/4`, limits)).rejects.toMatchObject(UNUSABLE);
  });

  it.each([
    "http://127.0.0.1:1/x.png",
    "http://169.254.169.254/latest/meta-data",
    "https://[::1]/x.png",
    "https://[::ffff:127.0.0.1]/x.png",
    "http://replicate.delivery/x.png",
    "https://replicate.delivery:8443/x.png",
    "https://replicate.delivery.evil.example/x.png",
    "https://evilreplicate.delivery/x.png",
    "https://user@10.0.0.1/x.png",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "no address",
  ])("goes to no other place, not even by a redirect: %s", async (elsewhere) => {
    await expect(fromStandIn()(elsewhere, limits)).rejects.toMatchObject(UNUSABLE);
    answer = (_, response) => {
      response.writeHead(302, { location: elsewhere }).end();
    };
    if (elsewhere === "no address") return;
    await expect(fromStandIn()(`${origin}/x`, limits)).rejects.toMatchObject(UNUSABLE);
    expect(requests).toBe(1);
  });

  it.each(["127.0.0.1", "10.1.2.3", "100.64.0.1", "169.254.169.254", "fd00::1", "::1"])(
    "does not connect when an allowed name leads to %s",
    async (address) => {
      const family = address.includes(":") ? 6 : 4;
      const resolve = ((_name: string, _options: unknown, done: (...all: unknown[]) => void) =>
        done(null, [{ address, family }])) as never;
      const guarded = createGuardedFetch({ hosts: ["*.replicate.delivery"], origins: [], resolve });
      await expect(guarded("https://pbxt.replicate.delivery/x.png", limits)).rejects.toMatchObject(
        UNUSABLE,
      );
    },
  );

  it("does not connect when only one of a name's addresses is public", async () => {
    const resolve = ((_name: string, _options: unknown, done: (...all: unknown[]) => void) =>
      done(null, [
        { address: "93.184.215.14", family: 4 },
        { address: "192.168.0.1", family: 4 },
      ])) as never;
    const guarded = createGuardedFetch({ hosts: ["replicate.delivery"], origins: [], resolve });
    await expect(guarded("https://replicate.delivery/x.png", limits)).rejects.toMatchObject(
      UNUSABLE,
    );
  });
});

describe("public addresses", () => {
  it.each(["8.8.8.8", "93.184.215.14", "2606:4700::1111"])("%s is one", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it.each([
    "0.0.0.0",
    "10.0.0.1",
    "100.127.255.255",
    "127.8.8.8",
    "172.31.0.1",
    "192.168.1.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "fc00::1",
    "fe80::1",
    "ff02::1",
    "2002:7f00:1::",
    "2001:db8::1",
    "localhost",
    "",
  ])("%s is none", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
