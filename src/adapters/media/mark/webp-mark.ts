// WebP Container Specification: RIFF chunks, padded to even lengths. Metadata needs the extended form, VP8X.
const RIFF_BYTES = 12;
const HEAD_BYTES = 8;
const KEPT = new Set(["VP8X", "ICCP", "ANIM", "ANMF", "ALPH", "VP8 ", "VP8L"]);
const HAS_XMP = 0x04;
const HAS_EXIF = 0x08;
const HAS_ALPHA = 0x10;
const EXTENDED_BYTES = 10;

interface Chunk {
  readonly name: string;
  readonly content: Buffer;
}

/** @throws Error when a chunk does not end within the file, or there is no picture in it. */
export function markWebp(file: Buffer, packet: Buffer): Buffer {
  const [first, ...rest] = readChunks(file).filter(({ name }) => KEPT.has(name));
  if (!first) throw new Error("a WebP without a picture");
  const chunks = first.name === "VP8X" ? rest : [first, ...rest];
  const extended = Buffer.from(first.name === "VP8X" ? first.content : describe(first));
  extended.writeUInt8((extended.readUInt8(0) & ~HAS_EXIF) | HAS_XMP);
  const body = Buffer.concat([
    toChunk({ name: "VP8X", content: extended }),
    ...chunks.map(toChunk),
    toChunk({ name: "XMP ", content: packet }),
  ]);
  const head = Buffer.from(file.subarray(0, RIFF_BYTES));
  head.writeUInt32LE(RIFF_BYTES - HEAD_BYTES + body.length, 4);
  return Buffer.concat([head, body]);
}

function readChunks(file: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  const end = Math.min(file.length, HEAD_BYTES + file.readUInt32LE(4));
  for (let at = RIFF_BYTES; at + HEAD_BYTES <= end; ) {
    const start = at + HEAD_BYTES;
    const length = file.readUInt32LE(at + 4);
    if (start + length > end) throw new Error("a WebP cut short");
    const name = file.toString("latin1", at, at + 4);
    chunks.push({ name, content: file.subarray(start, start + length) });
    at = start + length + (length % 2);
  }
  return chunks;
}

/** What the extended form says of a picture that had the simple one. */
function describe({ name, content }: Chunk): Buffer {
  const isLossless = name === "VP8L";
  // Lossless: 14 bits each, less one, then whether it has alpha. Lossy: 14 bits each, after frame tag and start code.
  const bits = isLossless ? content.readUInt32LE(1) : 0;
  const width = isLossless ? (bits & 0x3fff) + 1 : content.readUInt16LE(6) & 0x3fff;
  const height = isLossless ? ((bits >>> 14) & 0x3fff) + 1 : content.readUInt16LE(8) & 0x3fff;
  const hasAlpha = isLossless && ((bits >>> 28) & 1) === 1;
  const extended = Buffer.alloc(EXTENDED_BYTES);
  extended.writeUInt8(hasAlpha ? HAS_ALPHA : 0);
  extended.writeUIntLE(width - 1, 4, 3);
  extended.writeUIntLE(height - 1, 7, 3);
  return extended;
}

function toChunk({ name, content }: Chunk): Buffer {
  const chunk = Buffer.alloc(HEAD_BYTES + content.length + (content.length % 2));
  chunk.write(name, 0, "latin1");
  chunk.writeUInt32LE(content.length, 4);
  content.copy(chunk, HEAD_BYTES);
  return chunk;
}
