// ITU-T T.81, annex B: markers, most of them with a segment whose length counts itself.
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const COMMENT = 0xfe;
const XMP_HEAD = Buffer.from("http://ns.adobe.com/xap/1.0/\0", "latin1");
const MAX_SEGMENT_BYTES = 0xffff;

/** @throws Error when it is not a JPEG up to its end marker. */
export function markJpeg(file: Buffer, packet: Buffer): Buffer {
  if (file.readUInt16BE(0) !== 0xff00 + SOI) throw new Error("no JPEG");
  const parts = [file.subarray(0, 2)];
  let isMarked = false;
  for (let at = 2; ; ) {
    // Any number of fill bytes may stand before a marker.
    while (file.readUInt8(at) === 0xff && file.readUInt8(at + 1) === 0xff) at += 1;
    if (file.readUInt8(at) !== 0xff) throw new Error("a JPEG out of step");
    const marker = file.readUInt8(at + 1);
    // JFIF wants to be first.
    if (!isMarked && marker !== 0xe0) {
      parts.push(toSegment(packet));
      isMarked = true;
    }
    if (marker === EOI) return Buffer.concat([...parts, file.subarray(at, at + 2)]);
    const end = at + 2 + file.readUInt16BE(at + 2);
    const next = marker === SOS ? findMarker(file, end) : end;
    if (next > file.length) throw new Error("a JPEG cut short");
    if (isKept(marker, file.subarray(at + 4, end))) parts.push(file.subarray(at, next));
    at = next;
  }
}

/** Application data stays where decoding needs it: JFIF, a colour profile, how Adobe has turned the colours. */
function isKept(marker: number, content: Buffer): boolean {
  if (marker === COMMENT) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  const begins = (text: string) => content.toString("latin1", 0, text.length) === text;
  if (marker === 0xe0) return begins("JFIF\0");
  if (marker === 0xe2) return begins("ICC_PROFILE\0");
  return marker === 0xee && begins("Adobe");
}

/** Where a scan's data ends. Within it, 0xff is followed by 0 or by a restart marker. */
function findMarker(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new Error("a JPEG without an end");
}

function toSegment(packet: Buffer): Buffer {
  const length = 2 + XMP_HEAD.length + packet.length;
  if (length > MAX_SEGMENT_BYTES) throw new RangeError("too long for a segment");
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1);
  head.writeUInt16BE(length, 2);
  return Buffer.concat([head, XMP_HEAD, packet]);
}
