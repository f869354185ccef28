import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { AppError } from "../../core/errors.js";
import { parseObjectKey } from "../../core/object-key.js";
import type { ObjectStore } from "../../core/ports/object-store.js";
import { createMeasure, type FileFigures, readLines, writeLines } from "./line-file.js";
import { OBJECT_FOLDER, OBJECT_LIST } from "./manifest.js";

const CopySchema = z.object({
  key: z.string().transform(parseObjectKey),
  contentType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
});
export type ObjectCopy = z.infer<typeof CopySchema>;

/** Copies what the keys hold. What is gone meanwhile, because somebody deleted it, is left out. */
export async function copyObjects(
  objects: Pick<ObjectStore, "openRead">,
  folder: string,
  keys: readonly string[],
): Promise<{ list: FileFigures; missing: number }> {
  let missing = 0;
  async function* copies() {
    for (const key of keys) {
      const copy = await copyObject(objects, folder, key);
      if (copy) yield JSON.stringify(copy);
      else missing += 1;
    }
  }
  const list = await writeLines(join(folder, OBJECT_LIST), copies());
  return { list, missing };
}

async function copyObject(
  objects: Pick<ObjectStore, "openRead">,
  folder: string,
  key: string,
): Promise<ObjectCopy | null> {
  try {
    const { content, contentType } = await objects.openRead(key);
    const path = join(folder, OBJECT_FOLDER, key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const measure = createMeasure();
    const file = createWriteStream(path, { mode: 0o600, flags: "wx" });
    await pipeline(Readable.from(content), measure.through, file);
    return { key, contentType, ...measure.figures() };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

/** For a bucket: what should be in it. */
export function listObjects(folder: string, keys: readonly string[]): Promise<FileFigures> {
  async function* lines() {
    for (const key of keys) yield JSON.stringify({ key });
  }
  return writeLines(join(folder, OBJECT_LIST), lines());
}

export async function* readCopies(folder: string): AsyncIterable<ObjectCopy> {
  for await (const line of readLines(join(folder, OBJECT_LIST))) {
    yield CopySchema.parse(JSON.parse(line));
  }
}

/** Stores every copy under its key. Safe to repeat. */
export async function putCopies(
  objects: Pick<ObjectStore, "putStream">,
  folder: string,
): Promise<number> {
  let count = 0;
  for await (const { key, contentType } of readCopies(folder)) {
    const file = createReadStream(join(folder, OBJECT_FOLDER, key));
    await objects.putStream(key, file, contentType);
    count += 1;
  }
  return count;
}
