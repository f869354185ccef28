// ISO/IEC 14496-12. Where samples lie is written down in bytes from the start of the file, so nothing may move: what is
// to go is emptied where it stands, and what is new comes at the end.
const HEAD_BYTES = 8;
const LONG_HEAD_BYTES = 16;
/** XMP specification, part 3, 1.1.4. */
const XMP_UUID = Buffer.from("be7acfcb97a942e89c71999491e3afac", "hex");
const HOLDERS = new Set(["moov", "trak", "mdia", "minf", "moof", "traf"]);
/** Remarks, of the file or of a track, and space that may hold what was one. */
const REMARKS = new Set(["udta", "meta", "uuid", "free", "skip"]);

/** @throws Error when a box does not end within the one it is in. */
export function markMp4(file: Buffer, packet: Buffer): Buffer {
  const copy = Buffer.from(file);
  emptyRemarks(copy, 0, copy.length);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(HEAD_BYTES + XMP_UUID.length + packet.length);
  head.write("uuid", 4, "latin1");
  return Buffer.concat([copy, head, XMP_UUID, packet]);
}

function emptyRemarks(file: Buffer, from: number, end: number): void {
  for (let at = from; at < end; ) {
    const { length, headBytes } = readHead(file, at, end);
    const name = file.toString("latin1", at + 4, at + HEAD_BYTES);
    const [start, next] = [at + headBytes, at + length];
    if (REMARKS.has(name)) {
      file.write("free", at + 4, "latin1");
      file.fill(0, start, next);
    } else if (HOLDERS.has(name)) {
      emptyRemarks(file, start, next);
    }
    at = next;
  }
}

function readHead(file: Buffer, at: number, end: number) {
  const short = file.readUInt32BE(at);
  if (short === 0) {
    // To the end of the file, where something is to follow now.
    if (end - at > 0xffff_ffff) throw new RangeError("too long a box");
    file.writeUInt32BE(end - at, at);
    return { length: end - at, headBytes: HEAD_BYTES };
  }
  const isLong = short === 1;
  const headBytes = isLong ? LONG_HEAD_BYTES : HEAD_BYTES;
  const length = isLong ? Number(file.readBigUInt64BE(at + HEAD_BYTES)) : short;
  if (length < headBytes || at + length > end) throw new Error("a video cut short");
  return { length, headBytes };
}
