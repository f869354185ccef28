import type { RawFile } from "discord.js";
import type { ObjectStore } from "../../core/ports/object-store.js";
import type { ViewPicture } from "../presentation/chat-view.js";

/** What every server takes; more only where members pay for it. https://docs.discord.com/developers/reference#uploading-files */
const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** The longest an object store signs for. */
const LINK_LIFETIME_SECONDS = 7 * 24 * 3_600;

const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/gif": "gif",
  "video/mp4": "mp4",
};

/** A picture or clip on its way into a message: as a file, or, where it is too large for one, as a link. */
export interface AttachedPicture {
  readonly name: string;
  readonly altText: string;
  readonly file: RawFile | null;
  readonly link: string | null;
}

/** @throws AppError `not_found` when a picture is no longer stored. */
export function attachPictures(
  objects: ObjectStore,
  pictures: readonly ViewPicture[],
): Promise<AttachedPicture[]> {
  return Promise.all(pictures.map((picture, index) => attach(objects, { picture, index })));
}

async function attach(
  objects: ObjectStore,
  { picture, index }: { picture: ViewPicture; index: number },
): Promise<AttachedPicture> {
  const { contentType, altText } = picture;
  const extension = EXTENSIONS[contentType] ?? "png";
  const isClip = extension === "gif" || extension === "mp4";
  const name = `${isClip ? "clip" : "picture"}-${index + 1}.${extension}`;
  const data = "bytes" in picture ? picture.bytes : await objects.get(picture.objectKey);
  if ("bytes" in picture || data.byteLength <= MAX_FILE_BYTES) {
    return { name, altText, file: { name, data, contentType }, link: null };
  }
  const link = await objects.link(picture.objectKey, { expiresInSeconds: LINK_LIFETIME_SECONDS });
  return { name, altText, file: null, link };
}
