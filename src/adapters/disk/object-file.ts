import { randomUUID } from "node:crypto";
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ObjectInfo, OpenObject } from "../../core/ports/object-store.js";

/** Not a possible key, and on the same file system, so that the rename is atomic. */
const incomingFolder = "~incoming";
/** No write takes this long: an older file in there was left by a kill -9. */
const leftoverAgeMs = 3_600_000;

// One file per object, so that bytes and content type are replaced together: the bytes, then the content type,
// then its length in one byte. Pictures still open in any viewer, which stop reading at the picture's end.
const longestContentType = 255;
const chunkBytes = 64 * 1024;

/** Writes the whole file or leaves the one that was there. */
export async function writeObjectFile(
  folder: string,
  key: string,
  object: { content: Uint8Array | AsyncIterable<Uint8Array>; contentType: string },
): Promise<void> {
  const type = Buffer.from(object.contentType, "latin1");
  if (type.length > longestContentType) throw new RangeError("the content type is too long");
  const file = join(folder, key);
  const incoming = join(folder, incomingFolder, randomUUID());

  await mkdir(dirname(incoming), { recursive: true });
  await mkdir(dirname(file), { recursive: true });
  try {
    const handle = await open(incoming, "wx");
    try {
      await writeFile(handle, object.content);
      await handle.writeFile(Buffer.concat([type, Uint8Array.of(type.length)]));
      // Without it a power cut can leave the new name on an empty file.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(incoming, file);
  } catch (error) {
    await rm(incoming, { force: true });
    throw error;
  }
}

/** Null when there is no such file. */
export async function readObjectFile(folder: string, key: string): Promise<Uint8Array | null> {
  const file = await readFile(join(folder, key)).catch(nullWhenMissing);
  return file?.subarray(0, file.length - 1 - (file.at(-1) ?? 0)) ?? null;
}

/** Null when there is no such file. Replacing or removing the file meanwhile does not touch what is being read. */
export async function openObjectFile(folder: string, key: string): Promise<OpenObject | null> {
  const handle = await open(join(folder, key)).catch(nullWhenMissing);
  if (handle === null) return null;
  try {
    const info = await readInfo(handle);
    if (info !== null) {
      return { ...info, content: readContent(handle, info.sizeBytes), close: () => handle.close() };
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return null;
}

/** Reads the end of the file only. Null when there is no such file. */
export async function readObjectInfo(folder: string, key: string): Promise<ObjectInfo | null> {
  const handle = await open(join(folder, key)).catch(nullWhenMissing);
  if (handle === null) return null;
  try {
    return await readInfo(handle);
  } finally {
    await handle.close();
  }
}

async function readInfo(handle: FileHandle): Promise<ObjectInfo | null> {
  const stats = await handle.stat();
  if (!stats.isFile()) return null;
  const { size } = stats;
  const tail = Buffer.alloc(Math.min(size, longestContentType + 1));
  await handle.read(tail, 0, tail.length, size - tail.length);
  const typeLength = tail.at(-1) ?? 0;
  return {
    sizeBytes: size - 1 - typeLength,
    contentType: tail.toString("latin1", tail.length - 1 - typeLength, tail.length - 1),
  };
}

/** Not a generator: one that is left before its first turn would never close the file. */
function readContent(handle: FileHandle, sizeBytes: number): AsyncIterable<Uint8Array> {
  let position = 0;
  const end = async () => {
    await handle.close();
    return { done: true as const, value: undefined };
  };
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      if (position >= sizeBytes) return end();
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, sizeBytes - position));
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) return end();
      position += bytesRead;
      return { done: false, value: chunk.subarray(0, bytesRead) };
    },
    return: end,
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** Removing what is not there is not an error. */
export async function removeObjectFile(folder: string, key: string): Promise<void> {
  // Not `force`, which also hides a key that names a folder's file below another file.
  await rm(join(folder, key)).catch(nullWhenMissing);
}

/** Clears what kills left half written. */
export async function removeLeftovers(folder: string): Promise<void> {
  const incoming = join(folder, incomingFolder);
  const names = (await readdir(incoming).catch(nullWhenMissing)) ?? [];
  for (const name of names) {
    const stats = await stat(join(incoming, name)).catch(nullWhenMissing);
    // The file system's time against the machine's: neither is a rule of ours, so no Clock.
    if (stats !== null && Date.now() - stats.mtimeMs > leftoverAgeMs) {
      await rm(join(incoming, name), { force: true });
    }
  }
}

/** ENOTDIR and EISDIR: the key runs through another object, or is the beginning of other keys. */
function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (["ENOENT", "ENOTDIR", "EISDIR", "ERR_FS_EISDIR"].includes(error.code ?? "")) return null;
  throw error;
}
