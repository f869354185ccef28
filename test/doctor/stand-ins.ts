import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What one address answers; `null` closes the connection without a word, `hang` never answers. */
export type Answer = { status?: number; body: unknown } | null | "hang";

/** A server that speaks for every vendor: by method-less path, the query left out. */
export async function openStandIns(answers: Readonly<Record<string, Answer>>) {
  const asked: { path: string; authorization: string | undefined }[] = [];
  const current = { ...answers };
  const answer = (request: IncomingMessage): Answer => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    asked.push({ path, authorization: request.headers.authorization });
    return path in current ? (current[path] ?? null) : { status: 404, body: {} };
  };
  const server = createServer((request, response) => {
    const found = answer(request);
    if (found === "hang") return;
    if (found === null) {
      request.socket.destroy();
      return;
    }
    response.writeHead(found.status ?? 200, { "content-type": "application/json" });
    response.end(JSON.stringify(found.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    set: (path: string, next: Answer) => {
      current[path] = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
