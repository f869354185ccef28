import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { pause, until } from "../jobs/until.js";
import { readBody } from "./request-body.js";

const APPLICATION = "990";
/** Numbers of its own making: they tell nothing of the time, as Discord's would. */
const INTERACTION = "42";

/** A server that knows the few calls no bot can do without, and answers 404 to all others. */
export interface MinimalDiscord {
  readonly settings: Readonly<Record<string, string>>;
  /** Types `/imagine` once the bot is there. */
  imagine(prompt: string): Promise<void>;
  /** The first file it put into the chat. */
  picture(): Promise<Buffer>;
  /** The names of the commands it offers. */
  commands(): readonly string[];
  readonly unknown: ReadonlySet<string>;
  close(): void;
}

/** @param options.delayMs How long every answer takes. */
export async function openMinimalDiscord(
  options: { delayMs?: number } = {},
): Promise<MinimalDiscord> {
  const pictures: Buffer[] = [];
  const unknown = new Set<string>();
  const sockets = new Set<WebSocket>();
  let commands: readonly { name: string }[] = [];
  let port = 0;

  async function answer(request: IncomingMessage): Promise<{ status: number; body?: unknown }> {
    const { pathname } = new URL(request.url ?? "/", "http://discord");
    const call = `${request.method} ${decodeURIComponent(pathname).replace("/api/v10", "")}`;
    const { json, files } = await readBody(request);
    if (call === "GET /gateway/bot") {
      const limit = { total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 1 };
      const url = `ws://127.0.0.1:${port}`;
      return { status: 200, body: { url, shards: 1, session_start_limit: limit, brand_new: 1 } };
    }
    if (call === "GET /users/@me") return { status: 200, body: { id: APPLICATION, brand_new: 1 } };
    if (call === `PUT /applications/${APPLICATION}/commands`) {
      commands = Object.values(json) as { name: string }[];
      return { status: 200, body: commands };
    }
    if (call === `POST /interactions/${INTERACTION}/a-token/callback`) return { status: 204 };
    if (call.endsWith(`/webhooks/${APPLICATION}/a-token/messages/@original`)) {
      pictures.push(...files);
      return { status: 200, body: { id: "43", channel_id: "44", brand_new: 1 } };
    }
    unknown.add(call);
    return { status: 404, body: { message: "404: Not Found", code: 0 } };
  }

  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request);
    await pause(options.delayMs ?? 0);
    // An empty body of JSON would not be JSON.
    response.writeHead(status, body === undefined ? {} : { "content-type": "application/json" });
    response.end(body && JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  new WebSocketServer({ server }).on("connection", (socket) => greet(socket, sockets));
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;

  return {
    settings: {
      DISCORD_TOKEN: "a-token-of-discord",
      DISCORD_API_URL: `http://127.0.0.1:${port}/api`,
    },
    unknown,
    commands: () => commands.map(({ name }) => name),
    async imagine(prompt) {
      await until("the bot on the gateway", () => sockets.size > 0, 20_000);
      const data = {
        id: "9",
        name: "imagine",
        options: [{ name: "prompt", type: 3, value: prompt }],
      };
      const about = {
        application_id: APPLICATION,
        channel_id: "44",
        user: { id: "8" },
        version: 1,
      };
      const d = { id: INTERACTION, type: 2, token: "a-token", ...about, data, brand_new: [1] };
      for (const socket of sockets) dispatch(socket, { t: "INTERACTION_CREATE", s: 2, d });
    },
    async picture() {
      await until("a picture on Discord", () => pictures.length > 0, 20_000);
      return pictures[0] ?? Buffer.alloc(0);
    },
    close() {
      for (const socket of sockets) socket.terminate();
      server.close();
      server.closeAllConnections();
    },
  };
}

function greet(socket: WebSocket, identified: Set<WebSocket>): void {
  socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 30_000 } }));
  socket.on("close", () => identified.delete(socket));
  socket.on("message", (bytes) => {
    const { op } = JSON.parse(String(bytes));
    if (op === 1) socket.send(JSON.stringify({ op: 11 }));
    if (op !== 2) return;
    const user = { id: APPLICATION, username: "Atelier", discriminator: "0", bot: true };
    const application = { id: APPLICATION, flags: 0 };
    const d = { v: 10, user, application, guilds: [], session_id: "s", brand_new: {} };
    dispatch(socket, { t: "READY", s: 1, d });
    dispatch(socket, { t: "BRAND_NEW_EVENT", s: 1, d: {} });
    identified.add(socket);
  });
}

function dispatch(socket: WebSocket, event: { t: string; s: number; d: object }): void {
  socket.send(JSON.stringify({ op: 0, ...event }));
}
