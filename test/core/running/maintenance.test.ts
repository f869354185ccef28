import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import { createLookAfterService } from "../../../src/core/running/look-after-service.js";
import {
  createMaintenanceCommand,
  parseMaintenanceArgs,
} from "../../../src/operator/maintenance-command.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";
import { pause } from "../../jobs/until.js";

describe("maintenance", () => {
  let workshop: Workshop;
  let command: ReturnType<typeof createMaintenanceCommand>;
  beforeAll(async () => {
    workshop = await openWorkshop("pglite");
    const { database } = workshop.pieces;
    command = createMaintenanceCommand(createLookAfterService({ database, clock: systemClock }));
  });
  afterAll(() => workshop.close());

  /** What every process does by itself within 5 s. */
  const untilObeyed = () => pause(2_100);

  async function ask(requestKey: string) {
    const { accountId, target } = await workshop.aPerson();
    const input = { requestKey, accountId, target, options: { prompt: "a red fox" } };
    const result = await workshop.useCases.requestGeneration(input);
    if (result.ok) {
      // As the bots do: until then the result waits for the first answer, in case it is still on its way.
      const { deliveryId, report } = result.value;
      await workshop.useCases.showProgress(deliveryId, report);
    }
    return { input, result };
  }

  it("refuses what is new, answers repeats of what was accepted, ends what is open, and costs nothing", async () => {
    const accepted = await ask("accepted");
    expect(accepted.result.ok).toBe(true);
    expect(await command({ action: "on", text: "Back at noon." })).toMatchObject({
      text: expect.stringMatching(/on: .*Still open: 1\./),
    });
    await untilObeyed();

    const refused = await ask("refused");
    expect(refused.result).toEqual({
      ok: false,
      refusal: { kind: "maintenance", notice: "Back at noon." },
    });
    expect(await workshop.useCases.readWallet(refused.input.accountId)).toMatchObject({ held: 0 });
    expect((await workshop.useCases.requestGeneration(accepted.input)).ok).toBe(true);

    const calm = command({ action: "on", wait: true });
    await workshop.drain();
    expect(await calm).toMatchObject({ text: expect.stringMatching(/Still open: 0\./) });
    expect(await command({ action: "off" })).toMatchObject({
      text: expect.stringMatching(/open\. Still open: 0\./),
    });
    await untilObeyed();
    expect((await ask("after")).result.ok).toBe(true);
  });

  it.each([
    { args: [], expected: { action: "status", text: null, wait: false } },
    { args: ["on", "--text", "Soon."], expected: { action: "on", text: "Soon.", wait: false } },
    { args: ["status", "--wait"], expected: { action: "status", text: null, wait: true } },
    { args: ["off", "--text", "Soon."], expected: null },
    { args: ["maybe"], expected: null },
    { args: ["on", "--colour", "red"], expected: null },
    { args: ["on", "--text", " "], expected: null },
  ])("understands $args", ({ args, expected }) => {
    expect(parseMaintenanceArgs(args)).toEqual(expected);
  });
});
