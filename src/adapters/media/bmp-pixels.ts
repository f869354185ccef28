import type { RawPixels } from "./raw-pixels.js";

// After Microsoft's documentation of BITMAPFILEHEADER, BITMAPINFOHEADER, BITMAPV5HEADER and OS/2's BITMAPCOREHEADER.
// The published readers ignore where the file says that its pixels begin, or take unused bytes for alpha.
const FILE_HEADER_BYTES = 14;
const CORE_HEADER_BYTES = 12;
const MASKS_AT = FILE_HEADER_BYTES + 40;
const [BI_RGB, BI_BITFIELDS, BI_ALPHABITFIELDS] = [0, 3, 6];

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bitsPerPixel: number;
  readonly pixelsAt: number;
  /** Red, green, blue by index; empty above 8 bits. */
  readonly palette: readonly (readonly [number, number, number])[];
  /** Red, green, blue, alpha: how to take a channel out of 16 or 32 bits. Three when there is no alpha. */
  readonly fields: readonly Field[];
}

interface Field {
  readonly shift: number;
  readonly most: number;
}

/**
 * Null when it is a kind of BMP that we do not read: run-length coded, or with a JPEG or PNG inside.
 *
 * @throws Error when it contradicts itself or the file is too short for what it announces.
 */
export function readBmpHeader(file: Buffer): BmpHeader | null {
  const headerBytes = file.readUInt32LE(FILE_HEADER_BYTES);
  const isCore = headerBytes === CORE_HEADER_BYTES;
  const compression = isCore ? BI_RGB : file.readUInt32LE(30);
  const hasFields = compression === BI_BITFIELDS || compression === BI_ALPHABITFIELDS;
  if (compression !== BI_RGB && !hasFields) return null;
  const width = isCore ? file.readUInt16LE(18) : file.readInt32LE(18);
  const signedHeight = isCore ? file.readUInt16LE(20) : file.readInt32LE(22);
  const height = Math.abs(signedHeight);
  const bitsPerPixel = file.readUInt16LE(isCore ? 24 : 28);
  if (width <= 0 || height === 0 || ![1, 4, 8, 16, 24, 32].includes(bitsPerPixel)) {
    throw new Error("a BMP without pixels");
  }
  if (hasFields && bitsPerPixel !== 16 && bitsPerPixel !== 32) {
    throw new Error("a BMP with fields of no meaning");
  }
  const header = {
    width,
    height,
    isTopDown: signedHeight < 0,
    bitsPerPixel,
    pixelsAt: file.readUInt32LE(10),
    palette: bitsPerPixel <= 8 ? readPalette(file, { headerBytes, bitsPerPixel }) : [],
    fields: hasFields
      ? readFields(file, headerBytes >= 56 || compression === BI_ALPHABITFIELDS)
      : (bitsPerPixel === 16 ? [0x7c00, 0x03e0, 0x001f] : [0xff0000, 0xff00, 0xff]).map(toField),
  };
  // The last row's padding may be missing.
  const end =
    header.pixelsAt + strideOf(header) * (height - 1) + Math.ceil((width * bitsPerPixel) / 8);
  if (header.pixelsAt < FILE_HEADER_BYTES + headerBytes || end > file.length) {
    throw new Error("a BMP cut short");
  }
  return header;
}

/** Its pixels; the fourth byte of 32 bits is alpha only where the header says so. */
export function decodeBmp(file: Buffer, header: BmpHeader): RawPixels {
  const { width, height, isTopDown, pixelsAt } = header;
  const channels = header.fields.length === 4 ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  const readRow = rowReaderOf(header);
  for (let row = 0; row < height; row += 1) {
    const from = pixelsAt + strideOf(header) * (isTopDown ? row : height - 1 - row);
    const target = data.subarray(row * width * channels, (row + 1) * width * channels);
    readRow(file, from, target);
  }
  return { width, height, channels, data };
}

/** Reads the row at `from` into `target`. */
type RowReader = (file: Buffer, from: number, target: Uint8Array) => void;

function rowReaderOf(header: BmpHeader): RowReader {
  if (header.bitsPerPixel <= 8) return paletteRowReader(header);
  return header.bitsPerPixel === 24 ? readBytesRow : fieldsRowReader(header);
}

function paletteRowReader({ width, bitsPerPixel, palette }: BmpHeader): RowReader {
  const mask = (1 << bitsPerPixel) - 1;
  return (file, from, target) => {
    for (let x = 0; x < width; x += 1) {
      const bit = x * bitsPerPixel;
      const byte = file[from + (bit >> 3)] ?? 0;
      const colour = palette[(byte >> (8 - bitsPerPixel - (bit & 7))) & mask];
      if (!colour) throw new Error("a BMP with a colour that its palette lacks");
      target.set(colour, x * 3);
    }
  };
}

function readBytesRow(file: Buffer, from: number, target: Uint8Array): void {
  for (let at = 0; at < target.length; at += 3) {
    target[at] = file[from + at + 2] ?? 0;
    target[at + 1] = file[from + at + 1] ?? 0;
    target[at + 2] = file[from + at] ?? 0;
  }
}

function fieldsRowReader({ width, bitsPerPixel, fields }: BmpHeader): RowReader {
  const pixelBytes = bitsPerPixel / 8;
  return (file, from, target) => {
    let at = 0;
    for (let x = 0; x < width; x += 1) {
      const pixel = file.readUIntLE(from + x * pixelBytes, pixelBytes);
      for (const { shift, most } of fields) {
        target[at] = Math.round((((pixel >>> shift) & most) * 255) / most);
        at += 1;
      }
    }
  };
}

function readPalette(
  file: Buffer,
  { headerBytes, bitsPerPixel }: { headerBytes: number; bitsPerPixel: number },
): BmpHeader["palette"] {
  const isCore = headerBytes === CORE_HEADER_BYTES;
  const entryBytes = isCore ? 3 : 4;
  const most = 1 << bitsPerPixel;
  const said = isCore ? 0 : file.readUInt32LE(46);
  const count = said === 0 ? most : Math.min(said, most);
  return Array.from({ length: count }, (_, index) => {
    const at = FILE_HEADER_BYTES + headerBytes + index * entryBytes;
    return [file.readUInt8(at + 2), file.readUInt8(at + 1), file.readUInt8(at)] as const;
  });
}

function readFields(file: Buffer, hasAlphaMask: boolean): readonly Field[] {
  const masks = [0, 4, 8].map((offset) => file.readUInt32LE(MASKS_AT + offset));
  if (masks.includes(0)) throw new Error("a BMP without a colour");
  const alphaMask = hasAlphaMask ? file.readUInt32LE(MASKS_AT + 12) : 0;
  return [...masks, ...(alphaMask === 0 ? [] : [alphaMask])].map(toField);
}

function toField(mask: number): Field {
  const shift = 31 - Math.clz32(mask & -mask);
  return { shift, most: mask >>> shift };
}

/** Rows begin at multiples of four bytes. */
function strideOf({ width, bitsPerPixel }: { width: number; bitsPerPixel: number }): number {
  return Math.ceil((width * bitsPerPixel) / 32) * 4;
}
