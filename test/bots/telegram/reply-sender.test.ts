import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createLinkSigner } from "../../../src/adapters/disk/link-signer.js";
import { createDiskObjectStore } from "../../../src/adapters/disk/object-store.js";
import { createDisplayCopies } from "../../../src/adapters/media/display-copies.js";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import { createTelegramReplySender } from "../../../src/bots/telegram/reply-sender.js";
import { createTelegramClient } from "../../../src/bots/telegram/telegram-client.js";
import type { ReplyTarget } from "../../../src/core/chat/reply-target.js";
import { parseCredits } from "../../../src/core/credits.js";
import { AppError } from "../../../src/core/errors.js";
import type { AssetId, DeliveryId, GenerationId } from "../../../src/core/ids.js";
import type { ObjectStore } from "../../../src/core/ports/object-store.js";
import type {
  GenerationPhase,
  ReplySender,
  ReportedPicture,
  SendInput,
  SendReceipt,
} from "../../../src/core/ports/reply-sender.js";
import { seedIds } from "../../../src/sandbox/telegram-api/seed.js";
import {
  createTelegramApi,
  type TelegramApi,
} from "../../../src/sandbox/telegram-api/telegram-api.js";
import { aRequest } from "../../fixtures/image-request.js";
import { createRecordingLog, type RecordingLog } from "../../fixtures/recording-log.js";
import { aPicture } from "./telegram-world.js";

const { ana, group, topics } = seedIds;
const generationId = "3f0c1b9e-8a55-4c0e-9f5b-2a9c5f3d7e10" as GenerationId;

let folder: string;
let api: TelegramApi;
let log: RecordingLog;
let sender: ReplySender;
let objects: ObjectStore;
/** More than a photo may have, and Telegram's limit of sides. */
let heavy: Uint8Array;
let wide: Uint8Array;

