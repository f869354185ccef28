/** Read as fast as the client takes it. When the client leaves, `return` frees what is read from. */
export function toStreamBody(content: AsyncIterable<Uint8Array>): ReadableStream {
  const chunks = content[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}
