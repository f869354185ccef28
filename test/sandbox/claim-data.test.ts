import { randomUUID } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import { claimData } from "../../src/sandbox/claim-data.js";
import { openTestDatabase } from "../fixtures/database.js";

async function openData() {
  const { prisma: client, close } = await openTestDatabase("pglite");
  onTestFinished(close);
  const addPerson = () => client.account.create({ data: { id: randomUUID() } });
  return { client, addPerson };
}

describe("the sandbox", () => {
  it("takes data that is empty, and takes it again when people have come", async () => {
    const data = await openData();
    await claimData(data);
    await data.addPerson();

    await expect(claimData(data)).resolves.toBeUndefined();
  });

  it("refuses data with people that it has not made itself", async () => {
    const data = await openData();
    await data.addPerson();

    await expect(claimData(data)).rejects.toMatchObject({ code: "configuration" });
  });
});
