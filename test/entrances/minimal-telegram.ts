import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pause, until } from "../jobs/until.js";
import { type RequestBody, readBody } from "./request-body.js";

const CHAT = { id: 77, type: "private", first_name: "Kim", brand_new_field: { a: 1 } };

/** A server that knows the few calls no bot can do without, and answers 404 to all others. */
export interface MinimalTelegram {
  readonly settings: Readonly<Record<string, string>>;
  /** Writes to the bot. */
  say(words: string): void;
  /** The first file it put into the chat. */
  picture(): Promise<Buffer>;
  /** What it wrote into the chat, as it was sent. */
  written(): string;
  /** Where it wants its updates sent; undefined while it polls. */
  webhook(): string | undefined;
  /** The calls it made that are not known here. */
  readonly unknown: ReadonlySet<string>;
  close(): void;
}

/** @param options.delayMs How long every answer takes. */
export async function openMinimalTelegram(
  options: { delayMs?: number } = {},
): Promise<MinimalTelegram> {
  const updates: { update_id: number; [field: string]: unknown }[] = [];
  const pictures: Buffer[] = [];
  const unknown = new Set<string>();
  const written: string[] = [];
  let webhook: { url: string; secret: string } | undefined;
  let lastId = 0;

  function sent() {
    lastId += 1;
    return { message_id: lastId, date: 1_700_000_000, chat: CHAT, brand_new_field: true };
  }

  async function getUpdates({ json }: RequestBody) {
    const offset = Number(json.offset ?? 0);
    const after = () => updates.filter(({ update_id }) => update_id >= offset);
    for (let waits = 0; waits < 100 && after().length === 0; waits += 1) await pause(20);
    return after();
  }

  const methods: Record<string, (body: RequestBody) => unknown> = {
    getMe: () => ({ id: 5, is_bot: true, first_name: "Atelier", username: "atelier_bot" }),
    getUpdates,
    setWebhook({ json }) {
      webhook = { url: String(json.url), secret: String(json.secret_token) };
      return true;
    },
    getWebhookInfo: () => ({ url: webhook?.url ?? "", pending_update_count: 0 }),
    sendMessage: sent,
    sendPhoto: sent,
    editMessageText: () => true,
    editMessageMedia: () => true,
    answerCallbackQuery: () => true,
  };

  const server = createServer(async (request, response) => {
    const method = request.url?.split("/").at(-1) ?? "";
    const body = await readBody(request);
    await pause(options.delayMs ?? 0);
    const run = methods[method];
    if (run) pictures.push(...body.files);
    else unknown.add(method);
    if (/^(send|edit)/.test(method)) written.push(body.text);
    const answer = run
      ? { ok: true, result: await run(body), brand_new_field: null }
      : { ok: false, error_code: 404, description: "Not Found" };
    response.writeHead(run ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return {
    settings: {
      TELEGRAM_BOT_TOKEN: "5:a-token-of-telegram",
      TELEGRAM_API_URL: `http://127.0.0.1:${port}/`,
    },
    unknown,
    say(words) {
      const from = { id: CHAT.id, is_bot: false, first_name: "Kim", language_code: "en" };
      const entities = [{ type: "bot_command", offset: 0, length: words.split(" ")[0]?.length }];
      const message = { ...sent(), from, text: words, entities };
      const update = { update_id: updates.length + 1, message, brand_new_field: 1 };
      updates.push(update);
      if (webhook) void deliver(webhook, update);
    },
    written: () => written.join("\n"),
    webhook: () => webhook?.url,
    async picture() {
      await until("a picture on Telegram", () => pictures.length > 0, 20_000);
      return pictures[0] ?? Buffer.alloc(0);
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function deliver(to: { url: string; secret: string }, update: object): Promise<void> {
  const headers = {
    "content-type": "application/json",
    "x-telegram-bot-api-secret-token": to.secret,
  };
  const response = await fetch(to.url, { method: "POST", headers, body: JSON.stringify(update) });
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
}
