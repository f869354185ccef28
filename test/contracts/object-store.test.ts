import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLinkSigner } from "../../src/adapters/disk/link-signer.js";
import {
  createDiskObjectStore,
  createSignedObjectReader,
} from "../../src/adapters/disk/object-store.js";
import { createS3Client } from "../../src/adapters/s3/s3-client.js";
import { createS3ObjectStore } from "../../src/adapters/s3/s3-object-store.js";
import type { ObjectStore } from "../../src/core/ports/object-store.js";
import { openBucket } from "../fixtures/bucket.js";

interface Harness {
  readonly store: ObjectStore;
  /** What somebody who GETs the link receives; null when it is refused. */
  open(link: string): Promise<{ bytes: Uint8Array; contentType: string } | null>;
  passTime(ms: number): void;
  /** False when the stand-in server lets anyone read without a signature. */
  readonly isPrivate: boolean;
  /** The query parameters a link expires and is signed by. */
  readonly linkParts: { expires: string; signature: string };
  /** Another process on the same objects. */
  restart(): ObjectStore;
  dispose(): Promise<void>;
}

const adapters: { name: string; isReplacedAtOnce: boolean; create(): Promise<Harness> }[] = [
  {
    name: "disk",
    isReplacedAtOnce: true,
    async create() {
      const folder = await mkdtemp(join(tmpdir(), "object-store-"));
      const publicUrl = "https://studio.example";
      let now = new Date("2026-05-01T12:00:00Z");
      const signer = createLinkSigner({ keys: ["a secret key"], clock: { now: () => now } });
      const read = createSignedObjectReader({ folder, signer });
      const restart = () => createDiskObjectStore({ folder, signer, publicUrl });
      return {
        store: restart(),
        restart,
        isPrivate: true,
        linkParts: { expires: "expires", signature: "signature" },
        async open(link) {
          const object = await read(link.slice(publicUrl.length));
          return (
            object && { contentType: object.contentType, bytes: await readAll(object.content) }
          );
        },
        passTime(ms) {
          now = new Date(now.getTime() + ms);
        },
        dispose: () => rm(folder, { recursive: true }),
      };
    },
  },
  {
    name: "s3",
    isReplacedAtOnce: false, // S3 does; its stand-in writes over the file that is being read.
    async create() {
      const bucket = await openBucket();
      vi.useFakeTimers({ toFake: ["Date"] }); // The server, too, lives in this process.
      const clients = [createS3Client(bucket.settings)];
      const restart = () => {
        const client = createS3Client(bucket.settings);
        clients.push(client);
        const clock = { now: () => new Date() };
        return createS3ObjectStore({ client, bucket: bucket.settings.bucket, clock });
      };
      return {
        store: restart(),
        restart,
        isPrivate: false,
        linkParts: { expires: "X-Amz-Expires", signature: "X-Amz-Signature" },
        async open(link) {
          const response = await fetch(link);
          const bytes = new Uint8Array(await response.arrayBuffer());
          const contentType = response.headers.get("content-type") ?? "";
          return response.ok ? { bytes, contentType } : null;
        },
        passTime: (ms) => vi.setSystemTime(Date.now() + ms),
        async dispose() {
          vi.useRealTimers();
          for (const client of clients) client.destroy();
          await bucket.close();
        },
      };
    },
  },
];

