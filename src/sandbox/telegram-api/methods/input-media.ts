import { z } from "zod";
import type { FileKind } from "../world/file-store.js";
import type { MessageContent } from "../world/post-message.js";
import type { Call } from "./call.js";
import { readInputFile } from "./input-file.js";
import { captionShape, clipShape, mediaFlags } from "./media.js";
import { readCaption } from "./text-limits.js";

/** One item of an album, or the new media of a message. */
export const inputMediaSchema = z.object({
  ...captionShape,
  ...clipShape,
  type: z.enum(
    ["photo", "document", "animation", "video"],
    "can't parse InputMedia: type is unsupported",
  ),
  media: z.string("can't parse InputMedia: media not found"),
});
export type InputMedia = z.infer<typeof inputMediaSchema>;

const kindOf: Record<InputMedia["type"], FileKind> = {
  photo: "Photo",
  document: "Document",
  animation: "Animation",
  video: "Video",
};

/** @throws TelegramRefusal */
export async function readInputMedia(call: Call, media: InputMedia): Promise<MessageContent> {
  const caption = readCaption(media);
  const file = await readInputFile(call, {
    kind: kindOf[media.type],
    field: "media",
    value: media.media,
    attributes: { width: media.width, height: media.height, durationSeconds: media.duration },
  });
  return { ...file, ...caption, ...mediaFlags(media, media.type) };
}
