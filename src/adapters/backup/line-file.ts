import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

/** What a file held when it was written. */
export interface FileFigures {
  readonly lines: number;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Writes lines as they come, compressed. The file is readable by its owner alone. */
export async function writeLines(path: string, lines: AsyncIterable<string>): Promise<FileFigures> {
  let count = 0;
  async function* counted() {
    for await (const line of lines) {
      count += 1;
      yield `${line}\n`;
    }
  }
  const measure = createMeasure();
  await pipeline(
    Readable.from(counted()),
    createGzip({ level: 6 }),
    measure.through,
    createWriteStream(path, { mode: 0o600, flags: "wx" }),
  );
  return { lines: count, ...measure.figures() };
}

/** The lines of such a file. Fails in the middle when the file is cut short or altered. */
export async function* readLines(path: string): AsyncIterable<string> {
  const unpacked = createGunzip();
  const reading = pipeline(createReadStream(path), unpacked);
  reading.catch(() => undefined); // Told by the loop below.
  let rest = "";
  for await (const text of unpacked.setEncoding("utf8")) {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  await reading;
  if (rest !== "") yield rest;
}

/** Passes bytes on and keeps count of them. */
export function createMeasure(): {
  readonly through: Transform;
  figures(): { sizeBytes: number; sha256: string };
} {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const through = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  return { through, figures: () => ({ sizeBytes, sha256: hash.copy().digest("hex") }) };
}
