import { describe, expect, it } from "vitest";
import { createWaitingCommands } from "../../src/operator/admin-commands.js";

const notAskedFor = async () => ({ isFine: false, text: "not asked for" });

describe("an operator's command that comes while the database is being opened", () => {
  it("waits, and then runs with what it was given", async () => {
    const waiting = createWaitingCommands();
    const asked = waiting.commands.grant?.({ credits: 20 });

    waiting.settle({
      reconcile: notAskedFor,
      grant: async (args) => ({ isFine: true, text: JSON.stringify(args) }),
      backup: notAskedFor,
      jobs: notAskedFor,
      reports: notAskedFor,
      maintenance: notAskedFor,
      care: notAskedFor,
      "verify-image": notAskedFor,
    });

    expect(await asked).toEqual({ isFine: true, text: '{"credits":20}' });
  });
});
