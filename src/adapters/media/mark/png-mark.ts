import { crc32 } from "node:zlib";

const SIGNATURE_BYTES = 8;
/** Length and name before a chunk's data, checksum after it. */
const HEAD_BYTES = 8;
const FRAME_BYTES = 12;
/** What is needed to show the pixels as they are meant (PNG, third edition, 11). All else is somebody's remark. */
const KEPT = new Set(
  "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split(
    " ",
  ),
);
/** Of an uncompressed `iTXt`: keyword, no compression, no language, no translated keyword. */
const XMP_HEAD = Buffer.from("XML:com.adobe.xmp\0\0\0\0\0", "latin1");

/** @throws Error when a chunk does not end within the file. */
export function markPng(file: Buffer, packet: Buffer): Buffer {
  const parts = [file.subarray(0, SIGNATURE_BYTES)];
  for (let at = SIGNATURE_BYTES; ; ) {
    const length = FRAME_BYTES + file.readUInt32BE(at);
    const name = file.toString("latin1", at + 4, at + HEAD_BYTES);
    if (at + length > file.length) throw new Error("a PNG cut short");
    if (KEPT.has(name)) parts.push(file.subarray(at, at + length));
    if (name === "IHDR") parts.push(toChunk("iTXt", Buffer.concat([XMP_HEAD, packet])));
    if (name === "IEND") return Buffer.concat(parts);
    at += length;
  }
}

function toChunk(name: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(FRAME_BYTES + data.length);
  chunk.writeUInt32BE(data.length);
  chunk.write(name, 4, "latin1");
  data.copy(chunk, HEAD_BYTES);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, HEAD_BYTES + data.length)), HEAD_BYTES + data.length);
  return chunk;
}
