import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { FIRST_SEND } from "../../src/core/ports/delivery-store.js";
import { aDataDir } from "../fixtures/data-dir.js";
import { createServerDatabase } from "../fixtures/database.js";
import type { ChatServer, PersonsChat } from "../fixtures/person-chats.js";
import { createKillableService, type KillableService } from "./killable-service.js";

/** The service and the chats it serves; only the service is killed. */
export interface House {
  readonly service: KillableService;
  readonly chats: readonly ChatServer[];
  /** The only one, or the first. */
  readonly server: ChatServer;
  /** What there is, so that what a request adds can be told from it. */
  take(chat: PersonsChat): Promise<Inventory>;
  /** Everything that was added since, as it stands now. */
  since(before: Inventory): Promise<Traces>;
  readWallet(chat: PersonsChat): Promise<{ balance: number; held: number }>;
  close(): Promise<void>;
}

/** Nothing yet. */
export const NOTHING: Inventory = {
  balance: 0,
  generationIds: new Set(),
  objects: new Set(),
  runs: new Set(),
};

export interface Inventory {
  /** The person's, who has the trial credits when they are new. */
  readonly balance: number;
  readonly generationIds: ReadonlySet<string>;
  readonly objects: ReadonlySet<string>;
  readonly runs: ReadonlySet<string>;
}

/** What requests leave behind, in the words of the tables. */
export interface Traces {
  readonly generations: readonly { id: string; state: string; kept: number; prompt: string }[];
  readonly holds: readonly { generationId: string }[];
  readonly holdEnds: readonly { kind: string; captured: number; released: number }[];
  readonly attempts: readonly { state: string; isEnded: boolean }[];
  /** `isFirstSendLost`: whether its first message reached the chat is not known. */
  readonly deliveries: readonly { state: string; isFirstSendLost: boolean }[];
  readonly openUpdates: number;
  readonly objects: readonly string[];
  readonly runs: readonly string[];
}

export const TRIAL_CREDITS = 60;

/** @param database `server`: a fresh one on the server that TEST_DATABASE_URL names. */
export async function openHouse(
  chats: readonly [ChatServer, ...ChatServer[]],
  database: "pglite" | "server" = "pglite",
): Promise<House> {
  const dataDir = await aDataDir();
  const server = database === "server" ? await createServerDatabase() : null;
  const settings = Object.assign({}, ...chats.map((chat) => chat.settings), {
    DATA_DIR: dataDir.path,
    TRIAL_CREDITS: String(TRIAL_CREDITS),
    ...(server && { DATABASE_URL: server.url }),
  });
  const service = createKillableService(settings);
  // What a death leaves half written is not an object, nor a run, and cleared away in time; nor is a run what it was given.
  const list = async (folder: string) =>
    (await listFiles(join(dataDir.path, folder))).filter(
      (file) => !/^~|\.draft$|\.input-\d$/.test(file),
    );

  async function readWallet({ platform, userId }: PersonsChat) {
    const [wallet] = await service.select<{ balance: number; held: number }>(`
      SELECT w.balance, w.held FROM wallets w JOIN identities i ON i.account_id = w.account_id
       WHERE i.platform = '${platform}' AND i.platform_user_id = '${userId}'`);
    return wallet ?? { balance: TRIAL_CREDITS, held: 0 };
  }

  async function take(chat: PersonsChat): Promise<Inventory> {
    const rows = await service.select<{ id: string }>("SELECT id FROM generations");
    return {
      balance: (await readWallet(chat)).balance,
      generationIds: new Set(rows.map(({ id }) => id)),
      objects: new Set(await list("objects")),
      runs: new Set(await list("sketch-runs")),
    };
  }

  return {
    service,
    chats,
    server: chats[0],
    take,
    readWallet,
    async since(before) {
      const rows = await readRows(service, before.generationIds);
      const added = async (folder: string, known: ReadonlySet<string>) =>
        (await list(folder)).filter((file) => !known.has(file));
      return {
        ...rows,
        objects: await added("objects", before.objects),
        runs: await added("sketch-runs", before.runs),
      };
    },
    async close() {
      await service.kill();
      for (const chat of chats) await chat.close();
      await server?.drop();
      await dataDir.remove();
    },
  };
}

async function readRows(
  service: KillableService,
  known: ReadonlySet<string>,
): Promise<Omit<Traces, "objects" | "runs">> {
  const others = [...known].map((id) => `'${id}'`).join(", ");
  // One statement, so that it is one moment.
  const [row] = await service.select<Omit<Traces, "objects" | "runs">>(`
    WITH fresh AS (SELECT * FROM generations WHERE id <> ALL (ARRAY[${others}]::uuid[]))
    SELECT
      (SELECT coalesce(json_agg(x), '[]') FROM (
        SELECT g.id, g.state, c.prompt, (SELECT count(*) FROM generation_outputs o
          WHERE o.generation_id = g.id AND o.state = 'kept') AS kept
        FROM fresh g LEFT JOIN generation_contents c ON c.generation_id = g.id) x) AS generations,
      (SELECT coalesce(json_agg(x), '[]') FROM (SELECT generation_id AS "generationId"
        FROM holds WHERE generation_id IN (SELECT id FROM fresh)) x) AS holds,
      (SELECT coalesce(json_agg(x), '[]') FROM (SELECT e.kind, e.captured, e.released
        FROM hold_ends e JOIN holds h ON h.id = e.hold_id
        WHERE h.generation_id IN (SELECT id FROM fresh)) x) AS "holdEnds",
      (SELECT coalesce(json_agg(x), '[]') FROM (SELECT state, ended_at IS NOT NULL AS "isEnded"
        FROM attempts WHERE generation_id IN (SELECT id FROM fresh) ORDER BY number) x) AS attempts,
      (SELECT coalesce(json_agg(x), '[]') FROM (SELECT state, coalesce(shown = '${FIRST_SEND}', FALSE) AS "isFirstSendLost"
        FROM deliveries WHERE generation_id IN (SELECT id FROM fresh)) x) AS deliveries,
      (SELECT count(*) FROM chat_updates WHERE state = 'open') AS "openUpdates"`);
  if (!row) throw new Error("one row was asked for");
  return row;
}

async function listFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
