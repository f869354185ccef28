import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { pause, until } from "../jobs/until.js";
import { readBody } from "./request-body.js";

const APPLICATION = "990";
/** Numbers of its own making: they tell nothing of the time, as Discord's would. */
const FIRST_INTERACTION = 42;

/** A server that knows the few calls no bot can do without, and answers 404 to all others. */
export interface MinimalDiscord {
  readonly settings: Readonly<Record<string, string>>;
  /** Types `/imagine` once the bot is there. */
  imagine(prompt: string): Promise<void>;
  /** Types a command that takes nothing. */
  command(name: string): Promise<void>;
  /** Presses a button. */
  press(customId: string): Promise<void>;
  /** From now on interactions go to that address, signed, instead of to the gateway. */
  sendTo(endpoint: string): void;
  /** What it wrote into the chat, as it was sent. */
  written(): string;
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
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const written: string[] = [];
  let endpoint: string | undefined;
  let interactions = FIRST_INTERACTION;
  let commands: readonly { name: string }[] = [];
  let port = 0;

  async function answer(request: IncomingMessage): Promise<{ status: number; body?: unknown }> {
    const { pathname } = new URL(request.url ?? "/", "http://discord");
    const call = `${request.method} ${decodeURIComponent(pathname).replace("/api/v10", "")}`;
    const { json, files, text } = await readBody(request);
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
    if (/^POST \/interactions\/\d+\/a-token\/callback$/.test(call)) return { status: 204 };
    const isAnswer = call.endsWith(`/webhooks/${APPLICATION}/a-token/messages/@original`);
    if (isAnswer || call === `POST /webhooks/${APPLICATION}/a-token`) {
      pictures.push(...files);
      written.push(text);
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

  async function interact(kind: { type: number; data: object; message?: object }): Promise<void> {
    const about = { application_id: APPLICATION, channel_id: "44", user: { id: "8" }, version: 1 };
    const id = String(interactions);
    interactions += 1;
    const d = { id, token: "a-token", ...about, ...kind, brand_new: [1] };
    if (endpoint) return post(endpoint, JSON.stringify(d));
    await until("the bot on the gateway", () => sockets.size > 0, 20_000);
    for (const socket of sockets) dispatch(socket, { t: "INTERACTION_CREATE", s: 2, d });
  }

  /** https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint */
  async function post(to: string, body: string): Promise<void> {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = sign(null, Buffer.from(timestamp + body), privateKey).toString("hex");
    const headers = {
      "content-type": "application/json",
      "x-signature-timestamp": timestamp,
      "x-signature-ed25519": signature,
    };
    const response = await fetch(to, { method: "POST", body, headers });
    if (!response.ok) throw new Error(`the endpoint answered ${response.status}`);
  }

  return {
    settings: {
      DISCORD_TOKEN: "a-token-of-discord",
      DISCORD_PUBLIC_KEY: Buffer.from(publicKey.export({ format: "der", type: "spki" }))
        .subarray(-32)
        .toString("hex"),
      DISCORD_API_URL: `http://127.0.0.1:${port}/api`,
    },
    unknown,
    commands: () => commands.map(({ name }) => name),
    sendTo(to) {
      endpoint = to;
    },
    imagine(prompt) {
      const options = [{ name: "prompt", type: 3, value: prompt }];
      return interact({ type: 2, data: { id: "9", name: "imagine", type: 1, options } });
    },
    command: (name) => interact({ type: 2, data: { id: "9", name, type: 1 } }),
    press: (customId) =>
      interact({
        type: 3,
        data: { custom_id: customId, component_type: 2 },
        message: { id: "43", flags: 64 },
      }),
    written: () => written.join("\n"),
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
    const d = { v: 10, user: { id: APPLICATION }, session_id: "s", brand_new: {} };
    dispatch(socket, { t: "READY", s: 1, d });
    dispatch(socket, { t: "BRAND_NEW_EVENT", s: 1, d: {} });
    identified.add(socket);
  });
}

function dispatch(socket: WebSocket, event: { t: string; s: number; d: object }): void {
  socket.send(JSON.stringify({ op: 0, ...event }));
}
