import type { Readable } from "node:stream";

/**
 * The bytes of an answer. Failures come as `toError` makes them, also when the connection ends before the announced size:
 * half a picture is no picture. Not a generator: one that is left before its first turn would keep its connection.
 */
export function readBody(
  body: Readable,
  options: { sizeBytes: number; toError(error: unknown): Error },
): AsyncIterable<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = body.iterator();
  let readBytes = 0;
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      try {
        const chunk = await chunks.next();
        if (chunk.done) {
          if (readBytes !== options.sizeBytes) throw new Error("the answer was cut short");
          return chunk;
        }
        readBytes += chunk.value.length;
        if (readBytes > options.sizeBytes) throw new Error("the answer is longer than it said");
        return chunk;
      } catch (error) {
        body.destroy();
        throw options.toError(error);
      }
    },
    async return() {
      body.destroy();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
