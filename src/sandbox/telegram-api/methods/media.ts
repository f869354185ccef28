import type { Message } from "grammy/types";
import { z } from "zod";
import type { FileKind } from "../world/file-store.js";
import { boolean, type Call, integer, readParams, string } from "./call.js";
import { findWritableChat } from "./chat-target.js";
import { entitiesParam } from "./entities-param.js";
import { readInputFile } from "./input-file.js";
import { sendContent } from "./messages.js";
import { readCaption } from "./text-limits.js";

export const captionShape = {
  caption: string.optional(),
  parse_mode: string.optional(),
  caption_entities: entitiesParam.optional(),
  show_caption_above_media: boolean.optional(),
  has_spoiler: boolean.optional(),
};
export const clipShape = {
  width: integer.optional(),
  height: integer.optional(),
  duration: integer.optional(),
};

const sendMediaSchema = z.object({
  ...captionShape,
  ...clipShape,
  chat_id: z.union([z.number(), z.string()]).optional(),
  photo: string.optional(),
  document: string.optional(),
  animation: string.optional(),
  video: string.optional(),
});

type MediaField = "photo" | "document" | "animation" | "video";
const kindOf: Record<MediaField, FileKind> = {
  photo: "Photo",
  document: "Document",
  animation: "Animation",
  video: "Video",
};

export const sendPhoto = (call: Call): Promise<Message> => sendMedia(call, "photo");
export const sendDocument = (call: Call): Promise<Message> => sendMedia(call, "document");
export const sendAnimation = (call: Call): Promise<Message> => sendMedia(call, "animation");
export const sendVideo = (call: Call): Promise<Message> => sendMedia(call, "video");

async function sendMedia(call: Call, field: MediaField): Promise<Message> {
  const params = readParams(call, sendMediaSchema);
  findWritableChat(call.platform, params.chat_id); // Before the file is stored for nobody.
  const caption = readCaption(params);
  const file = await readInputFile(call, {
    kind: kindOf[field],
    field,
    value: params[field],
    attributes: {
      width: params.width,
      height: params.height,
      durationSeconds: params.duration,
    },
  });
  return sendContent(call, () => ({ ...file, ...caption, ...mediaFlags(params, field) }));
}

/** How the media is shown; documents know neither flag. */
export function mediaFlags(
  params: {
    show_caption_above_media?: boolean | undefined;
    has_spoiler?: boolean | undefined;
  },
  field: string,
) {
  if (field === "document") return {};
  return {
    ...(params.show_caption_above_media === true
      ? { show_caption_above_media: true as const }
      : {}),
    ...(params.has_spoiler === true ? { has_media_spoiler: true as const } : {}),
  };
}
