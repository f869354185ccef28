import type { Message } from "grammy/types";
import { z } from "zod";
import { badRequest, TelegramRefusal } from "../refusal.js";
import { postMessage } from "../world/post-message.js";
import { type Call, json, readParams } from "./call.js";
import { resolveTarget, targetShape } from "./chat-target.js";
import { type InputMedia, inputMediaSchema, readInputMedia } from "./input-media.js";
import { toSender } from "./messages.js";

const albumSchema = z.object({ ...targetShape, media: json(z.array(inputMediaSchema)) });

// What Telegram's servers, rather than its checks before them, say about one item.
const serverFaults = ["IMAGE_PROCESS_FAILED", "PHOTO_INVALID_DIMENSIONS"];

/** Sends 2-10 messages that belong together. A `reply_markup` is ignored, as Telegram ignores it. */
export async function sendMediaGroup(call: Call): Promise<Message[]> {
  const { platform } = call;
  const params = readParams(call, albumSchema);
  checkItems(params.media);
  const target = resolveTarget(platform, params);
  const contents = [];
  for (const [index, item] of params.media.entries()) {
    contents.push(
      await readInputMedia(call, item).catch((error) => {
        throw namePosition(error, index + 1);
      }),
    );
  }
  platform.flood.take(target.record.chat.id, contents.length);
  const mediaGroupId = platform.ids.long();
  return contents.map((content) =>
    postMessage(platform, {
      ...target,
      from: toSender(platform.world.bot),
      content: { ...content, media_group_id: mediaGroupId },
    }),
  );
}

function checkItems(items: readonly InputMedia[]): void {
  if (items.length === 0) throw badRequest("there are no messages to send");
  if (items.length > 10) throw badRequest("too many messages to send as an album");
  // Documented as 2-10. The live servers quietly send a single item as an ordinary message.
  if (items.length < 2) throw badRequest("an album must include 2-10 items");
  const types = new Set(items.map((item) => item.type));
  if (types.has("animation")) {
    throw badRequest("can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup");
  }
  if (types.has("document") && types.size > 1) {
    throw badRequest("document can't be mixed with other media types");
  }
}

function namePosition(error: unknown, position: number): unknown {
  if (!(error instanceof TelegramRefusal)) return error;
  const fault = serverFaults.find((word) => error.message.endsWith(word));
  if (fault === undefined) return error;
  return badRequest(`failed to send message #${position} with the error message "${fault}"`);
}