beforeAll(async () => {
  const noise = randomBytes(2_000 * 1_900 * 3);
  heavy = await sharp(noise, { raw: { width: 2_000, height: 1_900, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  wide = await aPicture({ width: 9_000, height: 1_200 });
  folder = await mkdtemp(join(tmpdir(), "atelier-sender-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  api = createTelegramApi();
  const { apiRoot: apiUrl } = await api.listen();
  const signer = createLinkSigner({ keys: ["a key"], clock: systemClock });
  objects = createDiskObjectStore({ folder, signer, publicUrl: "http://127.0.0.1" });
  await objects.put("small-1.png", await aPicture(), "image/png");
  await objects.put("small-2.png", await aPicture(), "image/png");
  await objects.put("long.png", await aPicture({ width: 630, height: 30 }), "image/png");
  await objects.put("heavy.png", heavy, "image/png");
  await objects.put("wide.png", wide, "image/png");
  log = createRecordingLog();
  sender = createTelegramReplySender({
    api: createTelegramClient({ token: api.token, apiUrl }),
    objects,
    copies: createDisplayCopies(),
    log,
  });
});
afterEach(async () => {
  expect(api.control.unknownMethods()).toEqual([]);
  expect(log.lines.join("\n")).not.toContain(api.token);
  await api.close();
});

const waiting: GenerationPhase = { kind: "waiting", place: 3, etaSeconds: 20 };
const running: GenerationPhase = { kind: "running", elapsedSeconds: 1, etaSeconds: 3 };

function succeeded(...objectKeys: string[]): GenerationPhase {
  return {
    kind: "succeeded",
    capturedCredits: parseCredits(objectKeys.length),
    pictures: objectKeys.map((objectKey, index) => ({
      index: index + 1,
      assetId: `asset of ${objectKey}` as AssetId,
      isFavourite: false,
      objectKey,
      contentType: "image/png",
      width: 1_024,
      height: 1_024,
      sizeBytes: 1_000,
    })),
    missing: [],
    tookSeconds: 4,
    isDeleted: false,
  };
}

function onePicture(objectKey: string, changes: Partial<ReportedPicture>): GenerationPhase {
  const phase = succeeded(objectKey);
  if (phase.kind !== "succeeded") return phase;
  return { ...phase, pictures: phase.pictures.map((picture) => ({ ...picture, ...changes })) };
}

function aTarget(changes: Partial<ReplyTarget> = {}): ReplyTarget {
  return {
    platform: "telegram",
    botId: String(seedIds.bot),
    chatId: String(ana),
    threadId: null,
    replyTo: null,
    userId: String(ana),
    language: "en",
    visibility: "everyone",
    isGroup: false,
    isUserInstall: false,
    grant: null,
    ...changes,
  };
}

function send(
  phase: GenerationPhase,
  changes: Partial<SendInput> & { prompt?: string; modelId?: string } = {},
): Promise<SendReceipt> {
  const { prompt = "a red fox", modelId = "flux-schnell", ...input } = changes;
  return sender.send({
    deliveryId: "d" as DeliveryId,
    target: aTarget(),
    messageId: null,
    rung: "edit",
    report: {
      generationId,
      phase,
      prompt,
      modelId,
      promptUsed: null,
      options: aRequest({ aspectRatio: "1:1" }),
      inputCount: 0,
      retention: "keep",
      isPurged: false,
      mayBeShared: false,
      inputNotes: [],
      seed: 7,
      requestedCount: 1,
      quotedCredits: parseCredits(1),
      availableCredits: parseCredits(23),
      heldCredits: parseCredits(0),
      failedProviders: [],
      remakes: [],
      providers: ["sketch"],
    },
    ...input,
  });
}

async function sent(receipt: Promise<SendReceipt>) {
  const settled = await receipt;
  if (settled.kind !== "sent") throw new Error(`not sent: ${JSON.stringify(settled)}`);
  return settled.messages;
}

const message = (chatId: number, messageId: string | undefined) =>
  api.control.messages(chatId).find(({ message_id }) => String(message_id) === messageId);

describe("telegram sender: the progress message", () => {
  it("answers the request where it stands, in its topic, with a way to cancel", async () => {
    const asked = await api.control.sendText({
      userId: ana,
      chatId: group,
      threadId: topics.pictures,
      text: "/imagine a red fox",
    });
    const target = aTarget({
      chatId: String(group),
      threadId: String(topics.pictures),
      replyTo: String(asked.message_id),
      isGroup: true,
    });

    const [shown] = await sent(send(waiting, { target }));

    expect(message(group, shown.messageId)).toMatchObject({
      message_thread_id: topics.pictures,
      reply_to_message: { message_id: asked.message_id },
      text: expect.stringContaining("Queued, 3rd in line"),
      reply_markup: { inline_keyboard: [[{ callback_data: `cancel:${generationId}` }]] },
    });
    expect(shown).toEqual({ chatId: String(group), messageId: shown.messageId, outputIndex: null });
  });

  it("still answers when the request was deleted meanwhile", async () => {
    const receipt = await send(waiting, { target: aTarget({ replyTo: "999999" }) });
    expect(receipt.kind).toBe("sent");
  });

  it("turns into the picture with caption and buttons, and is still one message", async () => {
    const [first] = await sent(send(waiting));
    await sent(send(running, { messageId: first.messageId }));

    const messages = await sent(send(succeeded("small-1.png"), { messageId: first.messageId }));

    expect(messages).toEqual([{ ...first, outputIndex: 1 }]);
    expect(api.control.messages(ana)).toHaveLength(1);
    const shown = message(ana, first.messageId);
    expect(shown?.photo).toBeDefined();
    expect(shown?.caption).toContain("1 credit charged, 23 left");
    expect(shown?.reply_markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual([
      "Again",
      "Details",
      "Favourite",
      "Original",
      "Delete",
      "Report",
    ]);
  });

  it("takes an unchanged message for sent", async () => {
    const [first] = await sent(send(waiting));
    const again = await sent(send(waiting, { messageId: first.messageId }));
    expect(again).toEqual([first]);
  });

  it("can be sent twice when the answer was lost, with one message in the end", async () => {
    const [first] = await sent(send(waiting));
    api.control.loseNextAnswer({ method: "editMessageMedia" });
    const result = succeeded("small-1.png");

    await expect(send(result, { messageId: first.messageId })).rejects.toMatchObject({
      code: "chat_unavailable",
      retryable: true,
    });
    await sent(send(result, { messageId: first.messageId }));

    expect(api.control.messages(ana)).toHaveLength(1);
  });

  it("is a dead end when somebody deleted it", async () => {
    const [first] = await sent(send(waiting));
    await api.control.deleteMessage({ chatId: ana, messageId: Number(first.messageId) });

    for (const phase of [running, succeeded("small-1.png")]) {
      const receipt = await send(phase, { messageId: first.messageId });
      expect(receipt).toEqual({ kind: "dead", reason: "message_gone" });
    }
    expect(api.control.messages(ana)).toEqual([]);
  });

  it("speaks the asker's language", async () => {
    const [shown] = await sent(send(waiting, { target: aTarget({ language: "de" }) }));
    expect(message(ana, shown.messageId)?.text).toContain("In der Warteschlange, Platz 3");
  });

  it("shows a prompt of markup and marks as it was typed", async () => {
    const prompt = "<b>fox</b> & *owl* _in_ [snow](https://example.org) 🦊";
    const [shown] = await sent(send(waiting, { prompt }));
    expect(message(ana, shown.messageId)?.text).toContain(prompt);
  });
});

describe("telegram sender: pictures", () => {
  it("sends several as an album, its words with the buttons below, and nothing else stays", async () => {
    const [first] = await sent(send(waiting));

    const messages = await sent(
      send(succeeded("small-1.png", "small-2.png"), { messageId: first.messageId }),
    );

    expect(messages.map(({ outputIndex }) => outputIndex)).toEqual([1, 2, null]);
    const [one, two, summary, ...others] = api.control.messages(ana);
    expect(others).toEqual([]);
    expect(message(ana, first.messageId)).toBeUndefined();
    expect(summary?.text).toContain("2 credits charged");
    const labels = summary?.reply_markup?.inline_keyboard.map((row) => row.map(({ text }) => text));
    expect(labels).toEqual([
      ["Again", "Delete all", "Report"],
      ["Picture 2", "Picture 3"],
    ]);
    expect(one?.media_group_id).toBe(two?.media_group_id);
    expect([one, two, summary].map((item) => String(item?.message_id))).toEqual(
      messages.map(({ messageId }) => messageId),
    );
  });

  it("shows an album once although Telegram had asked to wait", async () => {
    const [first] = await sent(send(waiting));
    const result = succeeded("small-1.png", "small-2.png");
    api.control.floodNext({ retryAfter: 7, method: "sendMediaGroup" });

    const busy = await send(result, { messageId: first.messageId });
    await sent(send(result, { messageId: first.messageId }));

    expect(busy).toEqual({ kind: "busy", retryAfterMs: 7_000 });
    expect(api.control.messages(ana)).toHaveLength(3);
  });

  it("sends what is too long for a photo as a file, which Telegram takes", async () => {
    const [first] = await sent(send(waiting));

    const [shown] = await sent(send(succeeded("long.png"), { messageId: first.messageId }));

    expect(message(ana, shown.messageId)).toMatchObject({
      document: { file_name: "picture-2.png" },
      caption: expect.stringContaining("1 credit charged"),
    });
  });

  it("shows a copy of what is too heavy for a photo, says why, and uploads once", async () => {
    await sent(send(succeeded("heavy.png")));

    const [shown] = api.control.messages(ana);
    expect(shown?.photo).toBeDefined();
    expect(shown?.caption).toMatch(
      /The original has 1\d(\.\d)? MB; this chat takes 10 MB\. Shown is a copy; the Original button/,
    );
    expect(api.control.calls().map(({ method }) => method)).toEqual(["sendPhoto"]);
  });

  it("shows a copy of what has too many pixels for a photo", async () => {
    await sent(send(onePicture("wide.png", { width: 9_000, height: 1_200 })));

    const [shown] = api.control.messages(ana);
    const { width = 0, height = 0 } = shown?.photo?.at(-1) ?? {};
    expect(width / height).toBeCloseTo(7.5, 1);
    expect(shown?.caption).toContain("has more pixels than this chat shows");
    expect(api.control.calls().map(({ method }) => method)).toEqual(["sendPhoto"]);
  });

  it("links what is too heavy for any file", async () => {
    await objects.put("huge.mp4", new Uint8Array(50 * 1_024 * 1_024 + 1), "video/mp4");
    await sent(send(onePicture("huge.mp4", { contentType: "video/mp4" })));

    const [shown] = api.control.messages(ana);
    expect(shown?.text).toContain("The file has 50.1 MB; this chat takes 50 MB.");
    expect(shown?.reply_markup?.inline_keyboard[0]).toMatchObject([
      { text: "Open the file", url: expect.stringContaining("/objects/huge.mp4?expires=") },
    ]);
  });

  it("sends a moving WebP so that it moves", async () => {
    const moving = onePicture("small-1.png", { contentType: "image/webp" });
    await sent(send(moving, { modelId: "seedance-fast" }));
    expect(api.control.messages(ana)[0]?.document).toMatchObject({ file_name: "clip-2.webp" });
  });

  it("sends an album as files when one of its pictures is no photo to Telegram", async () => {
    const messages = await sent(send(succeeded("small-1.png", "long.png")));

    expect(messages.map(({ outputIndex }) => outputIndex)).toEqual([1, 2, null]);
    const [one, two, summary] = api.control.messages(ana);
    expect([one, two].every((item) => item?.document !== undefined)).toBe(true);
    expect(summary?.reply_markup?.inline_keyboard).toHaveLength(2);
  });

  it("keeps a caption within its limit, however long the prompt", async () => {
    const receipt = await send(succeeded("small-1.png"), { prompt: "fox 🦊 ".repeat(400) });
    expect(receipt.kind).toBe("sent");
  });

  it("makes the progress the words of an album when these cannot follow it", async () => {
    const [first] = await sent(send(waiting));
    api.control.failNext({ method: "sendMessage" });

    await sent(send(succeeded("small-1.png", "small-2.png"), { messageId: first.messageId }));

    expect(message(ana, first.messageId)?.text).toContain("2 credits charged");
    expect(api.control.messages(ana)).toHaveLength(3);
  });

  it("does not bring an album again because the words after it failed", async () => {
    api.control.failNext({ method: "sendMessage" });

    const messages = await sent(send(succeeded("small-1.png", "small-2.png"), { rung: "channel" }));

    expect(messages.map(({ outputIndex }) => outputIndex)).toEqual([1, 2]);
  });
});

describe("telegram sender: the other rungs", () => {
  const inTopic = () =>
    aTarget({ chatId: String(group), threadId: String(topics.pictures), isGroup: true });

  it("writes to General when the topic is gone", async () => {
    await api.control.deleteTopic({ chatId: group, threadId: topics.pictures });
    const target = inTopic();

    expect(await send(waiting, { target })).toEqual({ kind: "dead", reason: "topic_closed" });
    const [shown] = await sent(send(succeeded("small-1.png"), { target, rung: "channel" }));

    expect(message(group, shown.messageId)?.message_thread_id).toBeUndefined();
  });

  it("writes to the asker alone", async () => {
    const [shown] = await sent(send(succeeded("small-1.png"), { target: inTopic(), rung: "dm" }));
    expect(shown.chatId).toBe(String(ana));
    expect(message(ana, shown.messageId)?.photo).toBeDefined();
  });

  it("finds every rung dead for who blocked the bot or threw it out", async () => {
    await api.control.blockBot(ana);
    await api.control.kickBot(group);

    for (const rung of ["edit", "channel", "dm"] as const) {
      const receipt = await send(succeeded("small-1.png"), { target: inTopic(), rung });
      expect(receipt).toEqual({ kind: "dead", reason: "chat_closed" });
    }
    const nowhere = await send(waiting, { target: aTarget({ chatId: "-1009999999999" }) });
    expect(nowhere).toEqual({ kind: "dead", reason: "chat_closed" });
  });

  it.each([500, 502])("may be tried again after a %i", async (status) => {
    api.control.failNext({ status });
    const failure = await send(waiting).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({ code: "chat_unavailable", retryable: true });
  });

  it("may be tried again when nothing listens, and its error holds no token", async () => {
    await api.close();
    const failure = await send(waiting).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "chat_unavailable", retryable: true });
    expect(JSON.stringify(failure) + String(failure)).not.toContain(api.token);
  });
});
