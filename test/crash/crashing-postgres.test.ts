import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createPrismaClient,
  type PrismaClient,
} from "../../src/adapters/prisma/database-client.js";
import { pause } from "../jobs/until.js";
import { canStartServers, type OwnServer, startPostgres } from "./own-servers.js";

const CRASHES = 6;
const BETWEEN_MS = 300;
const SIDE_BY_SIDE = 5;
const reason = canStartServers ? "" : " (needs Debian's Postgres, and root)";

describe.skipIf(!canStartServers)(`a Postgres that crashes amid queries${reason}`, () => {
  let postgres: OwnServer;
  let client: PrismaClient;
  beforeAll(async () => {
    postgres = await startPostgres();
    client = createPrismaClient({ kind: "server", url: postgres.url });
  });
  afterAll(async () => {
    await client?.$disconnect();
    await postgres?.close();
  });

  // An error that nobody hears would end the process; here it fails the run.
  it("fails those queries, and nothing else", async () => {
    let isOver = false;
    const repeat = async (work: () => Promise<unknown>) => {
      while (!isOver) await work().catch(() => pause(5));
    };
    const ask = () => client.$queryRaw`SELECT 1`;
    const askWrongly = () => client.$queryRaw`SELECT 1 / 0`;
    const askTwice = () =>
      client.$transaction(async (transaction) => {
        await transaction.$queryRaw`SELECT 1`;
        await pause(2);
        await transaction.$queryRaw`SELECT 1`;
      });
    const all = [ask, askWrongly, askTwice].flatMap((work) =>
      Array.from({ length: SIDE_BY_SIDE }, () => repeat(work)),
    );
    for (let crash = 0; crash < CRASHES; crash += 1) {
      await pause(BETWEEN_MS);
      await postgres.crash();
    }
    isOver = true;
    await Promise.all(all);
    expect(await ask()).toHaveLength(1);
  });
});
