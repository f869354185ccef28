import { randomBytes, randomUUID } from "node:crypto";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { createDisplayCopies } from "../../src/adapters/media/display-copies.js";
import { type ChatLimits, fitPictures } from "../../src/bots/fit-pictures.js";
import {
  type ChatView,
  textView,
  toPlainText,
  type ViewPicture,
} from "../../src/bots/presentation/chat-view.js";
import { wordings } from "../../src/bots/presentation/wording/languages.js";
import type { GenerationId } from "../../src/core/ids.js";
import type { ObjectStore } from "../../src/core/ports/object-store.js";

const stored = new Map<string, Uint8Array>();
const objects = {
  get: async (key: string) => stored.get(key) ?? new Uint8Array(),
  link: async (key: string) => `https://pictures.example/${key}`,
} as Pick<ObjectStore, "get" | "link"> as ObjectStore;
const deps = { objects, copies: createDisplayCopies() };

const MEGABYTE = 1_024 * 1_024;
const limits: ChatLimits = {
  maxPictureBytes: MEGABYTE,
  maxFileBytes: MEGABYTE,
  maxTotalBytes: 10 * MEGABYTE,
  copyFormat: "webp",
};

beforeAll(async () => {
  const raw = { width: 700, height: 600, channels: 3 } as const;
  const noise = sharp(randomBytes(700 * 600 * 3), { raw });
  stored.set("large.png", await noise.png().toBuffer());
  stored.set("small.png", await noise.resize(100).png().toBuffer());
});

const aView = (...pictures: readonly Partial<ViewPicture & { objectKey: string }>[]): ChatView => ({
  ...textView("success", ["Here."]),
  pictures: pictures.map((picture) => ({
    objectKey: "small.png",
    contentType: "image/png",
    altText: "",
    ...picture,
  })) as ViewPicture[],
  buttons: [],
});
const fitted = (view: ChatView, own: Partial<ChatLimits> = {}) =>
  fitPictures(deps, view, { limits: { ...limits, ...own }, wording: wordings.en });
const large = { objectKey: "large.png" };

describe("the size ladder", () => {
  it("leaves what fits as it is, byte for byte, and says nothing", async () => {
    const { view, files } = await fitted(aView({}));
    expect(files[0]?.bytes).toBe(stored.get("small.png"));
    expect(view.text).toEqual(["Here."]);
  });

  it("shows a copy of what does not, and says why", async () => {
    const { view, files } = await fitted(aView({}, large));
    expect(files.map(({ name }) => name)).toEqual(["picture-1.png", "picture-2.webp"]);
    expect(toPlainText(view.text)).toContain(
      "1 of the originals has 1.3 MB; this chat takes 1 MB. Shown are copies",
    );
  });

  it("names a file by its place among the pictures of its request", async () => {
    const shows = { generationId: randomUUID() as GenerationId, outputIndex: 1 };
    const { files } = await fitted(aView({ isFile: true, shows }));
    expect(files[0]?.name).toBe("picture-2.png");
  });

  it("makes copies of all when together they are too much", async () => {
    const { files } = await fitted(aView(large, large, large), {
      maxPictureBytes: 2 * MEGABYTE,
      maxTotalBytes: 2 * MEGABYTE,
    });
    const total = files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    expect(files).toHaveLength(3);
    expect(total).toBeLessThanOrEqual(2 * MEGABYTE);
  });

  it("sends what is nowhere else whole, if need be as a file, and says so where that is too much", async () => {
    const gone = { ...large, isOnlyHere: true };
    const whole = await fitted(aView(gone), { maxFileBytes: 5 * MEGABYTE });
    expect(whole.files[0]).toMatchObject({ isFile: true, name: "picture-1.png" });
    expect(whole.files[0]?.bytes).toBe(stored.get("large.png"));
    const { view, files } = await fitted(aView(gone));
    expect(files[0]?.name).toBe("picture-1.webp");
    expect(toPlainText(view.text)).toContain("Nothing is kept, so a copy is the best");
  });

  it("links what has no copy: a file to be had, a clip", async () => {
    for (const kind of [{ isFile: true }, { isClip: true }, { contentType: "video/mp4" }]) {
      const { view, files } = await fitted(aView({ ...large, ...kind }));
      expect(files).toEqual([]);
      expect(view.buttons).toEqual([
        [{ kind: "link", label: "Open the file", url: "https://pictures.example/large.png" }],
      ]);
      expect(toPlainText(view.text)).toContain("Here is a link instead, good for 7 days.");
    }
  });

  it("links everything where a chat takes no files at all", async () => {
    const nothing = { maxPictureBytes: 0, maxFileBytes: 0 };
    const { view, files } = await fitted(aView({}, large), nothing);
    expect(files).toEqual([]);
    expect(view.buttons[0]?.map(({ label }) => label)).toEqual(["Open file 1", "Open file 2"]);
  });

  it("goes by the shape, too, where a chat does", async () => {
    const shape = { maxSides: 10_000, maxRatio: 20 };
    const wide = await fitted(aView({ width: 9_000, height: 1_001 }), { shape });
    expect(wide.files[0]?.name).toBe("picture-1.webp");
    expect(toPlainText(wide.view.text)).toContain("has more pixels than this chat shows");
    const long = await fitted(aView({ width: 2_100, height: 100 }), { shape });
    expect(long.files[0]).toMatchObject({ isFile: true, name: "picture-1.png" });
  });
});
