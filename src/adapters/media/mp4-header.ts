// ISO/IEC 14496-12: a file is boxes, each with its length, its name and what is in it, often boxes again.

interface Box {
  readonly name: string;
  readonly content: Buffer;
}

export interface Mp4Facts {
  readonly width: number;
  readonly height: number;
  readonly durationMs: number | null;
}

/** Families of MP4 as players know it; QuickTime's own files and pictures of the same family are none. */
const MP4_BRANDS = /^(isom|iso\d|mp4\d|avc1|M4V |dash|cmfc|f4v |mmp4|MSNV)$/;
/** Of `tkhd`, after version and flags: the matrix and the size stand at its end. */
const TRACK_TAIL_BYTES = 44;

/** By its first box alone. */
export function isMp4(bytes: Uint8Array): boolean {
  const head = toBuffer(bytes.subarray(0, 12));
  return (
    head.toString("latin1", 4, 8) === "ftyp" && MP4_BRANDS.test(head.toString("latin1", 8, 12))
  );
}

/**
 * How large and how long a video is, by its movie header. Nothing is decoded, but every box has to be there to its end, with
 * a movie header, a picture track and its data: that is what a file lacks that was cut short.
 *
 * @throws Error when something is missing or contradicts itself.
 */
export function readMp4(bytes: Uint8Array): Mp4Facts {
  const boxes = readBoxes(toBuffer(bytes));
  if (!boxes.some(({ name, content }) => name === "mdat" && content.length > 0)) {
    throw new Error("a video without data");
  }
  const movie = readBoxes(find(boxes, "moov"));
  const track = movie
    .filter(({ name }) => name === "trak")
    .map(({ content }) => readBoxes(content))
    .find(isPictureTrack);
  if (!track) throw new Error("a video without pictures");
  return { ...readSize(find(track, "tkhd")), durationMs: readDuration(movie) };
}

function isPictureTrack(track: readonly Box[]): boolean {
  const handler = find(readBoxes(find(track, "mdia")), "hdlr");
  return handler.toString("latin1", 8, 12) === "vide";
}

function readSize(header: Buffer): { width: number; height: number } {
  const tail = header.subarray(header.length - TRACK_TAIL_BYTES);
  const [width, height] = [tail.readUInt32BE(36) >>> 16, tail.readUInt32BE(40) >>> 16];
  if (width === 0 || height === 0) throw new Error("a video without a size");
  // The matrix a b u c d v x y w: a quarter turn has nothing in a and d.
  const isOnItsSide = tail.readInt32BE(0) === 0 && tail.readInt32BE(16) === 0;
  return isOnItsSide ? { width: height, height: width } : { width, height };
}

/** A video in fragments says its length elsewhere, or nowhere. */
function readDuration(movie: readonly Box[]): number | null {
  const header = find(movie, "mvhd");
  const isLong = header.readUInt8(0) === 1;
  const unitsPerSecond = header.readUInt32BE(isLong ? 20 : 12);
  const units = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  const whole = units > 0 ? units : readFragmentedDuration(movie);
  if (unitsPerSecond === 0 || whole === 0) return null;
  const durationMs = Math.round((whole / unitsPerSecond) * 1_000);
  return Number.isSafeInteger(durationMs) ? durationMs : null;
}

function readFragmentedDuration(movie: readonly Box[]): number {
  const extension = movie.find(({ name }) => name === "mvex");
  const header = extension && readBoxes(extension.content).find(({ name }) => name === "mehd");
  if (!header) return 0;
  const isLong = header.content.readUInt8(0) === 1;
  return isLong ? Number(header.content.readBigUInt64BE(4)) : header.content.readUInt32BE(4);
}

function find(boxes: readonly Box[], name: string): Buffer {
  const box = boxes.find((one) => one.name === name);
  if (!box) throw new Error(`a video without ${name}`);
  return box.content;
}

/** One level of boxes. @throws Error when one of them does not end within. */
function readBoxes(within: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  let at = 0;
  while (at < within.length) {
    const short = within.readUInt32BE(at);
    const isLong = short === 1;
    const headerBytes = isLong ? 16 : 8;
    // 0: to the end of the file.
    const length = isLong
      ? Number(within.readBigUInt64BE(at + 8))
      : short === 0
        ? within.length - at
        : short;
    if (length < headerBytes || at + length > within.length) throw new Error("a video cut short");
    const name = within.toString("latin1", at + 4, at + 8);
    boxes.push({ name, content: within.subarray(at + headerBytes, at + length) });
    at += length;
  }
  return boxes;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
