/** Pixels without any coding: rows from top to bottom, 8 bits a channel, no gaps. */
export interface RawPixels {
  readonly width: number;
  readonly height: number;
  /** 3: red, green, blue. 4: the same and alpha, not premultiplied. */
  readonly channels: 3 | 4;
  readonly data: Uint8Array;
}

const STRIP_BYTES = 256 * 1024;
const [SHORT, LONG, UNDEFINED] = [3, 4, 7] as const;
const TYPE_BYTES = { [SHORT]: 2, [LONG]: 4, [UNDEFINED]: 1 } as const;

interface Entry {
  readonly tag: number;
  readonly type: typeof SHORT | typeof LONG | typeof UNDEFINED;
  readonly values: readonly number[] | Uint8Array;
}

/** An uncompressed TIFF 6.0, and where in it the pixels lie, as `RawPixels` has them. */
export interface PixelTiff {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly file: Uint8Array;
  readonly pixels: Uint8Array;
}

/**
 * A TIFF with room for pixels: the only way to hand sharp pixels together with the colour profile that they are to be read
 * with.
 */
export function layOutTiff(
  { width, height, channels }: Omit<RawPixels, "data">,
  colourProfile: Uint8Array | undefined,
): PixelTiff {
  const rowBytes = width * channels;
  const rowsPerStrip = Math.max(1, Math.floor(STRIP_BYTES / rowBytes));
  const strips = Array.from({ length: Math.ceil(height / rowsPerStrip) }, (_, index) => ({
    offset: index * rowsPerStrip * rowBytes,
    bytes: Math.min(rowsPerStrip, height - index * rowsPerStrip) * rowBytes,
  }));
  const entriesAt = (dataAt: number): readonly Entry[] => [
    { tag: 256, type: LONG, values: [width] },
    { tag: 257, type: LONG, values: [height] },
    { tag: 258, type: SHORT, values: Array.from({ length: channels }, () => 8) },
    { tag: 259, type: SHORT, values: [1] }, // No compression.
    { tag: 262, type: SHORT, values: [2] }, // Red, green, blue.
    { tag: 273, type: LONG, values: strips.map(({ offset }) => dataAt + offset) },
    { tag: 277, type: SHORT, values: [channels] },
    { tag: 278, type: LONG, values: [rowsPerStrip] },
    { tag: 279, type: LONG, values: strips.map(({ bytes }) => bytes) },
    { tag: 284, type: SHORT, values: [1] }, // Channels beside each other.
    ...(channels === 4 ? [{ tag: 338, type: SHORT, values: [2] } as const] : []), // Alpha, not premultiplied.
    ...(colourProfile ? [{ tag: 34_675, type: UNDEFINED, values: colourProfile } as const] : []),
  ];
  const dataAt = writeHeader(entriesAt(0)).length;
  const file = new Uint8Array(dataAt + rowBytes * height);
  file.set(writeHeader(entriesAt(dataAt)));
  return { width, height, channels, file, pixels: file.subarray(dataAt) };
}

/** The file's header, its one directory, and after that all values that do not fit into it. */
function writeHeader(entries: readonly Entry[]): Buffer {
  const directoryBytes = 8 + 2 + entries.length * 12 + 4;
  const directory = Buffer.alloc(directoryBytes);
  directory.write("II*\0", 0, "latin1");
  directory.writeUInt32LE(8, 4);
  directory.writeUInt16LE(entries.length, 8);
  const outside: Buffer[] = [];
  let outsideAt = directoryBytes;
  entries.forEach(({ tag, type, values }, index) => {
    const at = 10 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    const packed = pack(type, values);
    if (packed.length <= 4) {
      packed.copy(directory, at + 8);
      return;
    }
    directory.writeUInt32LE(outsideAt, at + 8);
    outside.push(packed);
    outsideAt += packed.length;
  });
  return Buffer.concat([directory, ...outside]);
}

/** Padded to whole words, which is where values have to begin. */
function pack(type: Entry["type"], values: Entry["values"]): Buffer {
  const bytes = TYPE_BYTES[type];
  const packed = Buffer.alloc(Math.ceil((values.length * bytes) / 2) * 2);
  values.forEach((value, index) => {
    packed.writeUIntLE(value, index * bytes, bytes);
  });
  return packed;
}
