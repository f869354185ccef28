const SIGNATURE_BYTES = 8;
/** Length and name before a chunk's data, checksum after it. */
const CHUNK_FRAME_BYTES = 12;

/** Whether a PNG moves: an `acTL` chunk before its first pixels (PNG, third edition, 11.3.6.1). */
export function hasAnimationChunk(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = SIGNATURE_BYTES;
  while (at + CHUNK_FRAME_BYTES <= file.length) {
    const name = file.toString("latin1", at + 4, at + 8);
    if (name === "acTL") return true;
    if (name === "IDAT") return false;
    at += CHUNK_FRAME_BYTES + file.readUInt32BE(at);
  }
  return false;
}
