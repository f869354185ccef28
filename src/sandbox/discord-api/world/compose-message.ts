import { MessageFlags } from "discord-api-types/v10";
import type { Platform } from "../platform.js";
import { refuse } from "../rest/api-error.js";
import { type FormPath, formError } from "../validation/form-error.js";
import { ATTACHMENTS_MAX, FILE_BYTES_MAX } from "../validation/limits.js";
import type { MessageBody } from "../validation/message-body.js";
import { flatten, mediaOf } from "../validation/message-components.js";
import { makeFile, referencedFile } from "./files.js";
import type { WorldFile, WorldMessage } from "./model.js";

/** `files[index]` of a request. */
export interface Upload {
  index: string;
  filename: string;
  bytes: Uint8Array;
}

export type MessageContent = Pick<
  WorldMessage,
  "content" | "embeds" | "components" | "files" | "flags"
>;

/**
 * What a message will hold, checked by every rule that spans its parts. Nothing is stored yet.
 *
 * @param options.previous the message being edited; its flags and whatever the body leaves out stay
 * @param options.folder where new files go on the CDN
 * @throws ApiError 30015, 40005, 50006, 50035, 50146
 */
export function composeMessage(
  platform: Platform,
  options: {
    body: MessageBody;
    uploads: readonly Upload[];
    previous: MessageContent | null;
    folder: string;
    flags: number;
    prefix?: FormPath;
  },
): MessageContent {
  const { body, previous } = options;
  const composed: MessageContent = {
    content: body.content ?? previous?.content ?? "",
    embeds: body.embeds ?? previous?.embeds ?? [],
    components: body.components ?? previous?.components ?? [],
    files: composeFiles(platform, options),
    flags: options.flags,
  };
  if ((composed.flags & MessageFlags.IsComponentsV2) !== 0) {
    checkComponentsV2(composed, options.prefix ?? []);
  } else if (composed.content === "" && composed.embeds.length + composed.files.length === 0) {
    throw refuse("empty_message");
  }
  return composed;
}

function composeFiles(
  platform: Platform,
  options: {
    body: MessageBody;
    uploads: readonly Upload[];
    previous: MessageContent | null;
    folder: string;
  },
): WorldFile[] {
  const { body, uploads, previous } = options;
  if (uploads.some((upload) => upload.bytes.byteLength > FILE_BYTES_MAX)) throw refuse("too_large");
  const entries = new Map(body.attachments?.map((entry) => [entry.id, entry]));
  const before = previous?.files ?? [];
  const known = new Set([...uploads.map(({ index }) => index), ...before.map(({ id }) => id)]);
  if ([...entries.keys()].some((id) => !known.has(id))) throw refuse("uploaded_file_not_found");

  // From API v10 an edit names every file that shall be there afterwards, new ones included.
  const isListed = (id: string) =>
    body.attachments === undefined ? uploads.length === 0 : entries.has(id);
  const kept = before.filter((file) => isListed(file.id));
  const added = uploads.filter(
    ({ index }) => previous === null || body.attachments === undefined || entries.has(index),
  );
  if (kept.length + added.length > ATTACHMENTS_MAX) throw refuse("too_many_attachments");
  return [
    ...kept,
    ...added.map((upload) => {
      const entry = entries.get(upload.index);
      return makeFile(platform, {
        filename: entry?.filename ?? upload.filename,
        bytes: upload.bytes,
        description: entry?.description,
        folder: options.folder,
      });
    }),
  ];
}

function checkComponentsV2(message: MessageContent, prefix: FormPath): void {
  const legacy = (field: string) => ({
    path: [...prefix, field],
    code: "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    message: `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
  });
  const faults = [
    ...(message.content === "" ? [] : [legacy("content")]),
    ...(message.embeds.length === 0 ? [] : [legacy("embeds")]),
  ];
  const addresses = flatten(message.components).flatMap((component) =>
    mediaOf(component).map((media) => media.url),
  );
  for (const url of addresses) {
    if (!url.startsWith("attachment://") || referencedFile(message.files, url)) continue;
    faults.push({
      path: [...prefix, "components"],
      code: "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
      message: `The referenced attachment could not be found: ${url}`,
    });
  }
  if (faults.length > 0) throw formError(faults);
  if (message.components.length === 0) throw refuse("empty_message");
}
