import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedDatabase, takeEmbedded } from "../../fixtures/embedded-pool.js";

const STATEMENTS = Array.from({ length: 100 }, (_, index) => `SELECT ${index}`);

describe("the embedded database at work", () => {
  let database: EmbeddedDatabase;
  let pglite: PGlite;
  beforeAll(async () => {
    database = await takeEmbedded();
    pglite = database.pglite;
  });
  afterAll(() => database.giveBack());

  it("lets sockets and timers have their turn while statements wait", async () => {
    const turns = await countTurns(() =>
      Promise.all(STATEMENTS.map((statement) => pglite.query(statement))),
    );
    expect(turns).toBeGreaterThanOrEqual(STATEMENTS.length);
  });

  it("lets them have it within a transaction too", async () => {
    const turns = await countTurns(() =>
      pglite.transaction(async (session) => {
        for (const statement of STATEMENTS) await session.query(statement);
      }),
    );
    expect(turns).toBeGreaterThanOrEqual(STATEMENTS.length);
  });
});

/** How often the event loop came round while `work` was done. */
async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  const count = () => {
    turns += 1;
    counter = setImmediate(count);
  };
  let counter = setImmediate(count);
  await work();
  clearImmediate(counter);
  return turns;
}
