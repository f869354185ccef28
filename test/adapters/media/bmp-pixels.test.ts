import { describe, expect, it } from "vitest";
import { decodeBmp, readBmpHeader } from "../../../src/adapters/media/bmp-pixels.js";

// Two rows of three pixels: red, green, blue above white, black, grey.
const COLOURS: readonly (readonly [number, number, number])[] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
  [0, 0, 0],
  [132, 134, 132],
];
const [UPPER, LOWER] = [
  [0, 1, 2],
  [3, 4, 5],
] as const;

interface Parts {
  readonly bits: number;
  /** A row's bytes without what fills it up to four. */
  readonly row: (indexes: readonly number[]) => readonly number[];
  readonly compression?: number;
  readonly masks?: readonly number[];
  readonly palette?: readonly (readonly [number, number, number])[];
  readonly isTopDown?: boolean;
  readonly headerBytes?: number;
  /** Between the headers and the pixels. */
  readonly gapBytes?: number;
}

const bgr = (index: number, ...more: number[]) =>
  [...(COLOURS[index] ?? [])].reverse().concat(more);

describe("BMP", () => {
  it.each<[string, Parts]>([
    ["24 bits", { bits: 24, row: (row) => row.flatMap((index) => bgr(index)) }],
    [
      "the upper row first",
      { bits: 24, isTopDown: true, row: (row) => row.flatMap((at) => bgr(at)) },
    ],
    [
      "pixels far behind the header",
      { bits: 24, gapBytes: 40, row: (row) => row.flatMap((at) => bgr(at)) },
    ],
    [
      "32 bits, the last 8 of no meaning",
      { bits: 32, row: (row) => row.flatMap((at) => bgr(at, 0)) },
    ],
    ["a palette of 8 bits", { bits: 8, palette: COLOURS, row: (row) => row }],
    [
      "a palette of 4 bits",
      { bits: 4, palette: COLOURS, row: ([a = 0, b = 0, c = 0]) => [a * 16 + b, c * 16] },
    ],
    [
      "16 bits in fields of 5, 6 and 5",
      {
        bits: 16,
        compression: 3,
        masks: [0xf800, 0x07e0, 0x001f],
        row: (row) => row.flatMap(to565),
      },
    ],
  ])("reads %s", (_name, parts) => {
    const { width, height, channels, data } = read(bitmap(parts));
    expect({ width, height, channels }).toEqual({ width: 3, height: 2, channels: 3 });
    expect([...data]).toEqual(COLOURS.flat());
  });

  it("reads alpha where the header says that there is one", () => {
    const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
    const row = (indexes: readonly number[]) => indexes.flatMap((at) => bgr(at, at * 10));
    const { channels, data } = read(
      bitmap({ bits: 32, compression: 3, headerBytes: 124, masks, row }),
    );
    expect(channels).toBe(4);
    expect([...data]).toEqual(COLOURS.flatMap((colour, index) => [...colour, index * 10]));
  });

  it("does not read what is coded by run lengths", () => {
    expect(
      readBmpHeader(bitmap({ bits: 8, compression: 1, palette: COLOURS, row: (row) => row })),
    ).toBeNull();
  });

  it("finds out what contradicts itself or ends early", () => {
    const whole = bitmap({ bits: 24, row: (row) => row.flatMap((index) => bgr(index)) });
    const changed = (at: number, value: number) => {
      const file = Buffer.from(whole);
      file.writeInt32LE(value, at);
      return file;
    };
    const lacking = bitmap({ bits: 8, palette: COLOURS.slice(0, 2), row: (row) => row });
    for (const file of [
      whole.subarray(0, -4),
      whole.subarray(0, 30),
      changed(10, 20), // Pixels within the header.
      changed(18, 0),
      changed(18, -3),
      changed(18, 0x7fffffff),
      changed(22, 0),
      changed(28, 7),
    ]) {
      expect(() => readBmpHeader(file)).toThrow();
    }
    expect(() => read(lacking)).toThrow();
  });
});

function read(file: Buffer) {
  const header = readBmpHeader(file);
  if (!header) throw new Error("not read");
  return decodeBmp(file, header);
}

function to565(index: number): readonly number[] {
  const [red, green, blue] = COLOURS[index] ?? [0, 0, 0];
  const value = ((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3);
  return [value & 255, value >> 8];
}

function bitmap(parts: Parts): Buffer {
  const headerBytes = parts.headerBytes ?? 40;
  const header = Buffer.alloc(14 + headerBytes);
  header.write("BM", "latin1");
  header.writeUInt32LE(headerBytes, 14);
  header.writeInt32LE(3, 18);
  header.writeInt32LE(parts.isTopDown ? -2 : 2, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(parts.bits, 28);
  header.writeUInt32LE(parts.compression ?? 0, 30);
  header.writeUInt32LE(parts.palette?.length ?? 0, 46);
  const masks = Buffer.alloc(4 * (parts.masks?.length ?? 0));
  for (const [index, mask] of (parts.masks ?? []).entries()) masks.writeUInt32LE(mask, index * 4);
  if (headerBytes > 40) masks.copy(header, 54);
  const palette = (parts.palette ?? []).flatMap(([red, green, blue]) => [blue, green, red, 0]);
  const filled = (row: readonly number[]) => [...row, ...Array((4 - (row.length % 4)) % 4).fill(0)];
  const rows = [filled(parts.row(UPPER)), filled(parts.row(LOWER))];
  const before = Buffer.concat([
    header,
    headerBytes > 40 ? Buffer.alloc(0) : masks,
    Buffer.from(palette),
    Buffer.alloc(parts.gapBytes ?? 0),
  ]);
  before.writeUInt32LE(before.length, 10);
  return Buffer.concat([before, Buffer.from((parts.isTopDown ? rows : rows.reverse()).flat())]);
}
