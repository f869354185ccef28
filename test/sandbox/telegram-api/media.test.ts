import { setTimeout as sleep } from "node:timers/promises";
import { InputFile, InputMediaBuilder } from "grammy";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { seedIds } from "../../../src/sandbox/telegram-api/seed.js";
import { aPhotoFile, aTelegram, descriptionOf, png, refusalOf } from "./harness.js";

const { ana } = seedIds;
const anas = { userId: ana, chatId: ana };

describe("photos and documents of the bot", () => {
  it("turns a photo into JPEG sizes and sends it again by its id", async () => {
    const { api, people } = await aTelegram();

    const sent = await api.sendPhoto(ana, await aPhotoFile(2_000, 1_000), {
      caption: "<b>done</b>",
      parse_mode: "HTML",
    });
    const again = await api.sendPhoto(ana, sent.photo.at(-1)!.file_id);

    expect(sent.photo.map(({ width, height }) => [width, height])).toEqual([
      [90, 45],
      [320, 160],
      [800, 400],
      [1_280, 640],
    ]);
    expect(sent).toMatchObject({ caption: "done", caption_entities: [{ type: "bold" }] });
    expect(again.photo).toEqual(sent.photo);
    const stored = people.file(sent.photo[0]!.file_id)!;
    expect((await sharp(stored.bytes).metadata()).format).toBe("jpeg");
  });

  it("keeps a document's bytes and name", async () => {
    const { api, people } = await aTelegram();
    const bytes = await png(50, 40);

    const sent = await api.sendDocument(ana, new InputFile(bytes, "original.png"));

    expect(sent.document).toMatchObject({
      file_name: "original.png",
      mime_type: "image/png",
      file_size: bytes.byteLength,
    });
    expect(Buffer.from(people.file(sent.document.file_id)!.bytes).equals(bytes)).toBe(true);
  });

  it("sends clips with the size the bot names", async () => {
    const { api } = await aTelegram();
    const clip = () => new InputFile(Buffer.from("not really a clip"), "clip.mp4");
    const video = await api.sendVideo(ana, clip(), { width: 640, height: 360, duration: 5 });
    expect(video.video).toMatchObject({ width: 640, duration: 5, mime_type: "video/mp4" });
    const animation = await api.sendAnimation(ana, clip());
    expect(animation.document.file_id).toBe(animation.animation.file_id);
  });

  it.each([
    ["what is no picture", Buffer.from("plain text"), "IMAGE_PROCESS_FAILED"],
    ["21:1", [2_100, 100], "PHOTO_INVALID_DIMENSIONS"],
    ["more than 10,000 pixels of width and height", [6_000, 4_001], "PHOTO_INVALID_DIMENSIONS"],
    [
      "more than 10 MB",
      Buffer.alloc(10 * 1024 * 1024 + 1),
      "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
    ],
    ["nothing", Buffer.alloc(0), "file must be non-empty"],
  ] as const)("refuses as a photo %s", async (_name, source, reason) => {
    const { api } = await aTelegram();
    const bytes = Buffer.isBuffer(source) ? source : await png(source[0], source[1]);
    const call = api.sendPhoto(ana, new InputFile(bytes, "p.png"));
    expect(await descriptionOf(call)).toBe(`Bad Request: ${reason}`);
  });

  it("refuses more than 50 MB", async () => {
    const { api } = await aTelegram();
    const call = api.sendDocument(ana, new InputFile(Buffer.alloc(50 * 1024 * 1024 + 1), "big"));
    expect((await refusalOf(call)).error_code).toBe(413);
  });

  it("refuses ids of another kind, unknown ids, addresses and long captions", async () => {
    const { api } = await aTelegram();
    const photo = await api.sendPhoto(ana, await aPhotoFile());
    const fileId = photo.photo[0]!.file_id;
    expect(await descriptionOf(api.sendDocument(ana, fileId))).toBe(
      "Bad Request: can't use file of type Photo as Document",
    );
    expect(await descriptionOf(api.sendPhoto(ana, "AgACnothing"))).toMatch(
      /wrong remote file identifier specified/,
    );
    expect(await descriptionOf(api.sendPhoto(ana, "https://example.org/a.png"))).toBe(
      "Bad Request: failed to get HTTP URL content",
    );
    expect(await descriptionOf(api.sendPhoto(ana, fileId, { caption: "a".repeat(1_025) }))).toBe(
      "Bad Request: message caption is too long",
    );
  });
});

