import { type PassThrough, Readable } from "node:stream";
import { ZipFile } from "yazl";
import { shortId } from "../../core/ids.js";
import type { GalleryPicture } from "../../core/ports/gallery-store.js";
import type { ObjectStore } from "../../core/ports/object-store.js";
import { openIfThere } from "./open-if-there.js";

const NAME_LENGTH = 48;

/**
 * The pictures as a zip, read one after the other and no faster than the browser takes them, so it may be of any size.
 * They are packed as they are: pictures do not get smaller. What is deleted meanwhile is left out.
 */
export function zipPictures(
  objects: Pick<ObjectStore, "openRead">,
  pictures: AsyncIterable<GalleryPicture>,
): ReadableStream {
  const zip = new ZipFile();
  // The library's own words: it is a PassThrough.
  const out = zip.outputStream as PassThrough;
  zip.on("error", (error: Error) => out.destroy(error));
  fill({ zip, out, objects }, pictures).then(
    () => zip.end(),
    (error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return Readable.toWeb(out) as ReadableStream;
}

interface Packing {
  readonly zip: ZipFile;
  readonly out: Readable;
  readonly objects: Pick<ObjectStore, "openRead">;
}

async function fill(
  { zip, out, objects }: Packing,
  pictures: AsyncIterable<GalleryPicture>,
): Promise<void> {
  const isLeft = closing(out);
  for await (const picture of pictures) {
    const object = out.destroyed ? null : await openIfThere(objects, picture.asset.key);
    if (out.destroyed) {
      await object?.close();
      return;
    }
    if (!object) continue;
    const content = Readable.from(object.content);
    const isRead = closing(content);
    zip.addReadStream(content, toFileName(picture), {
      compress: false,
      mtime: picture.askedAt,
      size: object.sizeBytes,
    });
    // When the browser leaves, nobody reads on: the file is closed with its stream.
    await Promise.race([isRead, isLeft]);
    content.destroy();
    await object.close();
  }
}

function closing(stream: Readable): Promise<void> {
  return new Promise((resolve) => stream.once("close", () => resolve()));
}

/** As `2026-11-26-a-red-fox-1a2b3c4d-1.png`: in order of time, findable by words, and never two the same. */
export function toFileName({
  askedAt,
  prompt,
  generationId,
  index,
  asset,
}: GalleryPicture): string {
  const words = (prompt ?? "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+/, "");
  const short = [...words].slice(0, NAME_LENGTH).join("").replace(/-+$/, "");
  const day = askedAt.toISOString().slice(0, 10);
  const ending = asset.key.split(".").at(-1) ?? "png";
  const parts = [day, ...(short === "" ? [] : [short]), shortId(generationId), index + 1];
  return `${parts.join("-")}.${ending}`;
}
