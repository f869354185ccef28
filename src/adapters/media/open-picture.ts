import sharp, { type Metadata, type Sharp } from "sharp";
import type { PictureFormat, PictureProblem } from "../../core/ports/picture-normaliser.js";
import { decodeBmp, readBmpHeader } from "./bmp-pixels.js";
import { decodeHeic } from "./heic-pixels.js";
import { hasAnimationChunk } from "./png-chunks.js";

/**
 * 16 383², libvips' own bound. The largest phones make 200 megapixels; a file that announces more is made to exhaust
 * memory, and is refused by its header, before anything is decoded.
 */
const MAX_SOURCE_PIXELS = 268_402_689;

/** A picture whose header has been read and found acceptable. */
export interface OpenedPicture {
  /** As it is seen upright. */
  readonly width: number;
  readonly height: number;
  /** There are more frames or pages than the first. */
  readonly hasMore: boolean;
  /** Begins to decode; nothing happens before its output is asked for. */
  readonly decode: () => Sharp;
}

/** What sharp calls the formats that it decodes itself. */
const SHARP_FORMATS: Readonly<Record<Exclude<PictureFormat, "bmp">, string>> = {
  jpeg: "jpeg",
  png: "png",
  webp: "webp",
  heic: "heif",
  avif: "heif",
  gif: "gif",
  tiff: "tiff",
};
/** A file that ends early or is wrong inside is not shown in part: a model would be paid for making something of it. */
const READING = { failOn: "error", limitInputPixels: MAX_SOURCE_PIXELS } as const;

/** Reads headers, and decodes at once what sharp cannot. @throws Error when it is damaged. */
export async function openPicture(source: {
  readonly bytes: Uint8Array;
  readonly format: PictureFormat;
  /** How many are wanted in the end. */
  readonly maxPixels: number;
}): Promise<OpenedPicture | PictureProblem> {
  const { bytes, format } = source;
  if (format === "bmp") return openBmp(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const header = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (header.format !== SHARP_FORMATS[format]) return { problem: "damaged" };
  if (header.width * header.height > MAX_SOURCE_PIXELS) return { problem: "too_many_pixels" };
  if (format === "heic") return openHeic(source, header);
  return {
    ...uprightSize(header),
    hasMore: (header.pages ?? 1) > 1 || (format === "png" && hasAnimationChunk(bytes)),
    decode: () => sharp(bytes, READING),
  };
}

async function openHeic(
  { bytes, maxPixels }: { bytes: Uint8Array; maxPixels: number },
  header: Metadata,
): Promise<OpenedPicture | PictureProblem> {
  if (header.compression !== "hevc") return { problem: "kind_not_supported", kind: "HEIF" };
  const colourProfile = header.icc;
  const { width, height, tiff } = await decodeHeic(bytes, { colourProfile, mostPixels: maxPixels });
  return {
    width,
    height,
    hasMore: false, // Its other pictures are thumbnails, depth maps and the second of a stereo pair.
    decode: () => sharp(tiff, READING),
  };
}

function openBmp(file: Buffer): OpenedPicture | PictureProblem {
  const header = readBmpHeader(file);
  if (!header) return { problem: "kind_not_supported", kind: "BMP with compression" };
  if (header.width * header.height > MAX_SOURCE_PIXELS) return { problem: "too_many_pixels" };
  const { width, height, channels, data } = decodeBmp(file, header);
  const raw = { width, height, channels };
  return { width, height, hasMore: false, decode: () => sharp(data, { ...READING, raw }) };
}

/** EXIF's orientations 5 to 8 lie on their side. */
function uprightSize({ width, height, orientation = 1 }: Metadata) {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