async function readAll(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

async function* pieces(...parts: readonly Uint8Array[]) {
  yield* parts;
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const bytesOf = (content: string) => new Uint8Array(Buffer.from(content));

describe.each(adapters)("object store: $name", ({ create, isReplacedAtOnce }) => {
  let harness: Harness;
  let store: ObjectStore;
  beforeEach(async () => {
    harness = await create();
    store = harness.store;
  });
  afterEach(() => harness.dispose());

  it("gives back the bytes and tells size and type without reading them", async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);

    await store.put("outputs/a1/0.png", bytes, "image/png");

    expect(Buffer.from(await store.get("outputs/a1/0.png")).equals(bytes)).toBe(true);
    expect(await store.head("outputs/a1/0.png")).toEqual({
      sizeBytes: 70_000,
      contentType: "image/png",
    });
  });

  it.each([
    { what: "nothing at all", sizes: [] },
    { what: "a few bytes", sizes: [3, 0, 5] },
    { what: "more than fits into one part", sizes: [7_000_000, 7_000_000, 123] },
  ])("stores a stream of unknown length ($what) and gives it back as one", async ({ sizes }) => {
    const parts = sizes.map((size, index) => new Uint8Array(size).fill(index + 65));
    await store.putStream("streamed/it.bin", pieces(...parts), "video/mp4");

    const opened = await store.openRead("streamed/it.bin");

    const { content, close: _, ...info } = opened;
    const whole = Buffer.concat(parts);
    expect(info).toEqual({ sizeBytes: whole.length, contentType: "video/mp4" });
    expect(whole.equals(await readAll(content))).toBe(true);
    expect(whole.equals(await store.get("streamed/it.bin"))).toBe(true);
  });

  it.each([100, 20_000_000])(
    "leaves what was there when a stream breaks after %d bytes",
    async (size) => {
      await store.put("kept.bin", bytesOf("before"), "text/plain");
      async function* breaking() {
        for (let sent = 0; sent < size; sent += 1_000_000)
          yield new Uint8Array(Math.min(size, 1_000_000));
        throw new Error("the source went away");
      }

      await expect(store.putStream("kept.bin", breaking(), "video/mp4")).rejects.toThrow(
        "the source went away",
      );

      expect(text(await store.get("kept.bin"))).toBe("before");
      expect(await store.head("kept.bin")).toMatchObject({ contentType: "text/plain" });
    },
  );

  it.runIf(isReplacedAtOnce)(
    "reads on in the version it opened while another replaces it",
    async () => {
      await store.put("busy.bin", new Uint8Array(3_000_000).fill(1), "image/png");
      const { content } = await store.openRead("busy.bin");
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) {
        if (chunks.length === 0)
          await store.put("busy.bin", new Uint8Array(10).fill(2), "image/png");
        chunks.push(chunk);
      }
      const seen = Buffer.concat(chunks);
      expect(seen.length).toBe(3_000_000);
      expect(seen.every((byte) => byte === 1)).toBe(true);
    },
  );

  it("lets go of an object that is not read, or not to its end", async () => {
    await store.put("large.bin", new Uint8Array(3_000_000), "image/png");
    const unread = await store.openRead("large.bin");
    await unread.close();
    const { content } = await store.openRead("large.bin");
    for await (const chunk of content) if (chunk.length > 0) break;
    expect(await readAll(content).catch(() => "gone")).not.toHaveLength(3_000_000);
  });

  it("keeps an empty object and one without an extension", async () => {
    await store.put("empty", new Uint8Array(), "application/octet-stream");

    expect((await store.get("empty")).length).toBe(0);
    expect(await store.head("empty")).toEqual({
      sizeBytes: 0,
      contentType: "application/octet-stream",
    });
  });

  it("keeps objects across a restart", async () => {
    await store.put("kept.txt", bytesOf("still here"), "text/plain");

    expect(text(await harness.restart().get("kept.txt"))).toBe("still here");
  });

  it("replaces bytes and type together", async () => {
    await store.put("thing", bytesOf("first"), "text/plain");
    await store.put("thing", bytesOf("2"), "image/webp");

    expect(text(await store.get("thing"))).toBe("2");
    expect(await store.head("thing")).toEqual({ sizeBytes: 1, contentType: "image/webp" });
  });

  it.runIf(isReplacedAtOnce)(
    "shows a reader one whole version while others are written",
    async () => {
      const versions = [1, 2, 3, 4].map((digit) => Buffer.alloc(300_000, String(digit)));
      await store.put("busy", versions[0]!, "text/plain");

      let isWriting = true;
      const writing = (async () => {
        for (let round = 0; round < 12; round += 1) {
          await store.put("busy", versions[round % 4]!, "text/plain");
        }
        isWriting = false;
      })();
      while (isWriting) {
        const seen = await store.get("busy");
        expect(versions.some((version) => version.equals(seen))).toBe(true);
      }
      await writing;
    },
  );

  it("says not_found, for good, where nothing is", async () => {
    const notFound = { code: "not_found", retryable: false };
    await expect(store.get("nothing/here")).rejects.toMatchObject(notFound);
    await expect(store.openRead("nothing/here")).rejects.toMatchObject(notFound);
    expect(await store.head("nothing/here")).toBeNull();
  });

  it("deletes, and does not mind deleting what is not there", async () => {
    await store.put("gone.png", bytesOf("x"), "image/png");

    await store.delete("gone.png");
    await store.delete("gone.png");
    await store.delete("never/was");

    expect(await store.head("gone.png")).toBeNull();
  });

  it.each([
    "",
    "/etc/passwd",
    "../outside",
    "a/../../outside",
    "a/..",
    "a/./b",
    "a//b",
    "a/",
    "Upper.png",
    "a b",
    "a\\b",
    "a%2fb",
    "a\0b",
    "~incoming/x",
    "ä",
    "k".repeat(201),
  ])("refuses the key %j", async (key) => {
    const refused = expect.objectContaining({ name: "RangeError" });
    await expect(store.put(key, bytesOf("x"), "text/plain")).rejects.toEqual(refused);
    await expect(store.putStream(key, pieces(), "text/plain")).rejects.toEqual(refused);
    await expect(store.get(key)).rejects.toEqual(refused);
    await expect(store.openRead(key)).rejects.toEqual(refused);
    await expect(store.head(key)).rejects.toEqual(refused);
    await expect(store.delete(key)).rejects.toEqual(refused);
    await expect(store.link(key, { expiresInSeconds: 60 })).rejects.toEqual(refused);
  });

  it("takes a key of 200 characters", async () => {
    const key = `${"k".repeat(99)}/${"-".repeat(100)}`;
    await store.put(key, bytesOf("x"), "text/plain");
    expect(text(await store.get(key))).toBe("x");
  });

  it("hands out a link that opens the object until it expires", async () => {
    await store.put("pictures/fox.jpg", bytesOf("fox"), "image/jpeg");
    const link = await store.link("pictures/fox.jpg", { expiresInSeconds: 60 });

    const opened = await harness.open(link);
    expect(text(opened!.bytes)).toBe("fox");
    expect(opened!.contentType).toBe("image/jpeg");

    harness.passTime(59_000);
    expect(await harness.open(link)).not.toBeNull();
    harness.passTime(2_000);
    expect(await harness.open(link)).toBeNull();
  });

  it("opens nothing for a link whose object, time or signature was altered", async () => {
    await store.put("mine.png", bytesOf("mine"), "image/png");
    await store.put("other.png", bytesOf("secret"), "image/png");
    const link = await store.link("mine.png", { expiresInSeconds: 60 });
    const { expires: expiresName, signature } = harness.linkParts;
    const expires = new RegExp(`${expiresName}=(\\d+)`).exec(link)![1]!;

    const altered = [
      link.replace("mine.png", "other.png"),
      link.replace("mine.png", "x/../other.png"),
      link.replace(`${expiresName}=${expires}`, `${expiresName}=${Number(expires) + 1}`),
      link.replace(`${expiresName}=${expires}`, `${expiresName}=${expires}0`),
      `${link}A`,
      `${link}%3D`,
      link.slice(0, -1),
      link.replace(new RegExp(`${signature}=[^&]*`), `${signature}=`),
      link.replace(new RegExp(`&${signature}=[^&]*`), ""),
      ...(harness.isPrivate ? [link.replace(/\?.*/, "")] : []),
    ];
    for (const attempt of altered) expect(await harness.open(attempt), attempt).toBeNull();
    expect(await harness.open(link)).not.toBeNull();
  });

  it("opens nothing when the object has been deleted meanwhile", async () => {
    await store.put("brief.png", bytesOf("x"), "image/png");
    const link = await store.link("brief.png", { expiresInSeconds: 60 });
    await store.delete("brief.png");

    expect(await harness.open(link)).toBeNull();
  });

  it.each([0, -1, 1.5, Number.NaN, 7 * 24 * 3_600 + 1])(
    "gives no link for %d seconds",
    async (expiresInSeconds) => {
      await expect(store.link("a", { expiresInSeconds })).rejects.toThrow(RangeError);
    },
  );
});

describe("disk object store", () => {
  it("clears what a kill left half written once it is an hour old", async () => {
    const folder = await mkdtemp(join(tmpdir(), "object-store-"));
    const signer = createLinkSigner({ keys: ["k"], clock: { now: () => new Date() } });
    const open = () => createDiskObjectStore({ folder, signer, publicUrl: "" });
    await open().put("whole", bytesOf("whole"), "text/plain");
    const incoming = join(folder, "~incoming");
    await writeFile(join(incoming, "left-by-a-kill"), "hal");
    await writeFile(join(incoming, "being-written"), "hal");
    const longAgo = new Date(Date.now() - 3_700_000);
    await utimes(join(incoming, "left-by-a-kill"), longAgo, longAgo);

    await open().put("other", bytesOf("other"), "text/plain");

    expect(await readdir(incoming)).toEqual(["being-written"]);
    expect(text(await open().get("whole"))).toBe("whole");
    await rm(folder, { recursive: true });
  });
});
