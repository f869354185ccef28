import type { File } from "grammy/types";
import { z } from "zod";
import { badRequest } from "../refusal.js";
import { type Call, readParams, string } from "./call.js";

// Bots download up to 20 MB (core.telegram.org/bots/api#getfile).
const maxDownloadBytes = 20 * 1024 * 1024;

const fileSchema = z.object({ file_id: string.default("") });

export function getFile(call: Call): File {
  const { file_id } = readParams(call, fileSchema);
  const file = call.platform.files.find(file_id);
  if (file === undefined) throw badRequest("invalid file_id");
  if (file.bytes.byteLength > maxDownloadBytes) throw badRequest("file is too big");
  return {
    file_id: file.fileId,
    file_unique_id: file.uniqueId,
    file_size: file.bytes.byteLength,
    file_path: file.path,
  };
}
