// GIF89a: blocks, each of them a chain of sub-blocks that an empty one ends.
const SCREEN_BYTES = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const COMMENT = 0xfe;
const APPLICATION = 0xff;
/** How often an animation plays, and what its colours mean. */
const KEPT_APPLICATIONS = new Set(["NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"]);
/** XMP stands there as it is; this tail leads a reader of sub-blocks to the end from wherever it lands. */
const XMP_TAIL = Buffer.from([1, ...Array.from({ length: 256 }, (_, index) => 255 - index), 0]);

/** @throws Error when a block does not end within the file. */
export function markGif(file: Buffer, packet: Buffer): Buffer {
  const start = SCREEN_BYTES + colourTableBytes(file.readUInt8(10));
  // Extensions came with this version.
  const parts = [Buffer.from("GIF89a", "latin1"), file.subarray(6, start)];
  for (let at = start; at < file.length && file.readUInt8(at) !== TRAILER; ) {
    const end = endOfBlock(file, at);
    if (isKept(file, at)) parts.push(file.subarray(at, end));
    at = end;
  }
  const head = Buffer.from([EXTENSION, APPLICATION, 11]);
  const name = Buffer.from("XMP DataXMP", "latin1");
  return Buffer.concat([...parts, head, name, packet, XMP_TAIL, Buffer.from([TRAILER])]);
}

function endOfBlock(file: Buffer, at: number): number {
  switch (file.readUInt8(at)) {
    case EXTENSION:
      return endOfSubBlocks(file, at + 2);
    case IMAGE:
      // Place and size, colours of its own, then the least length of a code.
      return endOfSubBlocks(file, at + 10 + colourTableBytes(file.readUInt8(at + 9)) + 1);
    default:
      throw new Error("a GIF out of step");
  }
}

function endOfSubBlocks(file: Buffer, from: number): number {
  let at = from;
  for (let length = file.readUInt8(at); length > 0; length = file.readUInt8(at)) at += 1 + length;
  return at + 1;
}

function colourTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1);
}

function isKept(file: Buffer, at: number): boolean {
  if (file.readUInt8(at) === IMAGE) return true;
  const kind = file.readUInt8(at + 1);
  if (kind !== APPLICATION) return kind !== COMMENT;
  return KEPT_APPLICATIONS.has(file.toString("latin1", at + 3, at + 14));
}
