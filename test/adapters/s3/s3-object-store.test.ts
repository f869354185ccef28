import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createS3Client } from "../../../src/adapters/s3/s3-client.js";
import { checkBucket, createS3ObjectStore } from "../../../src/adapters/s3/s3-object-store.js";
import type { AppError } from "../../../src/core/errors.js";
import type { ObjectStore } from "../../../src/core/ports/object-store.js";
import { openBucket, type TestBucket } from "../../fixtures/bucket.js";

const clock = { now: () => new Date() };
const unavailable = expect.objectContaining({ code: "storage_unavailable", retryable: true });
const picture = new Uint8Array(300_000).fill(7);

async function* inPieces(bytes: Uint8Array) {
  for (let start = 0; start < bytes.length; start += 65_536) {
    yield bytes.subarray(start, start + 65_536);
  }
}

describe("pictures in a bucket", () => {
  let bucket: TestBucket;
  let client: ReturnType<typeof createS3Client>;
  let store: ObjectStore;
  beforeEach(async () => {
    bucket = await openBucket();
    client = createS3Client(bucket.settings);
    store = createS3ObjectStore({ client, bucket: bucket.settings.bucket, clock });
  });
  afterEach(async () => {
    client.destroy();
    await bucket.close();
  });

  const everything: [string, () => Promise<unknown>][] = [
    ["put", () => store.put("a.png", picture, "image/png")],
    ["putStream", () => store.putStream("a.png", inPieces(picture), "image/png")],
    ["get", () => store.get("a.png")],
    ["openRead", () => store.openRead("a.png")],
    ["head", () => store.head("a.png")],
    ["delete", () => store.delete("a.png")],
    ["check", () => checkBucket({ client, bucket: bucket.settings.bucket })],
  ];

  it("send no checksum and no trailer that R2 and older servers refuse", async () => {
    await store.put("small.png", picture, "image/png");
    await store.putStream("streamed.png", inPieces(picture), "image/png");
    await store.putStream("parts.mp4", inPieces(new Uint8Array(9_000_000)), "video/mp4");
    await store.get("small.png");
    await store.head("small.png");
    const link = await store.link("small.png", { expiresInSeconds: 60 });

    expect(bucket.requests.length).toBeGreaterThanOrEqual(8);
    for (const { method, url, headers } of bucket.requests) {
      const names = Object.keys(headers).filter((name) => /checksum|trailer|sdk-algo/.test(name));
      expect(names, `${method} ${url}`).toEqual([]);
      expect(headers["content-encoding"] ?? "", `${method} ${url}`).not.toContain("aws-chunked");
      expect(headers["transfer-encoding"], `${method} ${url}`).toBeUndefined();
      expect(url, method).toMatch(new RegExp(`^/${bucket.settings.bucket}/`)); // Path style.
    }
    expect(link).not.toMatch(/checksum/i);
  });

  it.each(everything)(
    "wait (%s) while the bucket is gone, and are there when it is back",
    async (_, act) => {
      await store.put("a.png", picture, "image/png");
      await bucket.vanish();

      await expect(act()).rejects.toEqual(unavailable);

      await bucket.comeBack();
      expect(Buffer.from(await store.get("a.png")).equals(picture)).toBe(true);
      await act();
    },
  );

  it.each(everything)("wait (%s) while the server only says that it is busy", async (_, act) => {
    await store.put("a.png", picture, "image/png");
    bucket.refuseWith(503);
    await expect(act()).rejects.toEqual(unavailable);
    bucket.refuseWith(null);
    await act();
  });

  it("survive a server that is busy for a moment, unnoticed", async () => {
    bucket.refuseWith(503);
    setTimeout(() => bucket.refuseWith(null), 20);
    await store.put("a.png", picture, "image/png");
    expect(await store.head("a.png")).toMatchObject({ sizeBytes: 300_000 });
  });

  it("say what is wrong with the key, and never the key", async () => {
    const settings = { ...bucket.settings, secretAccessKey: "not-the-secret-key" };
    const other = createS3Client(settings);
    const refused = createS3ObjectStore({ client: other, bucket: settings.bucket, clock });

    const error = await refused.get("a.png").then(
      () => null,
      (thrown: AppError) => thrown,
    );

    expect(error).toEqual(unavailable);
    expect(error?.message).toBe(
      `The bucket ${settings.bucket} refuses this secret key (SignatureDoesNotMatch).`,
    );
    expect(inspect(error, { depth: 10 })).not.toMatch(/not-the-secret|Credential=/);
    other.destroy();
  });
});

describe("a storage server that breaks in the middle", () => {
  let server: Server;
  let answer: (response: ServerResponse) => void;
  let store: ObjectStore;
  beforeEach(async () => {
    server = createServer((_request, response) => answer(response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const client = createS3Client({
      endpoint: `http://127.0.0.1:${port}`,
      bucket: "b",
      accessKeyId: "k",
      secretAccessKey: "s",
      region: "auto",
    });
    store = createS3ObjectStore({ client, bucket: "b", clock });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it("never hands out half a picture", async () => {
    answer = (response) => {
      response.writeHead(200, { "content-length": "1000", "content-type": "image/png" });
      response.write(Buffer.alloc(400), () => response.destroy());
    };
    await expect(store.get("a.png")).rejects.toEqual(unavailable);
  });

  it("counts as out of reach when nobody listens", async () => {
    server.close();
    await expect(store.put("a.png", picture, "image/png")).rejects.toEqual(unavailable);
  });
});
