import { describe, expect, it } from "vitest";
import {
  fromAttachments,
  fromMessage,
  MessageContentSchema,
} from "../../../src/bots/discord/message-pictures.js";

const CDN = "https://cdn.discordapp.com/attachments/1/2";
const attachment = (filename: string, more: object = {}) => ({
  id: "2",
  filename,
  url: `${CDN}/${filename}?ex=1`,
  ...more,
});
const read = (message: object) => fromMessage(MessageContentSchema.parse(message));

describe("discord: pictures of a message", () => {
  it("are its attachments, those of what it forwards, and what it shows", () => {
    const found = read({
      attachments: [attachment("a.png"), attachment("notes.txt", { content_type: "text/plain" })],
      message_snapshots: [{ message: { attachments: [attachment("b.heic")] } }],
      embeds: [
        { image: { url: "https://else.example/c.png", proxy_url: "https://images-ext-1/c.png" } },
        { thumbnail: { url: `${CDN}/d.png` } },
      ],
      components: [
        { type: 17, components: [{ type: 12, items: [{ media: { url: `${CDN}/e.png` } }] }] },
        { type: 9, components: [], accessory: { type: 11, media: { url: `${CDN}/f.png` } } },
      ],
    });
    expect(found.fault).toBeNull();
    expect(found.urls.map((url) => url.split("/").at(-1)?.split("?")[0])).toEqual([
      "a.png",
      "b.heic",
      "c.png",
      "d.png",
      "e.png",
      "f.png",
    ]);
    expect(found.urls).not.toContain("https://else.example/c.png");
  });

  it("count once when they are attached and shown", () => {
    const embeds = [{ image: { url: `${CDN}/a.png?ex=2` } }];
    expect(read({ attachments: [attachment("a.png")], embeds }).urls).toHaveLength(1);
  });

  it("may be missing, as in a message whose content is kept from us", () => {
    expect(read({ attachments: [], embeds: [], components: [] })).toEqual({
      urls: [],
      fault: null,
    });
    expect(read({})).toEqual({ urls: [], fault: null });
  });

  it("are refused by size and kind before they are fetched", () => {
    const tooLarge = attachment("a.png", { size: 20 * 1024 * 1024 + 1 });
    expect(fromAttachments([attachment("b.png"), tooLarge]).fault).toBe("too_large");
    const clip = attachment("a.mov", { content_type: "video/quicktime" });
    expect(fromAttachments([clip]).fault).toBe("moving");
    expect(fromAttachments([attachment("a.png", { size: 20 * 1024 * 1024 })]).fault).toBeNull();
  });
});
