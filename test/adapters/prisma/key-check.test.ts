import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkKeys } from "../../../src/adapters/prisma/key-check.js";
import { createSealer } from "../../../src/adapters/secrets/sealer.js";
import { openTestDatabase, type TestDatabase } from "../../fixtures/database.js";

const OLD = "the keys of the first start";
const NEW = "keys that came some time later";

describe("the keys of a database", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase("pglite");
  });
  afterAll(() => database.close());
  const check = (...keys: [string, ...string[]]) => checkKeys(database.prisma, createSealer(keys));

  it("are those it was begun with, or newer ones in front of them", async () => {
    await check(OLD);
    await check(OLD);
    await check(NEW, OLD);
  });

  it("are refused when the old ones are missing", async () => {
    await expect(check(NEW)).rejects.toMatchObject({ code: "configuration" });
  });
});
