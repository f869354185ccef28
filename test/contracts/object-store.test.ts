import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLinkSigner } from "../../src/adapters/disk/link-signer.js";
import {
  createDiskObjectStore,
  createSignedObjectReader,
} from "../../src/adapters/disk/object-store.js";
import type { ObjectStore } from "../../src/core/ports/object-store.js";

interface Harness {
  readonly store: ObjectStore;
  /** What somebody who GETs the link receives; null when it is refused. */
  open(link: string): Promise<{ bytes: Uint8Array; contentType: string } | null>;
  passTime(ms: number): void;
  /** Another process on the same objects. */
  restart(): ObjectStore;
  dispose(): Promise<void>;
}

const adapters: { name: string; create(): Promise<Harness> }[] = [
  {
    name: "disk",
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
        open: (link) => read(link.slice(publicUrl.length)),
        passTime(ms) {
          now = new Date(now.getTime() + ms);
        },
        dispose: () => rm(folder, { recursive: true }),
      };
    },
  },
];

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const bytesOf = (content: string) => new Uint8Array(Buffer.from(content));

describe.each(adapters)("object store: $name", ({ create }) => {
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

  it("shows a reader one whole version while others are written", async () => {
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
  });

  it("says not_found, for good, where nothing is", async () => {
    await expect(store.get("nothing/here")).rejects.toMatchObject({
      code: "not_found",
      retryable: false,
    });
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
    await expect(store.get(key)).rejects.toEqual(refused);
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
    const expires = /expires=(\d+)/.exec(link)![1]!;

    const altered = [
      link.replace("mine.png", "other.png"),
      link.replace("mine.png", "x/../other.png"),
      link.replace("mine.png", "%6dine.png"),
      link.replace(expires, String(Number(expires) + 1)),
      link.replace(expires, `${expires}0`),
      `${link}A`,
      `${link}%3D`,
      link.slice(0, -1),
      link.replace(/signature=.*/, "signature="),
      link.replace(/&signature=.*/, ""),
      link.replace(/\?.*/, ""),
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
