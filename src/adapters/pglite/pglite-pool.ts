import { EventEmitter } from "node:events";
import type { PGlite, Transaction } from "@electric-sql/pglite";
import type { PgPool, PgPoolClient, PgQueryResult } from "bullmq";

/**
 * One PGlite in the shape of a `pg.Pool`, as far as BullMQ uses one. PGlite has a single session,
 * so "clients" share it: outside a transaction their statements interleave freely, and a client
 * between its BEGIN and its COMMIT or ROLLBACK holds PGlite's transaction lock, so nobody else's
 * statement falls into its transaction (nor into one that Prisma holds on the same PGlite).
 *
 * Ending the pool leaves PGlite open: it belongs to whoever opened it.
 */
export function createPglitePool(pglite: PGlite): PgPool {
  const pool: PgPool = {
    query: (text: string, params?: readonly unknown[]) => runQuery(pglite, text, params),
    connect: async () => new PgliteClient(pglite),
    end: async () => undefined,
    // PGlite has no connections that could drop, so there is nothing to report.
    on: () => pool,
    removeAllListeners: () => pool,
  };
  return pool;
}

/** `query` takes one statement and parameters, `exec` any number of statements without. */
type Session = Pick<Transaction, "query" | "exec">;

async function runQuery(
  session: Session,
  text: string,
  params: readonly unknown[] | undefined,
): Promise<PgQueryResult> {
  if (params !== undefined && params.length > 0) {
    const result = await session.query(text, [...params]);
    return { rows: result.rows, rowCount: result.rowCount ?? null };
  }
  const results = await session.exec(text);
  const last = results.at(-1);
  return { rows: last?.rows ?? [], rowCount: last?.rowCount ?? null };
}

type Outcome = "commit" | "rollback";
type OpenTransaction = { session: Session; end: (outcome: Outcome) => Promise<void> };

const NO_ROWS: PgQueryResult = { rows: [], rowCount: null };

class PgliteClient extends EventEmitter implements PgPoolClient {
  readonly #pglite: PGlite;
  readonly #stopListening = new Map<string, () => Promise<void>>();
  #transaction: OpenTransaction | undefined;

  constructor(pglite: PGlite) {
    super();
    this.#pglite = pglite;
  }

  async query(text: string, params?: readonly unknown[]): Promise<PgQueryResult> {
    const command = sessionCommand(text);
    switch (command?.kind) {
      case "listen":
        return await this.#listen(command.channel);
      case "begin":
        this.#transaction ??= await openTransaction(this.#pglite);
        return NO_ROWS;
      case "commit":
      case "rollback":
        return await this.#endTransaction(command.kind);
      case undefined:
        return await runQuery(this.#transaction?.session ?? this.#pglite, text, params);
    }
  }

  /** A client given back halfway must not keep the lock; PGlite may already be closed by now. */
  release(): void {
    const stops = [...this.#stopListening.values()];
    this.#stopListening.clear();
    void Promise.allSettled([this.#endTransaction("rollback"), ...stops.map((stop) => stop())]);
  }

  async #listen(channel: string): Promise<PgQueryResult> {
    if (this.#stopListening.has(channel)) return NO_ROWS;
    const stop = await this.#pglite.listen(channel, (payload) => {
      this.emit("notification", { channel, payload });
    });
    this.#stopListening.set(channel, stop);
    return NO_ROWS;
  }

  async #endTransaction(outcome: Outcome): Promise<PgQueryResult> {
    const open = this.#transaction;
    this.#transaction = undefined;
    await open?.end(outcome);
    return NO_ROWS;
  }
}

type SessionCommand =
  | { kind: "listen"; channel: string }
  | { kind: "begin" }
  | { kind: "commit" }
  | { kind: "rollback" };

/** The statements that change the session itself. BullMQ's LISTEN comes after comment lines. */
function sessionCommand(text: string): SessionCommand | undefined {
  const channel = /^[ \t]*LISTEN[ \t]+"?(\w+)"?[ \t]*;?[ \t]*$/im.exec(text)?.[1];
  if (channel !== undefined) return { kind: "listen", channel };
  if (/^\s*BEGIN\s*;?\s*$/i.test(text)) return { kind: "begin" };
  if (/^\s*COMMIT\s*;?\s*$/i.test(text)) return { kind: "commit" };
  if (/^\s*ROLLBACK\s*;?\s*$/i.test(text)) return { kind: "rollback" };
  return undefined;
}

/** Opens a transaction that stays open, holding PGlite's lock, until `end` is called. */
function openTransaction(pglite: PGlite): Promise<OpenTransaction> {
  return new Promise((resolve, reject) => {
    const done = pglite.transaction(async (session) => {
      const outcome = await new Promise<Outcome>((settle) => {
        const end = (chosen: Outcome) => {
          settle(chosen);
          return done;
        };
        resolve({ session, end });
      });
      if (outcome === "rollback") await session.rollback();
    });
    // Refused before it began (PGlite closed): later failures reach whoever calls `end`.
    done.catch(reject);
  });
}
