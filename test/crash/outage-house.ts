import { compose } from "../../src/compose.js";
import { parseConfig } from "../../src/config.js";
import type { FaultPoint } from "../../src/core/ports/fault-points.js";
import { aDataDir } from "../fixtures/data-dir.js";
import { createServerDatabase } from "../fixtures/database.js";
import {
  openDiscord,
  openTelegram,
  type PersonsChat,
  type Platform,
} from "../fixtures/person-chats.js";
import { claimRedisDatabase } from "../fixtures/redis.js";
import { createTcpProxy, type TcpProxy } from "../jobs/tcp-proxy.js";
import { until } from "../jobs/until.js";

export type Piece = "database" | "redis" | Platform;

/** The service, and a switch before every server it speaks to. */
export interface OutageHouse {
  readonly switches: Readonly<Record<Piece, TcpProxy>>;
  /** How long a picture takes besides drawing it. */
  readonly pace: { ms: number };
  openChat(platform: Platform): Promise<PersonsChat>;
  /** What `/readyz` says: the status, and the pieces that do not answer. */
  readyz(): Promise<{ status: number; down: string[] }>;
  /** Credits gone from the person's wallet since the chat was opened, and those set aside now. */
  spent(chat: PersonsChat): Promise<{ spent: number; held: number }>;
  reconcile(): Promise<unknown>;
  restart(): Promise<void>;
  /** Does something at the next time a request passes this point. */
  at(point: FaultPoint, act: () => void): void;
  /** How many updates are written down and not finished; unknown while the database is away. */
  openUpdates(): Promise<number | null>;
  readonly logged: string[];
  close(): Promise<void>;
}

/** On Postgres, with the queue there or on Redis. */
export async function openOutageHouse(queue: "postgres" | "redis"): Promise<OutageHouse> {
  const dataDir = await aDataDir();
  const database = await createServerDatabase();
  const redis = await claimRedisDatabase();
  const chats = { discord: await openDiscord(), telegram: await openTelegram() };
  const addresses = {
    database: database.url,
    redis: redis.url,
    discord: chats.discord.settings.DISCORD_API_URL ?? "",
    telegram: chats.telegram.settings.TELEGRAM_API_URL ?? "",
  };
  const switches = {
    database: await before(addresses.database),
    redis: await before(addresses.redis),
    discord: await before(addresses.discord),
    telegram: await before(addresses.telegram),
  };
  const through = (piece: Piece) => throughPort(addresses[piece], switches[piece].port);
  const parsed = parseConfig({
    ...chats.discord.settings,
    ...chats.telegram.settings,
    DISCORD_API_URL: through("discord"),
    TELEGRAM_API_URL: through("telegram"),
    DATABASE_URL: through("database"),
    ...(queue === "redis" && { REDIS_URL: through("redis") }),
    ...{ IMAGE_PROVIDERS: "sketch", DATA_DIR: dataDir.path, LOG_LEVEL: "info" },
  });
  if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
  const pace = { ms: 100 };
  const acts = new Map<FaultPoint, () => void>();
  const balances = new Map<PersonsChat, number>();
  const logged: string[] = [];
  const open = async () => {
    const opened = await compose(parsed.config, {
      sketchConditions: { paceMs: () => pace.ms, next: () => "ok" },
      faults: {
        reach(point) {
          const act = acts.get(point);
          acts.delete(point);
          act?.();
        },
      },
      logDestination: { write: (line: string) => logged.push(line) },
    });
    await opened.start();
    return opened;
  };
  let app = await open();

  async function readWallet({ platform, userId }: PersonsChat) {
    const account = await app.useCases.identifyAccount({ platform, userId, locale: "en" });
    return app.useCases.readWallet(account.id);
  }

  async function readyz() {
    const response = await app.fetch(new Request("http://service/readyz"));
    const { pieces } = (await response.json()) as { pieces: Record<string, string> };
    const down = Object.keys(pieces).filter((name) => pieces[name] !== "ok");
    return { status: response.status, down };
  }

  await until("every piece", async () => (await readyz()).status === 200);
  return {
    switches,
    pace,
    logged,
    readyz,
    async openChat(platform) {
      const chat = await chats[platform].openChat();
      balances.set(chat, (await readWallet(chat)).balance);
      return chat;
    },
    async restart() {
      await app.stop({ graceMs: 2_000 });
      app = await open();
    },
    at: (point, act) => void acts.set(point, act),
    openUpdates: () => app.client.chatUpdate.count({ where: { state: "open" } }).catch(() => null),
    reconcile: async () => app.adminCommands.reconcile?.({}),
    async spent(chat) {
      const { balance, held } = await readWallet(chat);
      return { spent: (balances.get(chat) ?? 0) - balance, held };
    },
    async close() {
      await app.stop({ graceMs: 2_000 });
      await Promise.all(Object.values(chats).map((chat) => chat.close()));
      await redis.release();
      await database.drop();
      await dataDir.remove();
      await Promise.all(Object.values(switches).map((one) => one.cut("refuse")));
    },
  };
}

function before(address: string): Promise<TcpProxy> {
  const { hostname: host, port } = new URL(address);
  return createTcpProxy({ host, port: Number(port) });
}

function throughPort(address: string, port: number): string {
  const url = new URL(address);
  url.port = String(port);
  return url.href.replace(/\/$/, "");
}