describe("albums and edits of the bot", () => {
  it("sends an album as messages of one group", async () => {
    const { api } = await aTelegram();

    const album = await api.sendMediaGroup(ana, [
      InputMediaBuilder.photo(await aPhotoFile(), { caption: "two" }),
      InputMediaBuilder.photo(await aPhotoFile(300, 300)),
    ]);

    expect(album).toHaveLength(2);
    const groups = album.map((message) =>
      "media_group_id" in message ? message.media_group_id : "",
    );
    expect(new Set(groups).size).toBe(1);
    expect(album[0]).toMatchObject({ caption: "two", photo: [{}, {}, {}] });
  });

  it("refuses one item, eleven, and documents among pictures", async () => {
    const { api } = await aTelegram();
    const { photo } = await api.sendPhoto(ana, await aPhotoFile());
    const item = InputMediaBuilder.photo(photo[0]!.file_id);
    expect(await descriptionOf(api.sendMediaGroup(ana, [item]))).toMatch("2-10 items");
    expect(await descriptionOf(api.sendMediaGroup(ana, Array(11).fill(item)))).toBe(
      "Bad Request: too many messages to send as an album",
    );
    const mixed = [item, InputMediaBuilder.document(await aPhotoFile())];
    // @ts-expect-error the client's types forbid what the platform refuses
    expect(await descriptionOf(api.sendMediaGroup(ana, mixed))).toBe(
      "Bad Request: document can't be mixed with other media types",
    );
    const broken = [item, InputMediaBuilder.photo(new InputFile(Buffer.from("x"), "x.png"))];
    expect(await descriptionOf(api.sendMediaGroup(ana, broken))).toBe(
      'Bad Request: failed to send message #2 with the error message "IMAGE_PROCESS_FAILED"',
    );
  });

  it("replaces a text by a photo in the same message", async () => {
    const { api, people } = await aTelegram();
    const sent = await api.sendMessage(ana, "painting…");

    await api.editMessageMedia(
      ana,
      sent.message_id,
      InputMediaBuilder.photo(await aPhotoFile(), { caption: "done" }),
      { reply_markup: { inline_keyboard: [[{ text: "Again", callback_data: "again" }]] } },
    );

    const [message] = people.messages(ana);
    expect(message).toMatchObject({ message_id: sent.message_id, caption: "done" });
    expect(message?.photo).toHaveLength(3);
    expect(message?.text).toBeUndefined();
    expect(await descriptionOf(api.editMessageText(ana, sent.message_id, "x"))).toBe(
      "Bad Request: there is no text in the message to edit",
    );
    await api.editMessageCaption(ana, sent.message_id, { caption: "better" });
    expect(people.messages(ana)[0]).toMatchObject({ caption: "better" });
  });
});

describe("an edit that comes too late", () => {
  it("does not bring a message back that was deleted while its photo was stored", async () => {
    const { api, people } = await aTelegram();
    const sent = await api.sendMessage(ana, "painting…");
    const photo = InputMediaBuilder.photo(await aPhotoFile(3_000, 3_000));
    const edit = descriptionOf(api.editMessageMedia(ana, sent.message_id, photo));
    await sleep(60); // The server is resizing by now.
    await people.deleteMessage({ chatId: ana, messageId: sent.message_id });

    expect(await edit).toBe("Bad Request: message to edit not found");
    expect(people.messages(ana)).toEqual([]);
  });
});

describe("files of people", () => {
  it("lets the bot download what a person sent, as bytes", async () => {
    const { api, apiRoot, server, people } = await aTelegram();
    const bytes = await png(64, 64);
    await people.sendDocument({ ...anas, bytes, fileName: "in.png", caption: "/edit brighter" });

    const [update] = await api.getUpdates();
    const { document, caption_entities } = update!.message!;
    const file = await api.getFile(document!.file_id);
    const downloaded = await fetch(`${apiRoot}/file/bot${server.token}/${file.file_path}`);

    expect(caption_entities).toEqual([{ type: "bot_command", offset: 0, length: 5 }]);
    expect(Buffer.from(await downloaded.arrayBuffer()).equals(bytes)).toBe(true);
    const stranger = await fetch(`${apiRoot}/file/bot1:wrong/${file.file_path}`);
    expect(stranger.status).toBe(401);
  });

  it("refuses to hand out more than 20 MB", async () => {
    const { api, people } = await aTelegram();
    const bytes = Buffer.alloc(20 * 1024 * 1024 + 1);
    const { document } = await people.sendDocument({ ...anas, bytes, fileName: "big.bin" });
    expect(await descriptionOf(api.getFile(document!.file_id))).toBe(
      "Bad Request: file is too big",
    );
  });

  it("sends an album as one update each, with one group id", async () => {
    const { api, people } = await aTelegram();
    const photo = { kind: "photo" as const, bytes: await png(100, 100) };

    await people.sendAlbum({ ...anas, items: [{ ...photo, caption: "mix these" }, photo] });

    const updates = await api.getUpdates();
    expect(updates.map((update) => update.message?.caption)).toEqual(["mix these", undefined]);
    const ids = updates.map((update) => update.message?.media_group_id);
    expect(ids[0]).toBeDefined();
    expect(ids[1]).toBe(ids[0]);
    // The same bytes have the same unique id, though not the same file id.
    const photos = updates.map((update) => update.message!.photo![0]!);
    expect(photos[0]!.file_unique_id).toBe(photos[1]!.file_unique_id);
    expect(photos[0]!.file_id).not.toBe(photos[1]!.file_id);
  });
});
