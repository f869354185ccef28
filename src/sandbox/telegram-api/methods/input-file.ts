import { badRequest } from "../refusal.js";
import type { FileKind } from "../world/file-store.js";
import type { MessageContent } from "../world/post-message.js";
import { type Media, storeMedia } from "../world/store-media.js";
import type { Call, Upload } from "./call.js";

/** How a request names a file: a part of its own, `attach://part`, or a file id. */
export interface InputFile {
  kind: FileKind;
  /** The parameter, which may itself be the name of an uploaded part. */
  field: string;
  value: string | undefined;
  attributes: Pick<Media, "width" | "height" | "durationSeconds">;
}

/**
 * The content a message shows for a file: stores an upload, or finds what was stored before.
 *
 * @throws TelegramRefusal
 */
export async function readInputFile(call: Call, input: InputFile): Promise<MessageContent> {
  const upload = findUpload(call, input);
  if (upload !== undefined) {
    const { kind, attributes } = input;
    return storeMedia(call.platform.files, { kind, ...upload, ...attributes });
  }
  const { value, kind } = input;
  if (value === undefined || value === "") {
    throw badRequest(`there is no ${kind.toLowerCase()} in the request`);
  }
  if (value.startsWith("attach://")) throw badRequest(`file "${value.slice(9)}" not found`);
  // Telegram's servers would fetch an address themselves; none of this machine's can be reached by them.
  if (value.includes(".")) throw badRequest("failed to get HTTP URL content");
  const file = call.platform.files.find(value);
  if (file === undefined) {
    throw badRequest("wrong remote file identifier specified: Wrong string length");
  }
  if (file.kind !== kind) throw badRequest(`can't use file of type ${file.kind} as ${kind}`);
  return file.content;
}

function findUpload(call: Call, input: InputFile): Upload | undefined {
  const { value } = input;
  if (value?.startsWith("attach://")) return call.uploads.get(value.slice("attach://".length));
  return value === undefined ? call.uploads.get(input.field) : undefined;
}
