import type { PictureFormat } from "../../core/ports/picture-normaliser.js";

/** What bytes begin like. Nothing but their first few hundred is looked at, and nothing of it is decoded. */
export type PictureKind =
  | { readonly is: "readable"; readonly format: PictureFormat }
  | { readonly is: "unsupported"; readonly name: string }
  | { readonly is: "damaged" }
  | { readonly is: "no_picture" };

type Test = (head: Buffer) => PictureKind | null;

const readable = (format: PictureFormat): PictureKind => ({ is: "readable", format });
const unsupported = (name: string): PictureKind => ({ is: "unsupported", name });

/** Decides by magic bytes alone; what a file is called or declared to be is not asked. */
export function tellPictureKind(bytes: Uint8Array): PictureKind {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES));
  for (const test of TESTS) {
    const kind = test(head);
    if (kind) return kind;
  }
  return { is: "no_picture" };
}

const HEAD_BYTES = 1_024;

const TESTS: readonly Test[] = [
  startsWith("ffd8ff", readable("jpeg")),
  (head) => {
    if (!head.subarray(0, 8).equals(PNG_SIGNATURE)) return null;
    // Before any other chunk comes the header, 13 bytes long: decoders that let others pass disagree about the rest.
    const isInOrder = head.length >= 16 && head.subarray(8, 16).equals(PNG_HEADER_START);
    return isInOrder ? readable("png") : { is: "damaged" };
  },
  (head) =>
    hasText(head, 0, "RIFF") && hasText(head, 8, "WEBP") && hasText(head, 12, "VP8")
      ? readable("webp")
      : null,
  (head) => (hasText(head, 0, "GIF87a") || hasText(head, 0, "GIF89a") ? readable("gif") : null),
  (head) => (hasText(head, 8, "CR\x02") ? unsupported("CR2") : null),
  ...["49492a00", "4d4d002a", "49492b00", "4d4d002b"].map((magic) =>
    startsWith(magic, readable("tiff")),
  ),
  (head) => {
    if (!hasText(head, 0, "BM") || head.length < 18) return null;
    return BMP_HEADER_SIZES.has(head.readUInt32LE(14)) ? readable("bmp") : null;
  },
  tellByBrands,
  startsWith("38425053", unsupported("PSD")),
  startsWith("ff0a", unsupported("JPEG XL")),
  startsWith("0000000c4a584c20", unsupported("JPEG XL")),
  startsWith("0000000c6a502020", unsupported("JPEG 2000")),
  startsWith("ff4fff51", unsupported("JPEG 2000")),
  startsWith("00000100", unsupported("ICO")),
  startsWith("762f3101", unsupported("OpenEXR")),
  (head) =>
    /^\s*(<\?xml|<!--|<!DOCTYPE svg|<svg)/.test(
      head.toString("latin1").replace(/^\xef\xbb\xbf/, ""),
    ) && head.includes("<svg")
      ? unsupported("SVG")
      : null,
];

const PNG_SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
const PNG_HEADER_START = Buffer.from("0000000d49484452", "hex");
/** Of OS/2 1.x and Windows; others exist in specifications only. */
const BMP_HEADER_SIZES = new Set([12, 40, 52, 56, 64, 108, 124]);
/** ISO/IEC 23008-12, B.4 and AV1 Image File Format 1.1, 5: which codec a file's pictures are coded with. */
const HEVC_BRANDS = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"]);
const AV1_BRANDS = new Set(["avif", "avis"]);
const STRUCTURAL_BRANDS = new Set(["mif1", "mif2", "mif3", "msf1", "miaf", "avci", "j2ki", "jpeg"]);

/** Of the ISO base media family, a picture is what says so in its brands; the rest are videos. */
function tellByBrands(head: Buffer): PictureKind | null {
  if (!hasText(head, 4, "ftyp") || head.length < 16) return null;
  const end = Math.min(head.readUInt32BE(0), head.length);
  const brands = [head.toString("latin1", 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(head.toString("latin1", at, at + 4));
  if (brands.some((brand) => AV1_BRANDS.has(brand))) return readable("avif");
  if (brands.some((brand) => HEVC_BRANDS.has(brand))) return readable("heic");
  return brands.some((brand) => STRUCTURAL_BRANDS.has(brand)) ? unsupported("HEIF") : null;
}

function startsWith(magic: string, kind: PictureKind): Test {
  const bytes = Buffer.from(magic, "hex");
  return (head) => (head.subarray(0, bytes.length).equals(bytes) ? kind : null);
}

function hasText(head: Buffer, at: number, text: string): boolean {
  return head.toString("latin1", at, at + text.length) === text;
}
