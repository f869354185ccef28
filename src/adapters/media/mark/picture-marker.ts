import { createHash } from "node:crypto";
import type { FoundMark, PictureFacts, PictureMarker } from "../../../core/ports/picture-marker.js";
import { isMp4 } from "../mp4-header.js";
import { tellPictureKind } from "../picture-kind.js";
import { markGif } from "./gif-mark.js";
import { markJpeg } from "./jpeg-mark.js";
import { markMp4 } from "./mp4-mark.js";
import { markPng } from "./png-mark.js";
import { markWebp } from "./webp-mark.js";
import { readPacket, writePacket } from "./xmp-packet.js";

export const pictureMarker: PictureMarker = {
  mark(bytes, facts) {
    const marked = markPicture(bytes, facts);
    return marked && { bytes: marked, sha256: sha256Of(marked) };
  },
  examine: (bytes) => ({ sha256: sha256Of(bytes), mark: readMark(bytes) }),
};

/**
 * The same picture or clip, bit for bit where it is shown, with these facts as its only metadata: PNG, JPEG, WebP, GIF or
 * MP4. Whoever encodes it anew takes the XMP along. Null for other kinds, and for a file that cannot be read to its end.
 */
export function markPicture(bytes: Uint8Array, facts: PictureFacts): Uint8Array | null {
  const write = findWriter(bytes);
  if (!write) return null;
  try {
    const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return write(file, writePacket(facts));
  } catch {
    return null; // It is torn: its own lengths lead out of it.
  }
}

/** What a file of any kind claims of itself. */
export function readMark(bytes: Uint8Array): FoundMark | null {
  return readPacket(bytes);
}

type Writer = (file: Buffer, packet: Buffer) => Buffer;

const WRITERS: Readonly<Record<string, Writer>> = {
  png: markPng,
  jpeg: markJpeg,
  webp: markWebp,
  gif: markGif,
};

function findWriter(bytes: Uint8Array): Writer | undefined {
  if (isMp4(bytes)) return markMp4;
  const kind = tellPictureKind(bytes);
  return kind.is === "readable" ? WRITERS[kind.format] : undefined;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
