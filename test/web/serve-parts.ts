import { connect } from "node:net";
import { createRoutes, type RoutePart } from "../../src/web/routes.js";
import { createWebServer } from "../../src/web/web-server.js";
import { createRecordingLog, type RecordingLog } from "../fixtures/recording-log.js";

export interface ServedParts {
  readonly origin: string;
  readonly log: RecordingLog;
  /** Sends these bytes as they are, then hangs up; resolves with the status, or null when there was no answer. */
  sendRaw(text: string): Promise<number | null>;
  close(): Promise<void>;
}

/** Serves them over a real socket, behind what stands in front of every route. */
export async function serveParts(...parts: readonly RoutePart[]): Promise<ServedParts> {
  const log = createRecordingLog();
  const routes = createRoutes({ log, checks: {}, parts });
  const server = createWebServer({ host: "127.0.0.1", port: 0 });
  const { port } = await server.listen();
  server.serve(routes.fetch);
  return {
    origin: `http://127.0.0.1:${port}`,
    log,
    sendRaw: (text) =>
      new Promise((resolve) => {
        let answer = "";
        const socket = connect(port, "127.0.0.1", () => socket.end(text));
        socket.on("data", (data) => {
          answer += data.toString();
        });
        socket.on("error", () => undefined);
        socket.on("close", () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]) || null));
      }),
    close: () => server.close(),
  };
}
